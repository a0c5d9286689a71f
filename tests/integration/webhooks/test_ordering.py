"""Strict endpoints get each aggregate's events in order, whatever happens on the way; parallel ones get them all."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from aiohttp import web
from contracts.checklist import GroupRegistered
from contracts.envelope import new_id
from contracts.gateway import EndpointRecovered
from countykit.testing import message_of
from gateway.webhooks import fan_out
from gateway.webhooks.deliveries import queue
from gateway.webhooks.deliveries import repository as deliveries
from gateway.webhooks.deliveries.models import Outcome
from gateway.webhooks.deliveries.queue import Result
from gateway.webhooks.endpoints import repository as endpoints
from gateway.webhooks.replays.runner import run_piece
from servicekit.transaction import Context

from tests.waiting import eventually

from .conftest import TOWNSHIP

LEASE = timedelta(seconds=5)


async def answer_unevenly(_):
    """Requests that were sent together end in any order: only one at a time per aggregate keeps it."""
    await asyncio.sleep(random.random() * 0.03)
    return web.Response()


class Groups:
    """Some aggregates whose events are published interleaved."""

    def __init__(self, integration, count=4):
        self.integration = integration
        self.subjects = [new_id() for _ in range(count)]
        self.sequence = 0

    async def happen(self, count):
        """On the bus, for a delivery process to hear."""
        for _ in range(count):
            self.sequence += 1
            for subject in self.subjects:
                await self.integration.publish(subject=subject, first_sequence=self.sequence)

    async def heard(self):
        """Wait until the delivery process has stored everything that happened."""
        await self.integration.heard(self.sequence * len(self.subjects))

    async def be_heard(self, count):
        """Into the fan-out at once, without a delivery process."""
        messages = []
        for _ in range(count):
            self.sequence += 1
            messages += [
                message_of(GroupRegistered(platform="wechat"), region=TOWNSHIP, subject_id=subject,
                           sequence=self.sequence)
                for subject in self.subjects
            ]  # fmt: skip
        await self.integration.svc.hear_batch(fan_out.consumer(), messages)

    async def arrive(self, receiver):
        """Wait until every event has arrived; returns the sequences of each aggregate as they came."""

        async def complete():
            got = [(event["subject"], event["sequence"]) for event in receiver.events]
            return len(set(got)) >= self.sequence * len(self.subjects)

        await eventually(complete)
        return {
            subject: [event["sequence"] for event in receiver.events if event["subject"].endswith(str(subject))]
            for subject in self.subjects
        }

    def in_order(self):
        return {subject: list(range(1, self.sequence + 1)) for subject in self.subjects}


HELD = """
    SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()
      AND (classid::bigint << 32) | objid::bigint = hashtextextended($1, 1)
