"""The transaction at its edges: two aggregates that meet, a row read twice, a deleted row, a relay that sleeps."""

import asyncio
import contextlib
from functools import partial
from uuid import UUID

import pytest
from checklist_svc.groups.models import Group
from contracts.checklist import GroupRegistered, Platform
from countykit.identity import EVERYTHING
from servicekit import relay
from servicekit.database import Database
from servicekit.errors import StaleVersion
from servicekit.transaction import Context

from tests.waiting import eventually

TOWNSHIP = "990101001000"
REGISTERED = GroupRegistered(platform="wechat")


def a_group() -> Group:
    return Group(region=TOWNSHIP, name="群", platform=Platform.WECHAT, members=1)


async def written(database: Database, versions: int) -> Group:
    """A group that has had so many events."""
    async with database.transaction(Context.of_system("test")) as tx:
        group = tx.add(a_group())
        for _ in range(versions):
            tx.record(REGISTERED, about=group)
    return group


def expecting(etag: str) -> Context:
    """A request whose If-Match names this version."""
    context = Context.of_system("test")
    return Context(context.now, context.action, if_match=etag)


async def test_where_two_aggregates_meet_if_match_and_etag_are_those_of_the_first(svc):
    first, second = await written(svc.database, 1), await written(svc.database, 3)
    async with svc.database.transaction(expecting('"1"')) as tx:
        await tx.locked(Group, first.id, EVERYTHING)
        await tx.locked(Group, second.id, EVERYTHING)
        tx.add(a_group())
        assert tx.target is not None
        assert tx.target.etag == '"1"'
    for stale in ('"3"', '"0"'):
        with pytest.raises(StaleVersion) as refused:
            async with svc.database.transaction(expecting(stale)) as tx:
                await tx.locked(Group, first.id, EVERYTHING)
        assert refused.value.extra == {"current": 1}
    async with svc.database.transaction(expecting("*")) as tx:
        await tx.get(Group, second.id, EVERYTHING)
        assert (await tx.locked(Group, first.id, EVERYTHING)).version == 1
        assert tx.target.id == second.id


async def test_a_row_that_was_looked_at_is_read_again_when_it_is_locked(svc):
    """Otherwise the step would be decided on what the row was before another request changed it."""
    id = (await written(svc.database, 1)).id
    async with svc.database.transaction(Context.of_system("test")) as tx:
        assert (await tx.get(Group, id, EVERYTHING)).version == 1
        async with svc.database.transaction(Context.of_system("test")) as other:
            other.record(REGISTERED, about=await other.locked(Group, id, EVERYTHING))
        assert (await tx.locked(Group, id, EVERYTHING)).version == 2


async def test_a_deleted_row_leaves_what_it_was_in_the_audit(svc):
    group = await written(svc.database, 1)
    async with svc.database.transaction(Context.of_system("test-deletion")) as tx:
        await tx.session.delete(await tx.locked(Group, group.id, EVERYTHING))
    rows = await svc.database.fetch(
        "SELECT action, before, after FROM audit WHERE resource = $1 ORDER BY id", f"chat_group/{group.id}"
    )
    assert [row["action"] for row in rows] == ["test", "test-deletion"]
    assert rows[1]["before"] == rows[0]["after"] is not None
    assert rows[1]["after"] is None


async def test_an_anonymous_report_is_in_the_audit_without_its_request(svc):
    """The gateway's own log has the request's id, and with it the caller."""
    async with svc.database.transaction(
        Context(Context.of_system("t").now, "report", "zhang", "192.0.2.7", "request-1")
    ) as tx:
        group = tx.add(a_group())
        tx.forget_caller()
        tx.record(REGISTERED, about=group)
    row = await svc.database.fetchrow("SELECT * FROM audit WHERE resource = $1", f"chat_group/{group.id}")
    assert (row["actor"], row["address"], row["request_id"]) == ("anonymous", "", "")


class Bus:
    """Remembers which subjects were published."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def publish(self, topic: str, records: list[tuple[str, bytes]]) -> None:
        self.bodies.extend(body for _, body in records)

    def has(self, id: UUID) -> bool:
        return any(str(id).encode() in body for body in self.bodies)


async def test_a_commit_with_events_wakes_the_relay_and_one_without_does_not(start_service, monkeypatch):
    svc = await start_service("checklist_svc", bus_url="postgresql://nobody:nothing@127.0.0.1:1/bus")
    own, bus = Database(svc.database.url), Bus()  # a bell of its own, which the service's relay does not clear
    connection = await own.direct()
    monkeypatch.setattr(relay, "_POLL_SECONDS", 3600)
    relaying = asyncio.create_task(relay.Relay(own, bus).run(connection))
    for _ in range(2):  # the second one finds the relay waiting
        group = await written(own, 1)
        await eventually(partial(bus.has, group.id), 10)
    await eventually(lambda: not own.committed.is_set())
    await written(own, 0)
    assert not own.committed.is_set()
    relaying.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await relaying
    await connection.close()
    await own.close()
