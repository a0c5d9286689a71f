"""Not ready, with a reason that a machine can read; and ready again by itself."""

import platform
from uuid import uuid4

import asyncpg
import httpx
import pytest
from contracts.version import VERSION
from countykit.identity import Role
from countykit.testing import ServiceUnderTest
from songbang.ports import free_port

from tests.waiting import eventually

GROUP = {"region": "990101001000", "name": "村级工作群", "platform": "wechat", "members": 40}


async def reasons_of(svc: ServiceUnderTest) -> dict[str, str]:
    async with svc.client() as client:
        answer: httpx.Response = await client.get("/readyz")
    document = answer.json()
    assert answer.status_code == (503 if document["status"] == "not_ready" else 200)
    return document["reasons"]


async def until_ready(svc: ServiceUnderTest) -> None:
    async def ready() -> bool:
        return not await reasons_of(svc)

    await eventually(ready)


async def test_a_schema_that_the_code_was_not_written_for_is_named_until_it_is_the_right_one(start_service, databases):
    svc = await start_service("checklist_svc")
    await until_ready(svc)
    database = svc.database.url.rpartition("/")[2]
    owner = await asyncpg.connect(databases.dsn(database))
    head = await owner.fetchval("SELECT version_num FROM alembic_version")
    await owner.execute("UPDATE alembic_version SET version_num = 'half_done'")
    assert await reasons_of(svc) == {"database": f"schema_at_half_done_wanted_{head}"}
    await owner.execute("UPDATE alembic_version SET version_num = $1", head)
    await until_ready(svc)
    await owner.close()


async def test_a_release_serves_on_the_schema_of_the_next_one_and_says_so_when_it_cannot(start_service, databases):
    svc = await start_service("checklist_svc")
    await until_ready(svc)
    owner = await asyncpg.connect(databases.dsn(svc.database.url.rpartition("/")[2]))
    await owner.execute("UPDATE alembic_version SET version_num = 'of_the_next'")
    row = "INSERT INTO schema_release (revision, release, min_release) VALUES ('of_the_next', '99.0.0', $1)"
    await owner.execute(row, VERSION)
    await until_ready(svc)
    await owner.execute("UPDATE schema_release SET min_release = '99.0.0' WHERE revision = 'of_the_next'")
    assert await reasons_of(svc) == {"database": "schema_at_of_the_next_needs_release_99.0.0"}
    async with svc.client() as client:
        assert (await client.get("/readyz")).json()["release"] == VERSION
        assert (
            f'songbang_build_info{{python="{platform.python_version()}",version="{VERSION}"}} 1.0'
            in (await client.get("/metrics")).text
        )
    await owner.close()


async def test_a_wrong_password_of_the_database_is_named(start_service, databases):
    url = databases.dsn("checklist").replace(databases.dsn().rpartition("@")[0], "postgresql://checklist:wrong")
    svc = await start_service("checklist_svc", database_url=url)
    assert (await reasons_of(svc))["database"] == "unreachable: InvalidPasswordError"
    async with svc.client() as client:
        ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (503, "not_ready")


async def test_whoever_calls_while_the_password_is_wrong_is_sent_back_later(start_service, databases):
    url = databases.dsn("checklist").replace(databases.dsn().rpartition("@")[0], "postgresql://checklist:wrong")
    svc = await start_service("checklist_svc", database_url=url)
    async with svc.client(Role.TOWNSHIP, region="990101001000") as client:
        answers = [
            await client.get("/v1/groups"), await client.get(f"/v1/groups/{uuid4()}"),
            await client.post("/v1/groups", json=GROUP),
        ]  # fmt: skip
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(503, "unavailable")] * 3


async def test_a_bus_that_does_not_answer_is_named_and_the_service_serves_on(start_service):
    svc = await start_service("checklist_svc", bus_url=f"kafka://127.0.0.1:{free_port()}")
    assert (await reasons_of(svc))["bus"] == "bus-unreachable"
    async with svc.client(Role.TOWNSHIP, region="990101001000") as client:
        assert (await client.get("/healthz")).json() == {"status": "alive"}
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded"), "whoever routes leaves it in service"
        assert (await client.get("/v1/groups")).status_code == 200


async def test_the_figures_show_what_waits_for_the_bus_to_whom_asks_for_nothing_else(start_service):
    svc = await start_service("checklist_svc", bus_url=f"kafka://127.0.0.1:{free_port()}")
    async with svc.client() as client:

        async def waiting() -> float:
            figures = (await client.get("/metrics")).text.splitlines()
            return next(float(line.split()[1]) for line in figures if line.startswith("songbang_outbox_depth "))

        await eventually(waiting)  # the first edition is published at every first start


@pytest.mark.parametrize("bus", ["kafka://127.0.0.1:{}", "postgresql://bus:x@127.0.0.1:{}/bus"])
async def test_a_consumer_whose_polls_get_no_answer_is_named_though_it_asks_on(start_service, bus):
    svc = await start_service("checklist_svc", bus_url=bus.format(free_port()), consumer_ready_seconds=1)

    async def reason() -> str | None:
        return (await reasons_of(svc)).get("consumer:checklist")

    assert (await eventually(reason)).startswith("no_poll_for_")


async def test_the_figures_show_how_the_server_of_the_database_is(start_service, databases):
    svc = await start_service("checklist_svc")

    async def figure(name: str) -> float:
        async with svc.client() as client:
            lines = (await client.get("/metrics")).text.splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith(f"songbang_{name} "))

    few = await figure("postgres_connections_ratio")
    more = [await asyncpg.connect(databases.dsn()) for _ in range(30)]
    assert await figure("postgres_connections_ratio") - few > 0.05
    assert 0 <= await figure("postgres_wraparound_ratio") < 0.1
    assert abs(await figure("clock_skew_seconds")) < 5
    assert await figure("postgres_journal_waiting_bytes") >= 0
    slot = "a_slot_that_nobody_reads"
    await more[0].fetchval("SELECT pg_create_physical_replication_slot($1, true)", slot)
    try:
        await more[0].execute("CREATE TEMP TABLE filler AS SELECT generate_series(1, 20000) AS n")
        await more[0].execute("SELECT pg_switch_wal()")
        assert await figure("postgres_journal_waiting_bytes") > 0
    finally:
        await more[0].fetchval("SELECT pg_drop_replication_slot($1)", slot)
        for connection in more:
            await connection.close()
