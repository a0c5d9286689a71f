"""Strict endpoints get each aggregate's events in order, whatever happens on the way; parallel ones get them all."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from aiohttp import web
from contracts.checklist import GroupRegistered
from contracts.envelope import new_id
from contracts.gateway import EndpointRecovered
from gateway.webhooks import fan_out
from gateway.webhooks.deliveries import queue
from gateway.webhooks.deliveries.models import Outcome
from gateway.webhooks.deliveries.queue import Result
from gateway.webhooks.replays.runner import run_piece
from servicekit.testing import message_of

from .conftest import TOWNSHIP, eventually

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

    async def arrive(self, receiver, seconds=25):
        """Wait until every event has arrived; returns the sequences of each aggregate as they came."""

        async def complete():
            got = [(event["subject"], event["sequence"]) for event in receiver.events]
            return len(set(got)) >= self.sequence * len(self.subjects)

        await eventually(complete, seconds)
        return {
            subject: [event["sequence"] for event in receiver.events if event["subject"].endswith(str(subject))]
            for subject in self.subjects
        }

    def in_order(self):
        return {subject: list(range(1, self.sequence + 1)) for subject in self.subjects}


async def enabled_without_a_process(quiet, receiver, **changes):
    endpoint = await quiet.registered(receiver.url, **changes)
    await quiet.query("UPDATE webhook_endpoint SET state = 'enabled', verified = true")
    return UUID(endpoint["id"])


async def test_a_paused_strict_endpoint_gets_each_aggregate_in_order_when_it_is_resumed(integration, receiver):
    receiver.answer = answer_unevenly
    endpoint = await integration.enabled(receiver, ordering="strict")
    groups = Groups(integration)
    await integration.call("POST", f"/{endpoint['id']}/pause", {})
    await asyncio.sleep(0.3)
    await groups.happen(8)
    await asyncio.sleep(0.5)
    assert receiver.got == []
    await integration.call("POST", f"/{endpoint['id']}/resume", {})
    await groups.happen(2)
    assert await groups.arrive(receiver) == groups.in_order()


async def test_a_disabled_strict_endpoint_is_caught_up_in_order_when_it_is_enabled_again(integration, receiver):
    endpoint = await integration.enabled(receiver, ordering="strict")
    groups = Groups(integration)
    receiver.failing(410)
    await groups.happen(1)
    await integration.state_of(endpoint["id"], "disabled")
    await groups.happen(5)
    await asyncio.sleep(0.5)  # they pass by while it is disabled
    receiver.answer = answer_unevenly
    receiver.got.clear()
    await integration.call("POST", f"/{endpoint['id']}/enable", {"reason": "修好了"})
    await groups.happen(4)
    assert await groups.arrive(receiver) == groups.in_order()
    assert len(await integration.svc.events(EndpointRecovered)) == 1


async def test_what_happens_during_a_catch_up_stands_behind_what_was_missed(quiet, receiver):
    receiver.answer = answer_unevenly
    endpoint = await enabled_without_a_process(quiet, receiver, ordering="strict")
    groups = Groups(quiet)
    await quiet.call("POST", f"/{endpoint}/disable", {})
    await groups.be_heard(5)
    await quiet.call("POST", f"/{endpoint}/enable", {})
    await groups.be_heard(5)  # made out before anything that was missed
    async with quiet.delivering():
        assert await groups.arrive(receiver) == groups.in_order()


async def test_a_parallel_endpoint_is_caught_up_with_everything(quiet, receiver):
    receiver.answer = answer_unevenly
    endpoint = await enabled_without_a_process(quiet, receiver)
    groups = Groups(quiet)
    await quiet.call("POST", f"/{endpoint}/disable", {})
    await groups.be_heard(5)
    await quiet.call("POST", f"/{endpoint}/enable", {})
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
