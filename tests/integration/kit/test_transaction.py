"""Rows, events and audit become true together, and before the client hears of it."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import httpx
import pytest
from checklist_svc.groups.models import Group
from contracts.checklist import GroupRegistered, Platform
from countykit.identity import EVERYTHING, Role
from countykit.testing import ServiceUnderTest
from servicekit.changes import VersionStands
from servicekit.errors import StaleVersion
from servicekit.transaction import Context

TOWNSHIP = "990101001000"
BODY = {"region": TOWNSHIP, "name": "村级工作群", "platform": "wechat", "members": 40}


async def test_the_row_is_committed_before_the_first_byte_of_the_answer(svc):
    """FastAPI's default dependency scope commits after the response; this fails when scope="function" is removed."""
    seen_at_first_byte: list[int] = []
    connection = await svc.database.direct()

    async def watching(scope, receive, send):
        async def watch(message):
            if message["type"] == "http.response.start":
                seen_at_first_byte.append(await connection.fetchval("SELECT count(*) FROM chat_group"))
            await send(message)

        await svc.app(scope, receive, watch)

    token = svc.mint.token(Role.TOWNSHIP, region=TOWNSHIP)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(watching), base_url="http://service") as client:
        answer = await client.post("/v1/groups", json=BODY, headers={"authorization": f"Bearer {token}"})
    await connection.close()
    assert answer.status_code == 201
    assert seen_at_first_byte == [1]


async def test_a_failing_block_leaves_neither_row_nor_event_nor_audit(svc):
    with pytest.raises(RuntimeError):
        async with svc.database.transaction(Context.of_system("test")) as tx:
            group = tx.add(Group(region=TOWNSHIP, name="群", platform=Platform.WECHAT, members=1))
            tx.record(GroupRegistered(platform="wechat"), about=group)
            raise RuntimeError
    connection = await svc.database.direct()
    tables = ("chat_group", "outbox WHERE type LIKE 'checklist.group%'", "audit WHERE resource LIKE 'chat_group%'")
    counts = [await connection.fetchval(f"SELECT count(*) FROM {table}") for table in tables]
    await connection.close()
    assert counts == [0, 0, 0]


HEARD = "INSERT INTO inbox (consumer, event_id) VALUES ('driver', gen_random_uuid())"
COUNTS = """SELECT (SELECT count(*) FROM inbox WHERE consumer = 'driver') AS rows,
                   (SELECT count(*) FROM outbox WHERE type LIKE 'checklist.group%') AS events"""


async def test_statements_on_the_drivers_connection_and_their_event_become_true_together_or_not_at_all(svc):
    group = Group(region=TOWNSHIP, name="群", platform=Platform.WECHAT, members=1)
    for fails in (True, False):
        with contextlib.suppress(ZeroDivisionError):
            async with svc.database.transaction(Context.of_system("test")) as tx:
                await (await tx.driver()).execute(HEARD)
                await tx.execute(HEARD)
                tx.record(GroupRegistered(platform="wechat"), about=group)
                assert tuple(await svc.database.fetchrow(COUNTS)) == (0, 0)
                if fails:
                    raise ZeroDivisionError
    assert tuple(await svc.database.fetchrow(COUNTS)) == (2, 1)


async def test_who_is_cancelled_while_the_connection_goes_back_hears_of_nothing_else(svc, monkeypatch):
    """A consumer told to stop at this moment took another error for a reason to go on, and never ended."""

    async def cancelled(pool, connection, **_):
        await release(pool, connection)
        raise asyncio.CancelledError

    release = asyncpg.Pool.release
    with pytest.raises(asyncio.CancelledError):
        async with svc.database.transaction(Context.of_system("test")) as tx:
            await (await tx.driver()).execute(HEARD)
            monkeypatch.setattr(asyncpg.Pool, "release", cancelled)
    monkeypatch.undo()
    async with svc.database.transaction(Context.of_system("test")) as tx:
        assert (await tx.committed(COUNTS))["rows"] == 1


async def test_a_commit_that_fails_gives_its_connection_back(svc, monkeypatch):
    async def broken(connection, statement, *_, **__):
        if statement == "COMMIT":
            raise asyncpg.ConnectionDoesNotExistError("cut")
        return await execute(connection, statement)

    execute = asyncpg.Connection.execute
    monkeypatch.setattr(asyncpg.Connection, "execute", broken)
    for _ in range(20):  # more often than the pool has connections
        with pytest.raises(asyncpg.ConnectionDoesNotExistError):
            async with svc.database.transaction(Context.of_system("test")) as tx:
                await (await tx.driver()).execute(HEARD)
    async with svc.database.transaction(Context.of_system("test")) as tx:
        assert (await tx.committed(COUNTS))["rows"] == 0


async def test_a_transaction_has_a_session_or_a_driver_connection_never_both(svc):
    for first, second in (("session", "driver"), ("driver", "session")):
        with pytest.raises(AssertionError, match="never both"):
            async with svc.database.transaction(Context.of_system("test")) as tx:
                for door in (first, second):
                    _ = tx.session if door == "session" else await tx.driver()


async def test_every_change_leaves_an_audit_row_with_who_what_and_digests(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="zhang") as client:
        group = (await client.post("/v1/groups", json=BODY)).json()
        await client.post(f"/v1/groups/{group['id']}/retention", json={"reason": "保留"})
    connection = await svc.database.direct()
    rows = await connection.fetch("SELECT * FROM audit WHERE actor = 'zhang' ORDER BY id")
    await connection.close()
    assert [row["resource"] for row in rows] == [f"chat_group/{group['id']}"] * 2
    assert rows[0]["before"] is None
    assert rows[0]["after"] == rows[1]["before"] != rows[1]["after"]
    assert all(row["request_id"] for row in rows)


