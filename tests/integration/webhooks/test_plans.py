"""The hot statements look at few rows, however much waits; rows are counted, time is not."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import sqlalchemy as sa
from contracts.checklist import GroupRegistered
from countykit.testing import EXPLAIN, examined, message_of
from gateway.event_log import repository as event_log
from gateway.feed import repository as feed
from gateway.webhooks import fan_out
from gateway.webhooks.deliveries import log, queue
from gateway.webhooks.deliveries.models import Outcome
from gateway.webhooks.deliveries.queue import Claim, Result
from gateway.webhooks.deliveries.repository import LOCK, MAKE_OUT_RANGE, STORE
from gateway.webhooks.replays import runner
from servicekit.transaction import Context
from songbang.provision import database_url

from .conftest import COUNTY, TOWNSHIP

BACKLOG, ENDPOINTS, TAKEN, SHOWN = 4000, 5, 100, 51


class Backlog:
    """Some endpoints, of which every second is strict, with thousands of events that all wait or were all tried."""

    def __init__(self, quiet, connection, owner):
        self.quiet = quiet
        self.connection = connection
        self.owner = owner  # only an owner may gather statistics; on a server autovacuum does
        self.ids = []

    async def fill(self):
        for number in range(ENDPOINTS):
            ordering = ("parallel", "strict")[number % 2]
            endpoint = await self.quiet.registered("https://jf.example.gov.cn/", types=["*"], ordering=ordering)
            self.ids.append(endpoint["id"])
        await self.connection.execute("UPDATE webhook_endpoint SET state = 'enabled', verified = true")
        await self.connection.execute(
            """INSERT INTO event_log SELECT nextval('event_log_position_seq'), now(), gen_random_uuid(),
               'checklist.group.registered.v1', '990101001000', now(), 'groups/' || n % 500, '{"id":"1"}'
               FROM generate_series(1, $1) n""", BACKLOG,
        )  # fmt: skip

    async def wait(self, *, half_of_it_leased=False):
        await self.connection.execute(
            """INSERT INTO webhook_due (endpoint_id, position, recorded_at, due_at, lane, attempts)
               SELECT e.id, position, recorded_at,
                   CASE WHEN $1 AND position % 2 = 0 THEN now() + interval '1h' ELSE recorded_at END,
                   CASE WHEN e.ordering = 'strict' THEN hashtextextended(subject, 0) END, 0
               FROM event_log CROSS JOIN webhook_endpoint e""", half_of_it_leased,
        )  # fmt: skip
        await self.owner.execute("ANALYZE")

    async def tried(self):
        await self.connection.execute(
            """INSERT INTO webhook_attempt (endpoint_id, position, at, recorded_at, number, outcome, status, latency_ms)
               SELECT e.id, position, now() + n * interval '1s', recorded_at, n,
                   CASE n WHEN 1 THEN 'failed' ELSE 'delivered' END, 200, 5
               FROM event_log CROSS JOIN webhook_endpoint e CROSS JOIN generate_series(1, 2) n"""
        )
        await self.owner.execute("ANALYZE")

    async def month(self, at):
        """A month at its time, with the house kept and everything delivered; what was examined, and the months."""
        await event_log.keep_partitions(self.owner, 90, at)
        await self.connection.execute(
            """INSERT INTO event_log SELECT nextval('event_log_position_seq'), $1, gen_random_uuid(),
               'checklist.group.registered.v1', '990101001000', $1, 'groups/' || n, '{"id":"1"}'
               FROM generate_series(1, 4 * $2::int) n""", at, TAKEN,
        )  # fmt: skip
        await self.connection.execute(
            """INSERT INTO webhook_due (endpoint_id, position, recorded_at, due_at, attempts)
               SELECT e.id, position, recorded_at, now(), 0 FROM event_log CROSS JOIN webhook_endpoint e
               WHERE recorded_at = $1""", at,
        )  # fmt: skip
        await self.owner.execute("ANALYZE")
        await self.as_the_worker()
        claimed = await self.examine(queue.CLAIM, self.ids, [TAKEN] * ENDPOINTS, timedelta(seconds=60))
        await self.connection.execute("RESET ALL")
        await self.connection.execute(
            """INSERT INTO webhook_attempt (endpoint_id, position, at, recorded_at, number, outcome, status, latency_ms)
               SELECT endpoint_id, position, recorded_at, recorded_at, 1, 'delivered', 200, 5 FROM webhook_due"""
        )
        await self.connection.execute("DELETE FROM webhook_due")
        newest = await self.connection.fetchval("SELECT max(position) FROM event_log")
        wanted = feed.Wanted(["*"], [], COUNTY[:6])
        window = (newest - TAKEN, newest - TAKEN + feed.WINDOW)
        read = await self.examine(feed.PAGE, *wanted.values, *window, b",", TAKEN)
        months = await self.connection.fetchval(
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'event_log'::regclass"
        )
        return claimed, await self.page("delivered"), read, months

    async def as_the_worker(self):
        await self.connection.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
        await self.connection.execute("SET enable_hashjoin = off; SET enable_mergejoin = off")

    def shown(self, state, types=None):
        return {"state": state, "types": types, "since": None, "until": None, "before": 2**63 - 1, "most": SHOWN}

    async def page(self, state, types=None):
        """The rows that a list request examines, its statistics being as old as they are."""
        values = self.shown(state, types) | {
            "endpoint": self.ids[0],
            "prefix": COUNTY[:6],
            "looked": SHOWN if types is None else log.LOOKED_AT,
        }
        async with self.quiet.svc.database.transaction(Context.of_system("test")) as tx:
            await tx.session.execute(sa.text(log.STEER))
            plan = await tx.session.execute(sa.text(EXPLAIN + log.listing(state)), values)
            return examined(plan.scalar_one())

    async def examine(self, statement, *values):
        return examined(await self.connection.fetchval(EXPLAIN + statement, *values))


@pytest.fixture
async def backlog(quiet, databases):
    connection = await quiet.svc.database.direct()
    owner = await asyncpg.connect(database_url(databases.dsn(), quiet.svc.database.url.rpartition("/")[2]))
    found = Backlog(quiet, connection, owner)
    await found.fill()
    yield found
    await owner.close()
    await connection.close()


async def test_a_claim_examines_no_more_rows_than_it_takes_whatever_waits_and_whatever_is_leased(backlog):
    await backlog.wait(half_of_it_leased=True)
    await backlog.as_the_worker()
    rows = await backlog.examine(queue.CLAIM, backlog.ids, [TAKEN] * ENDPOINTS, timedelta(seconds=60))
    # The index once for the choice, the row for the update, the event for the body.
    assert rows <= 3 * TAKEN * ENDPOINTS + ENDPOINTS


async def test_writing_results_examines_only_the_rows_that_they_are_about(backlog):
    await backlog.wait()
    await backlog.as_the_worker()
    columns = "endpoint_id, position, d.recorded_at, due_at, lane, d.attempts, event_id, type, body"
    rows = await backlog.connection.fetch(
        f"SELECT {columns} FROM webhook_due d JOIN event_log USING (position) ORDER BY position LIMIT {TAKEN}"
    )
    now = datetime.now(UTC)
    outcomes = [Outcome.DELIVERED, Outcome.FAILED, Outcome.EXHAUSTED]
    results = [
        Result(Claim(*row), outcomes[number % 3], now, 5, 200, next_at=now + timedelta(hours=1))
        for number, row in enumerate(rows)
    ]
    assert await backlog.examine(queue.FINISH, *queue._columns(results)) <= 2 * TAKEN
    lanes = [(row["endpoint_id"], row["lane"]) for row in rows if row["lane"] is not None]
    promoted = await backlog.examine(queue.PROMOTE, [id for id, _ in lanes], [lane for _, lane in lanes])
    assert promoted <= 2 * len(lanes)


async def test_a_catch_up_examines_what_it_wakes_and_not_what_is_due_anyway(backlog):
    await backlog.wait()
    waiting = "UPDATE webhook_due SET due_at = now() + interval '1 hour', attempts = 1 WHERE position % 20 = 0"
    await backlog.owner.execute(waiting)
    await backlog.owner.execute("ANALYZE")
    await backlog.as_the_worker()
    rows = await backlog.examine(queue.CATCH_UP, backlog.ids[0], timedelta(seconds=60), TAKEN, 2)
    assert TAKEN <= rows <= 3 * TAKEN


async def test_the_fan_out_examines_the_endpoints_of_its_events_and_the_heads_of_their_lanes(backlog):
    await backlog.wait()
    events = fan_out._decoded(
        [message_of(GroupRegistered(platform="wechat"), region=TOWNSHIP) for _ in range(TAKEN)]
    )  # fmt: skip
    async with backlog.connection.transaction():
        await backlog.connection.execute(LOCK)
        rows = await backlog.examine(STORE, fan_out.GROUP, *event_log.columns(events))
    assert rows <= 2 * TAKEN * ENDPOINTS


async def test_a_piece_of_a_replay_examines_its_own_range(backlog):
    await backlog.tried()
    first = await backlog.connection.fetchval("SELECT min(position) + 1000 FROM event_log")
    assert runner._POSITIONS_AT_ONCE > TAKEN
    for id in backlog.ids[:2]:
        rows = await backlog.examine(MAKE_OUT_RANGE, id, first, first + TAKEN, ["*"])
        assert rows <= 4 * TAKEN + 10


async def test_a_page_of_waiting_deliveries_examines_a_few_rows_for_each_that_it_shows(backlog):
    await backlog.wait()
    assert await backlog.page("pending") <= 2 * SHOWN


@pytest.mark.parametrize("state", ["delivered", None])
async def test_a_page_of_deliveries_that_ended_examines_a_few_rows_for_each_that_it_shows(backlog, state):
    await backlog.tried()
    assert await backlog.page(state) <= 3 * SHOWN


async def test_a_page_of_the_few_that_were_given_up_does_not_read_the_many_that_arrived(backlog):
    await backlog.tried()
    await backlog.connection.execute(
        "UPDATE webhook_attempt SET outcome = 'exhausted' WHERE number = 2 AND position % 1000 = 0"
    )
    assert await backlog.page("exhausted") <= 3 * BACKLOG // 1000


async def test_a_page_of_what_arrived_does_not_read_what_failed_and_waits_since(backlog):
    await backlog.wait()
    await backlog.tried()
    await backlog.connection.execute(
        """DELETE FROM webhook_due WHERE position <= (SELECT min(position) + 100 FROM event_log);
           UPDATE webhook_attempt SET outcome = 'failed' WHERE position > (SELECT min(position) + 100 FROM event_log)"""
    )
    assert await backlog.page("delivered") <= 3 * SHOWN


async def test_a_page_of_a_rare_type_looks_at_so_many_deliveries_and_not_at_all_of_them(backlog, monkeypatch):
    monkeypatch.setattr(log, "LOOKED_AT", 500)
    await backlog.tried()
    assert await backlog.page("delivered", types=["report.*"]) <= 3 * 500
    async with backlog.quiet.svc.database.transaction(Context.of_system("test")) as tx:
        rows, horizon = await log.found(
            tx, backlog.ids[0], prefix=COUNTY[:6], **backlog.shown("delivered", ["report.*"])
        )
    first = await backlog.connection.fetchval("SELECT min(position) FROM event_log")
    assert (rows, horizon) == ([], first + BACKLOG - 500)


async def test_a_page_of_the_feed_examines_no_more_than_it_shows(backlog):
    await backlog.owner.execute("ANALYZE")
    after = await backlog.connection.fetchval("SELECT min(position) + 1000 FROM event_log")
    wanted = feed.Wanted(["*"], [], COUNTY[:6])
    rows = await backlog.examine(feed.PAGE, *wanted.values, after, after + feed.WINDOW, b",", TAKEN)
    # Two more for the edges of the log, in each of its months.
    assert rows <= TAKEN + 10


async def test_the_hot_statements_examine_after_a_year_of_months_what_they_did_after_the_first_ones(backlog):
    await backlog.connection.execute("DELETE FROM event_log")
    now = datetime.now(UTC).replace(day=15)
    months = [now.replace(year=now.year + (now.month - 1 + ahead) // 12, month=(now.month - 1 + ahead) % 12 + 1)
              for ahead in range(14)]  # fmt: skip
    found = [await backlog.month(at) for at in months]
    # This month, two ahead, and those behind of which a day is not ninety days old yet.
    assert max(kept for *_, kept in found) <= 1 + 2 + 4
    assert len({tuple(figures) for figures in found[6:]}) == 1
    assert found[-1][:2] <= (3 * TAKEN * ENDPOINTS + ENDPOINTS, 3 * SHOWN)
    left = await backlog.connection.fetch("SELECT DISTINCT recorded_at FROM event_log ORDER BY 1")
    assert [row["recorded_at"] for row in left] == months[-4:]
    assert await backlog.connection.fetchval("SELECT count(DISTINCT recorded_at) FROM webhook_attempt") == 4
