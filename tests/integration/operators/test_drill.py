"""The restore drill with a receiver and a file store outside: nothing reaches them twice, nothing of theirs is lost."""

from contextlib import asynccontextmanager

import pytest
from contracts.checklist import GroupRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, running
from gateway.main import create_app
from gateway.settings import Settings
from gateway.webhooks import fan_out
from gateway.webhooks.process import Delivering
from songbang import backups, restores
from songbang.provision import database_url

from tests.integration.webhooks.receivers import Receiver
from tests.waiting import eventually

from .conftest import COUNTY, TOWNSHIPS

ENDPOINTS, FILES = "/api/integration/v1/endpoints", "/api/integration/v1/files"
DUE = "SELECT count(*) FROM webhook_due"


def settings_of(place, directory):
    return Settings(
        environment="demo", bus_url=place.settings.bus_url, bus_partitions=3, log_level="WARNING",
        database_url=database_url(place.server.dsn(), "gateway", "gateway", "gateway-drill"), database_pool_size=4,
        webhooks_allow_http=True, webhooks_allowed_networks=["127.0.0.0/8"], files_dir=directory,
        files_regions=[COUNTY], audit_key=place.settings.gateway_audit_key,
    )  # fmt: skip


@asynccontextmanager
async def gateway(place, directory, mint):
    """The gateway and its delivery process on an installation."""
    settings = settings_of(place, directory)
    app = create_app(settings, keys=mint.keys)
    async with running(app), Delivering(settings).running():
        yield ServiceUnderTest(app, mint)


async def delivered(place):
    """Everything on the bus has been fanned out, and nothing is due any more."""

    async def check():
        on_bus = await place.value("bus", "SELECT count(*) FROM log")
        heard = await place.value("gateway", "SELECT count(*) FROM event_log")
        behind = await place.waiting(fan_out.consumer())
        return heard >= on_bus and not behind and not await place.value("gateway", DUE)

    await eventually(check)


async def call(svc, method, path, **body):
    async with svc.client(Role.INTEGRATOR, Role.OBSERVER, region=COUNTY) as client:
        answer = await client.request(method, path, **body)
    assert answer.status_code < 300, answer.text
    return answer


async def published_file(svc):
    """The first sealed file of the county, as its receiver fetches it: its number and its content."""

    async def check():
        items = (await call(svc, "GET", FILES)).json()["items"]
        return [item for item in items if item["state"] == "published"]

    [first, *_] = await eventually(check)
    return first["id"], (await call(svc, "GET", f"{FILES}/{first['id']}/content")).content


@pytest.fixture
async def receiver():
    async with Receiver().serving() as served:
        yield served


async def test_after_a_restore_no_receiver_hears_an_event_twice_and_every_sealed_file_is_there(
    another, servers, receiver, mint, tmp_path
):
    lost, restored = another, type(another)(servers())
    await lost.prepare()
    await lost.fetch("gateway", "INSERT INTO region VALUES ($1, '某县', 'county', '2020-01-01', NULL, 1)", COUNTY)
    async with gateway(lost, tmp_path / "files", mint) as svc:
        body = {"url": receiver.url, "region": COUNTY, "types": ["*"]}
        endpoint = (await call(svc, "POST", ENDPOINTS, json=body)).json()["id"]

        async def enabled():
            return (await call(svc, "GET", f"{ENDPOINTS}/{endpoint}")).json()["state"] == "enabled"

        await eventually(enabled)
        await lost.tell_everything()
        await lost.relay()
        await delivered(lost)
        before = list(receiver.ids)
        file, content = await published_file(svc)
        folder = await backups.write(lost.but(files_dir=tmp_path / "files"), tmp_path)
    assert len(before) == len(set(before)) > 0
    assert content

    await restores.restore_all(restored.but(files_dir=tmp_path / "new"), folder)

    async with gateway(restored, tmp_path / "new", mint) as svc:
        await delivered(restored)
        assert receiver.ids == before
        await restored.tell((GroupRegistered(platform="qq"), TOWNSHIPS[0]))
        await restored.relay()
        await delivered(restored)
        assert len(receiver.ids) == len(set(receiver.ids)) == len(before) + 1
        assert (await call(svc, "GET", f"{FILES}/{file}/content")).content == content
