"""`deploy/upgrade.sh`: nobody sees an error, a mistake changes nothing, and a bad release is left by itself."""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg
import httpx
import pytest
from contracts.version import VERSION
from servicekit import migrate
from songbang.demo.seeded import free_ports

from tests.e2e.releases import NEW_REVISION, NEXT, Site, Upgradable, make_release
from tests.faults.people import OFFICE, OPERATOR, PASSWORD, TOWNSHIPS, of_township, settle

PATIENT = {"upstream_patience_seconds": "120", "upstream_timeout_seconds": "120"}
EVERY_SECONDS = 0.25
READS = ("/api/checklist/v1/groups", "/api/signage/v1/plaques", "/api/report/v1/forms", "/api/certificate/v1/items",
         "/api/supervision/v1/visits", "/api/identity/v1/me")  # fmt: skip


@pytest.fixture(scope="module")
async def stack() -> AsyncIterator[Upgradable]:
    lines: list[str] = []
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        made = Upgradable(
            Path(directory) / "installation", Path(directory) / "releases", ports=free_ports(), log=lines.append,
            fsync=False, gateway=PATIENT,
        )  # fmt: skip
        try:
            await asyncio.to_thread(made.start)
            await asyncio.to_thread(made.open_first_account, OPERATOR, PASSWORD)
            await settle(made.url)
            await asyncio.to_thread(make_release, made.releases / "next")
            await asyncio.to_thread(make_release, made.releases / "bad", broken="signage_svc")
            yield made
        except BaseException:
            sys.stderr.write("\n".join(lines[-80:]))
            raise
        finally:
            await asyncio.to_thread(made.stop)


@pytest.fixture(scope="module")
def site(stack: Upgradable) -> Site:
    return Site(stack.releases.parent / "site", stack)


class Probe:
    """Somebody who reads, and somebody who writes, four times a second, as behind the documented proxy.

    The proxy in front waits for a gateway that takes no connections, so this does too; every answer is counted.
    """

    def __init__(self, url: str) -> None:
        self.url, self.answers, self.longest = url, Counter[str](), 0.0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Probe"]:
        async with httpx.AsyncClient(base_url=self.url, timeout=150, trust_env=False) as client:
            readers = [await self._signed_in(client, name) for name in (OFFICE, of_township(TOWNSHIPS[0]))]
            tasks = [asyncio.create_task(self._read(client, readers[0])),
                     asyncio.create_task(self._write(client, readers[1]))]  # fmt: skip
            try:
                yield self
            finally:
                for task in tasks:
                    task.cancel()
                for task in tasks:
                    with suppress(asyncio.CancelledError):
                        await task

    async def _signed_in(self, client: httpx.AsyncClient, name: str) -> dict[str, str]:
        form = {"grant_type": "password", "username": name, "password": PASSWORD}
        token = (await client.post("/api/identity/v1/token", data=form)).json()["access_token"]
        return {"authorization": f"Bearer {token}"}

    async def _read(self, client: httpx.AsyncClient, headers: dict[str, str]) -> None:
        number = 0
        while True:
            await self._once(client, "GET", READS[number % len(READS)], headers=headers)
            number += 1
            await asyncio.sleep(EVERY_SECONDS)

    async def _write(self, client: httpx.AsyncClient, headers: dict[str, str]) -> None:
        number = 0
        while True:
            body = {"region": TOWNSHIPS[0], "name": f"群{number}-{time.time_ns()}", "platform": "wechat", "members": 3}
            key = {"idempotency-key": f"probe-{time.time_ns()}"}
            await self._once(client, "POST", "/api/checklist/v1/groups", headers=headers | key, json=body)
            number += 1
            await asyncio.sleep(EVERY_SECONDS)

    async def _once(self, client: httpx.AsyncClient, method: str, path: str, **request: object) -> None:
        begin = time.monotonic()
        while True:
            try:
                answer = await client.request(method, path, **request)  # type: ignore[arg-type]
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
                continue
            except httpx.HTTPError as error:
                self.answers[f"{method} {type(error).__name__}"] += 1
                return
            self.longest = max(self.longest, time.monotonic() - begin)
            self.answers[str(answer.status_code) if answer.is_success else f"{answer.status_code} {answer.text}"] += 1
            return


async def revision(stack: Upgradable, part: str) -> str:
    connection = await asyncpg.connect(stack.service_database(part))
    try:
        return str(await connection.fetchval("SELECT version_num FROM alembic_version"))
    finally:
        await connection.close()


async def test_a_wrong_setting_changes_nothing_that_runs(stack, site):
    site.env.write_text("SONGBANG_DATABASE_POOL_SIZ=20\n")
    done = await asyncio.to_thread(site.upgrade, "next")
    site.env.write_text("# SONGBANG_IMAGE_TAG=local\n")
    assert done.returncode == 1
    assert "SONGBANG_DATABASE_POOL_SIZ is not a setting; did you mean SONGBANG_DATABASE_POOL_SIZE?" in done.stderr
    assert done.stderr.endswith("not upgraded; nothing has changed\n")
    assert stack.replaced == []
    assert await revision(stack, "checklist") == migrate.head("checklist_svc")


async def test_a_release_that_does_not_start_is_left_by_itself_and_nobody_sees_an_error(stack, site):
    async with Probe(stack.url).running() as probe:
        done = await asyncio.to_thread(site.upgrade, "bad")
    assert done.returncode == 1, done.stderr
    assert "signage-svc does not become ready: going back to local" in done.stderr
    assert "local serves on the new schemas, with every write. The backup is " in done.stderr
    assert stack.replaced == [("checklist", "bad"), ("signage", "bad"), ("signage", "local"), ("checklist", "local")]
    assert await revision(stack, "checklist") == NEW_REVISION
    assert set(probe.answers) <= {"200", "201"}, probe.answers
    assert "IMAGE_TAG=local" in site.env.read_text()


async def test_an_upgrade_replaces_everything_and_nobody_sees_an_error(stack, site):
    stack.replaced.clear()
    async with Probe(stack.url).running() as probe:
        done = await asyncio.to_thread(site.upgrade, "next")
    assert done.returncode == 0, done.stderr + done.stdout
    assert [tag for _, tag in stack.replaced] == ["next"] * len(stack.names)
    assert {name for name, _ in stack.replaced} == set(stack.names)
    assert f"release {NEXT} serves" in done.stdout
    assert set(probe.answers) == {"200", "201"}, probe.answers
    assert site.env.read_text() == "SONGBANG_IMAGE_TAG=next\n"
    assert (site.root / "var" / "upgrade.before").read_text() == "local\n"
    sys.stderr.write(f"\n{probe.answers}, longest {probe.longest:.1f} s\n")


async def test_an_older_release_is_no_upgrade(stack, site):
    site.env.write_text("SONGBANG_IMAGE_TAG=next\n")
    done = await asyncio.to_thread(site.upgrade, "local")
    assert done.returncode == 1
    assert f"release {NEXT} runs, which is newer than {VERSION}" in done.stderr
