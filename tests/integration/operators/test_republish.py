"""The bus and the board, made again from the parts' own logs."""

from datetime import UTC, datetime, timedelta

import asyncpg
from songbang import boards, outboxes, republish
from songbang.inventory import PARTS

EVIDENCE = "SELECT * FROM evidence ORDER BY event_id, figure, ordinal"
SUMS = "SELECT * FROM daily ORDER BY 1, 2, 3, 4"


async def lose_the_bus(place):
    await place.fetch("bus", "TRUNCATE log, group_offset")
    await place.fetch("bus", "UPDATE head SET next = 0")


async def test_a_bus_that_lost_everything_is_refilled_and_nothing_counts_twice(installation, mint):
    await installation.tell_everything()
    await installation.relay()
    async with installation.supervision(mint):
        await installation.settled()
    before = await installation.fetch("supervision", EVIDENCE), await installation.fetch("supervision", SUMS)
    on_the_bus = await installation.fetch("bus", "SELECT topic, key, value FROM log ORDER BY topic, key, value")
    await lose_the_bus(installation)

    await republish.republish_all(installation.settings, outboxes.BEGINNING, list(PARTS))

    assert await installation.fetch("bus", "SELECT topic, key, value FROM log ORDER BY topic, key, value") == on_the_bus
    async with installation.supervision(mint):
        await installation.settled()
    assert (await installation.fetch("supervision", EVIDENCE), await installation.fetch("supervision", SUMS)) == before


async def test_only_what_was_recorded_since_the_moment_is_published_again(installation):
    await installation.tell_everything()
    await installation.relay()
    later = datetime.now(UTC) + timedelta(hours=1)
    assert await republish.republish_all(installation.settings, later, list(PARTS)) == 0


async def test_what_still_waits_for_its_first_publication_is_left_to_the_relay(installation):
    await installation.relay()
    start = datetime.now(UTC)
    await installation.tell_everything()
    assert await republish.republish_all(installation.settings, start, list(PARTS)) == 0
    assert await installation.relay() > 0


async def test_the_present_leader_gives_way_while_a_part_is_republished(installation):
    url = installation.settings.database("signage")
    leader = await asyncpg.connect(url)
    await leader.execute("SELECT pg_advisory_lock($1)", outboxes.LEADER_LOCK)
    async with outboxes.instead_of_the_leader(url) as connection:
        assert leader.is_closed()
        other = await asyncpg.connect(url)
        assert not await other.fetchval("SELECT pg_try_advisory_lock($1)", outboxes.LEADER_LOCK)
        assert await connection.fetchval("SELECT 1") == 1
    assert await other.fetchval("SELECT pg_try_advisory_lock($1)", outboxes.LEADER_LOCK)
    await other.close()


async def test_the_board_made_again_from_the_logs_is_the_board_that_was_there(installation, mint):
    await installation.tell_everything()
    await installation.relay()
    async with installation.supervision(mint) as svc:
        await installation.settled()
        digest = (await installation.board(svc))["digest"]
    before = await installation.fetch("supervision", EVIDENCE), await installation.fetch("supervision", SUMS)

    await boards.rebuild(installation.settings)

    assert (await installation.fetch("supervision", EVIDENCE), await installation.fetch("supervision", SUMS)) == before
    async with installation.supervision(mint) as svc:
        assert (await installation.board(svc))["digest"] == digest