"""


async def driver_of(tx):
    return (await (await tx.session.connection()).get_raw_connection()).driver_connection


async def waits_for(quiet, connection):
    """Until somebody waits for what this connection holds."""
    pid = connection.get_server_pid()

    async def blocked():
        return await quiet.query("SELECT 1 FROM pg_locks WHERE NOT granted AND $1 = ANY (pg_blocking_pids(pid))", pid)

    await eventually(blocked)


async def enabled_without_a_process(quiet, receiver, **changes):
    endpoint = await quiet.registered(receiver.url, **changes)
    await quiet.query("UPDATE webhook_endpoint SET state = 'enabled', verified = true")
    return UUID(endpoint["id"])


async def test_a_paused_strict_endpoint_gets_each_aggregate_in_order_when_it_is_resumed(integration, receiver):
    receiver.answer = answer_unevenly
    endpoint = await integration.enabled(receiver, ordering="strict")
    groups = Groups(integration)
    await integration.call("POST", f"/{endpoint['id']}/pause", {})
    await eventually(lambda: UUID(endpoint["id"]) not in integration.worker.roster.channels)
    await groups.happen(8)
    await groups.heard()
    await integration.at_rest()
    assert receiver.got == []
    await integration.call("POST", f"/{endpoint['id']}/resumption", {})
    await groups.happen(2)
    assert await groups.arrive(receiver) == groups.in_order()


async def test_a_disabled_strict_endpoint_is_caught_up_in_order_when_it_is_enabled_again(integration, receiver):
    endpoint = await integration.enabled(receiver, ordering="strict")
    groups = Groups(integration)
    receiver.failing(410)
    await groups.happen(1)
    await integration.state_of(endpoint["id"], "disabled")
    await groups.happen(5)
    await groups.heard()  # they pass by while it is disabled
    receiver.answer = answer_unevenly
    receiver.got.clear()
    await integration.call("POST", f"/{endpoint['id']}/activation", {"reason": "修好了"})
    await groups.happen(4)
    assert await groups.arrive(receiver) == groups.in_order()
    assert len(await integration.svc.events(EndpointRecovered)) == 1


async def test_what_happens_during_a_catch_up_stands_behind_what_was_missed(quiet, receiver):
    receiver.answer = answer_unevenly
    endpoint = await enabled_without_a_process(quiet, receiver, ordering="strict")
    groups = Groups(quiet)
    await quiet.call("POST", f"/{endpoint}/deactivation", {})
    await groups.be_heard(5)
    await quiet.call("POST", f"/{endpoint}/activation", {})
    await groups.be_heard(5)  # made out before anything that was missed
    async with quiet.delivering():
        assert await groups.arrive(receiver) == groups.in_order()


async def test_a_parallel_endpoint_is_caught_up_with_everything(quiet, receiver):
    receiver.answer = answer_unevenly
    endpoint = await enabled_without_a_process(quiet, receiver)
    groups = Groups(quiet)
    await quiet.call("POST", f"/{endpoint}/deactivation", {})
    await groups.be_heard(5)
    await quiet.call("POST", f"/{endpoint}/activation", {})
    connection = await quiet.svc.database.direct()
    assert await run_piece(connection, LEASE)
    claims = await queue.claim(connection, [(endpoint, 100)], LEASE)
    await queue.release(connection, claims)
    await connection.close()
    assert [claim.position for claim in claims] == sorted(claim.position for claim in claims)  # begun in order
    async with quiet.delivering():
        got = await groups.arrive(receiver)
    assert {subject: sorted(sequences) for subject, sequences in got.items()} == groups.in_order()


async def test_a_backlog_that_becomes_strict_is_delivered_in_order(quiet, receiver):
    receiver.answer = answer_unevenly
    endpoint = await enabled_without_a_process(quiet, receiver)
    groups = Groups(quiet)
    await groups.be_heard(8)
    await quiet.call("PATCH", f"/{endpoint}", {"ordering": "strict"})
    await groups.be_heard(2)
    async with quiet.delivering():
        assert await groups.arrive(receiver) == groups.in_order()


async def test_what_was_being_sent_when_the_ordering_became_strict_lets_the_next_of_its_lane_go(quiet, receiver):
    endpoint = await enabled_without_a_process(quiet, receiver)
    groups = Groups(quiet, 1)
    await groups.be_heard(5)
    connection = await quiet.svc.database.direct()
    [claim] = await queue.claim(connection, [(endpoint, 1)], timedelta(hours=1))
    await quiet.call("PATCH", f"/{endpoint}", {"ordering": "strict"})
    assert await queue.claim(connection, [(endpoint, 10)], LEASE) == []
    await queue.finish(connection, [Result(claim, Outcome.DELIVERED, datetime.now(UTC), 1, 200)])
    following = await queue.claim(connection, [(endpoint, 10)], LEASE)
    await connection.close()
    assert [claim.position + 1] == [next.position for next in following]


async def test_a_backlog_that_becomes_parallel_does_not_wait_for_its_lanes_any_more(quiet, receiver):
    endpoint = await enabled_without_a_process(quiet, receiver, ordering="strict")
    groups = Groups(quiet, 1)
    await groups.be_heard(5)
    connection = await quiet.svc.database.direct()
    assert len(await queue.claim(connection, [(endpoint, 10)], LEASE)) == 1
    await quiet.call("PATCH", f"/{endpoint}", {"ordering": "parallel"})
    assert len(await queue.claim(connection, [(endpoint, 10)], LEASE)) == 4
    await connection.close()


async def test_an_end_that_is_written_while_the_lanes_are_made_lets_the_next_of_its_lane_go(quiet, receiver):
    endpoint = await enabled_without_a_process(quiet, receiver)
    groups = Groups(quiet, 1)
    await groups.be_heard(3)
    connection = await quiet.svc.database.direct()
    [claim] = await queue.claim(connection, [(endpoint, 1)], timedelta(hours=1))
    async with connection.transaction():
        await queue.finish(connection, [Result(claim, Outcome.DELIVERED, datetime.now(UTC), 1, 200)])
        change = asyncio.create_task(quiet.call("PATCH", f"/{endpoint}", {"ordering": "strict"}))
        await waits_for(quiet, connection)
    await change
    [next] = await queue.claim(connection, [(endpoint, 10)], LEASE)
    await connection.close()
    assert next.position == claim.position + 1


async def test_what_is_being_stored_while_an_endpoint_becomes_strict_gets_its_place_in_a_lane(quiet, receiver):
    endpoint = await enabled_without_a_process(quiet, receiver)
    groups = Groups(quiet, 1)
    await groups.be_heard(2)
    [event] = fan_out._decoded([message_of(GroupRegistered(platform="wechat"), region=TOWNSHIP,
                                           subject_id=groups.subjects[0], sequence=3)])  # fmt: skip
    async with quiet.svc.database.transaction(Context.of_system("test")) as tx:
        await deliveries.lock(tx)
        change = asyncio.create_task(quiet.call("PATCH", f"/{endpoint}", {"ordering": "strict"}))
        await waits_for(quiet, await tx.driver())
        await deliveries.store(tx, fan_out.GROUP, [event])
    await change
    rows = await quiet.query("SELECT lane, due_at = 'infinity' AS behind FROM webhook_due ORDER BY position")
    assert len({row["lane"] for row in rows}) == 1
    assert rows[0]["lane"] is not None
    assert [row["behind"] for row in rows] == [False, True, True]


async def test_a_store_that_waited_for_an_endpoint_to_become_strict_holds_its_lanes(quiet, receiver):
    endpoint = await enabled_without_a_process(quiet, receiver)

    async def lock():
        async with quiet.svc.database.transaction(Context.of_system("test")) as tx:
            await deliveries.lock(tx)
            return await (await tx.driver()).fetchval(HELD, str(endpoint))

    async with quiet.svc.database.transaction(Context.of_system("test")) as tx:
        row = await endpoints.locked_if_there(tx, endpoint)
        row.ordering = "strict"
        row.version += 1
        await deliveries.reorder(tx, endpoint, strict=True)
        waiting = asyncio.create_task(lock())
        await waits_for(quiet, await driver_of(tx))
    assert await waiting


async def test_an_ordering_that_changes_again_and_again_under_way_loses_nothing(quiet, receiver):
    receiver.answer = answer_unevenly
    groups = Groups(quiet)
    async with quiet.delivering(), quiet.delivering():
        endpoint = await quiet.enabled(receiver)
        for number in range(12):
            await groups.happen(2)
            await quiet.call("PATCH", f"/{endpoint['id']}", {"ordering": ("strict", "parallel")[number % 2]})
        got = await groups.arrive(receiver)
        assert {subject: sorted(set(sequences)) for subject, sequences in got.items()} == groups.in_order()
        await quiet.call("PATCH", f"/{endpoint['id']}", {"ordering": "strict"})

        async def settled():
            return not await quiet.query("SELECT 1 FROM webhook_due")

        await eventually(settled)
        receiver.got.clear()
        before = groups.sequence
        await groups.happen(4)

        async def the_rest():
            return len(receiver.got) >= 4 * len(groups.subjects)

        await eventually(the_rest)
    for subject in groups.subjects:
        sequences = [event["sequence"] for event in receiver.events if event["subject"].endswith(str(subject))]
        assert sequences == list(range(before + 1, before + 5))