async def test_the_services_role_can_neither_rewrite_the_audit_nor_the_log(svc):
    connection = await svc.database.direct()
    for statement in (
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
        "DELETE FROM outbox",
        "DELETE FROM audit_seal",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()


async def test_told_time_dates_the_event_in_demo_mode_only(start_service):
    told = datetime.now(UTC) - timedelta(days=200)
    dates = {}
    for environment in ("demo", "production"):
        service: ServiceUnderTest = await start_service(
            "checklist_svc", environment=environment, **PRODUCTION[environment]
        )
        connection = await service.database.direct()
        await connection.execute(
            "INSERT INTO region VALUES ($1, '青石镇', 'township', '2020-01-01', NULL, 1)", TOWNSHIP
        )
        await connection.close()
        async with service.client(Role.TOWNSHIP, region=TOWNSHIP, at=told) as client:
            assert (await client.post("/v1/groups", json=BODY)).status_code == 201
        (event,) = await service.events(GroupRegistered)
        dates[environment] = datetime.fromisoformat(event["time"])
    assert abs(dates["demo"] - told) < timedelta(seconds=1)
    assert datetime.now(UTC) - dates["production"] < timedelta(minutes=1)


PRODUCTION = {"demo": {}, "production": {"signing_key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}


async def test_a_told_time_in_the_future_is_refused(svc):
    future = datetime.now(UTC) + timedelta(days=1)
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, at=future) as client:
        answer = await client.post("/v1/groups", json=BODY)
    assert (answer.status_code, answer.json()["code"]) == (422, "simulated_time_invalid")


async def test_concurrent_writers_of_one_aggregate_get_gapless_sequences(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        group = (await client.post("/v1/groups", json=BODY)).json()

    async def touch() -> None:
        async with svc.database.transaction(Context.of_system("test")) as tx:
            row = await tx.locked(Group, UUID(group["id"]), EVERYTHING)
            await asyncio.sleep(0.002)
            tx.record(GroupRegistered(platform="wechat"), about=row)

    await asyncio.gather(*(touch() for _ in range(20)))
    assert [event["sequence"] for event in await svc.events(GroupRegistered)] == list(range(1, 22))


@pytest.mark.parametrize(("wanted", "current"), [('"1"', None), ('"9"', 1)])
async def test_if_match_is_compared_under_the_lock_of_what_was_looked_at_before(svc, wanted, current):
    async with svc.database.transaction(Context.of_system("test")) as tx:
        group = tx.add(Group(region=TOWNSHIP, name="群", platform=Platform.WECHAT, members=1))
        tx.record(GroupRegistered(platform="wechat"), about=group)
    context = Context(datetime.now(UTC), "test", if_match=wanted)
    with contextlib.ExitStack() as refused:
        if current is not None:
            refused.enter_context(pytest.raises(StaleVersion))
        async with svc.database.transaction(context) as tx:
            await tx.get(Group, group.id, EVERYTHING)
            row = await tx.locked(Group, group.id, EVERYTHING)
            tx.record(GroupRegistered(platform="wechat"), about=row)
            await tx.session.flush()
            await tx.locked(Group, group.id, EVERYTHING)  # its own step is no other's


async def changed_group(svc, *, record):
    """A group whose name is changed in a transaction of its own, with an event or without; returns what it then is."""
    async with svc.database.transaction(Context.of_system("test")) as tx:
        group = tx.add(Group(region=TOWNSHIP, name="旧名", platform=Platform.WECHAT, members=1))
        tx.record(GroupRegistered(platform="wechat"), about=group)
    with contextlib.ExitStack() as refused:
        if not record:
            refused.enter_context(pytest.raises(VersionStands, match=rf"chat_group/{group.id} .* version 1"))
        async with svc.database.transaction(Context.of_system("test")) as tx:
            row = await tx.locked(Group, group.id, EVERYTHING)
            row.name = "新名"
            await tx.session.flush()  # what a service may do on its way is no way around
            if record:
                tx.record(GroupRegistered(platform="wechat"), about=row)
    async with svc.database.transaction(Context.of_system("test")) as tx:
        return await tx.get(Group, group.id, EVERYTHING)


async def test_a_changed_aggregate_whose_version_stands_is_refused_and_nothing_of_it_is_kept(svc):
    group = await changed_group(svc, record=False)
    assert (group.name, group.version) == ("旧名", 1)
    assert len(await svc.events(GroupRegistered)) == 1


async def test_a_changed_aggregate_with_its_event_is_a_new_version(svc):
    group = await changed_group(svc, record=True)
    assert (group.name, group.version) == ("新名", 2)


async def test_a_new_aggregate_may_be_written_in_several_steps(svc):
    async with svc.database.transaction(Context.of_system("test")) as tx:
        group = tx.add(Group(region=TOWNSHIP, name="旧名", platform=Platform.WECHAT, members=1))
        tx.record(GroupRegistered(platform="wechat"), about=group)
        await tx.session.flush()
        group.name = "新名"
    assert len(await svc.events(GroupRegistered)) == 1


async def test_what_an_aggregate_calls_bookkeeping_may_change_alone(svc):
    async with svc.database.transaction(Context.of_system("test")) as tx:
        group = tx.add(Group(region=TOWNSHIP, name="群", platform=Platform.WECHAT, members=1))
        tx.record(GroupRegistered(platform="wechat"), about=group)
    later = datetime.now(UTC) + timedelta(days=1)
    async with svc.database.transaction(Context.of_system("test")) as tx:
        (await tx.locked(Group, group.id, EVERYTHING)).updated_at = later
    async with svc.database.transaction(Context.of_system("test")) as tx:
        row = await tx.get(Group, group.id, EVERYTHING)
    assert (row.version, row.updated_at) == (1, later)
