"""Hearing events: exactly once in effect, poison set aside, order kept behind it."""

import asyncio
import dataclasses
from datetime import UTC, date, datetime

import orjson
import pytest
import sqlalchemy as sa
from checklist_svc.consumers import consumers
from contracts.gateway import RegionRegistered
from countykit.testing import message_of
from servicekit.bus.interface import Message, TopicSpec
from servicekit.consumers import ConsumerLoop, Consumers, of_handlers

from tests.waiting import eventually

CONSUMER = of_handlers("test", consumers)


def registered(code: str, name: str, sequence: int = 1) -> Message:
    event = RegionRegistered(code=code, name=name, level="township", valid_from=date(2020, 1, 1))
    return message_of(event, region=code, subject_id=code, sequence=sequence)


async def names(svc) -> dict[str, str]:
    connection = await svc.database.direct()
    rows = await connection.fetch("SELECT code, name FROM region")
    await connection.close()
    return {row["code"]: row["name"] for row in rows}


async def parked(svc) -> list[tuple[str, str]]:
    connection = await svc.database.direct()
    rows = await connection.fetch("SELECT key, error FROM parked_event ORDER BY id")
    await connection.close()
    return [(row["key"], row["error"]) for row in rows]


@pytest.fixture
async def svc(start_service):
    return await start_service("checklist_svc")


async def test_a_repeated_event_is_handled_once(svc):
    counted: list[str] = []
    handlers = Consumers()

    @handlers(RegionRegistered)
    async def count(event, tx) -> None:
        counted.append(event.data.code)

    message = registered("990101001000", "青石镇")
    consumer = of_handlers("count", handlers)
    await svc.hear_batch(consumer, [message, message])
    await svc.hear_batch(consumer, [message])
    assert counted == ["990101001000"]


async def test_several_handlers_of_one_event_run_in_the_order_in_which_they_were_added(svc):
    heard: list[str] = []
    first, second = Consumers(), Consumers()

    @first(RegionRegistered)
    async def before(event, tx) -> None:
        heard.append("first")

    @second(RegionRegistered)
    async def behind(event, tx) -> None:
        heard.append("second")

    first.include(second)
    first.include(second)
    await svc.hear_batch(of_handlers("order", first), [registered("990101001000", "青石镇")])
    assert heard == ["first", "second"]


async def test_an_older_fact_that_arrives_late_does_not_win(svc):
    await svc.hear_batch(CONSUMER, [registered("990101001000", "新名", 2), registered("990101001000", "旧名", 1)])
    assert (await names(svc))["990101001000"] == "新名"


async def test_poison_is_parked_with_what_stands_behind_it_and_nothing_else_waits(svc):
    good, other = registered("990101001000", "先"), registered("990101002000", "别镇")
    poison = dataclasses.replace(registered("990101001000", "坏", 2), value=b"{not json")
    behind = registered("990101001000", "后", 3)
    await svc.hear_batch(CONSUMER, [good, poison, behind, other])
    assert await names(svc) == {"990101001000": "先", "990101002000": "别镇"}
    errors = await parked(svc)
    assert [key for key, _ in errors] == ["990101001000", "990101001000"]
    assert "behind a parked event" in errors[1][1]
    await svc.hear_batch(CONSUMER, [registered("990101001000", "更后", 4)])
    assert (await names(svc))["990101001000"] == "先"
    assert len(await parked(svc)) == 3


async def test_an_unknown_event_type_is_passed_over(svc):
    message = registered("990101001000", "青石镇")
    document = orjson.loads(message.value) | {"type": "gateway.region.renumbered.v1"}
    await svc.hear_batch(CONSUMER, [dataclasses.replace(message, value=orjson.dumps(document))])
    assert await names(svc) == {}
    assert await parked(svc) == []


async def test_an_event_with_a_later_optional_field_is_understood(svc):
    message = registered("990101001000", "青石镇")
    document = orjson.loads(message.value)
    document["data"]["area_hectares"] = 12
    await svc.hear_batch(CONSUMER, [dataclasses.replace(message, value=orjson.dumps(document))])
    assert await names(svc) == {"990101001000": "青石镇"}


async def test_a_published_event_reaches_the_handlers_through_the_bus(svc):
    """The service's own loop, its own bus: what one service says another one knows."""
    message = registered("990101777000", "远镇")
    await svc.app.state.bus.ensure_topics([TopicSpec("songbang.gateway", 2)])
    await svc.app.state.bus.publish("songbang.gateway", [(message.key, message.value)])

    async def known():
        return "990101777000" in await names(svc)

    await eventually(known)


async def test_a_broken_connection_is_retried_in_place_and_nothing_is_parked(svc):
    attempts: list[datetime] = []

    async def flaky(messages, tx) -> None:
        attempts.append(datetime.now(UTC))
        if len(attempts) == 1:
            raise ConnectionResetError
        await CONSUMER.handle(messages, tx)

    loop = ConsumerLoop(dataclasses.replace(CONSUMER, handle=flaky), svc.database, svc.app.state.bus)
    with pytest.raises(ConnectionResetError):
        await loop.handle([registered("990101001000", "青石镇")])
    await loop.handle([registered("990101001000", "青石镇")])
    assert await names(svc) == {"990101001000": "青石镇"}
    assert await parked(svc) == []


def _number_too_large_for_its_column(_, tx):
    return tx.session.execute(sa.text("INSERT INTO inbox (consumer, event_id) SELECT :c, gen_random_uuid() LIMIT :n"),
                              {"c": "too-large", "n": 2**70})  # fmt: skip


async def _fault_of_ours(*_):
    raise RuntimeError("a fault nobody thought of")


@pytest.mark.parametrize("fail", [_number_too_large_for_its_column, _fault_of_ours])
async def test_an_event_that_fails_every_time_is_parked_and_what_follows_it_is_heard(svc, fail):
    async def handle(messages, tx) -> None:
        if any(message.key == "990101779000" for message in messages):
            await fail(messages, tx)
        await CONSUMER.handle(messages, tx)

    bad, good = registered("990101779000", "坏镇"), registered("990101780000", "好镇")
    await svc.app.state.bus.ensure_topics([TopicSpec("songbang.gateway", 2)])
    await svc.app.state.bus.publish("songbang.gateway", [(message.key, message.value) for message in (bad, good)])
    consumer = dataclasses.replace(CONSUMER, name="steadfast", handle=handle)
    running = asyncio.create_task(ConsumerLoop(consumer, svc.database, svc.app.state.bus).run())

    async def done() -> bool:
        errors = [key for key, _ in await parked(svc)]
        return errors == ["990101779000"] and (await names(svc)).get("990101780000") == "好镇"

    try:
        await eventually(done)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_consumer_that_fails_once_beyond_expectation_tries_again_and_hears_what_it_missed(svc):
    attempts: list[int] = []
    heard = asyncio.Event()

    async def failing(messages, tx) -> None:
        attempts.append(len(messages))
        if len(attempts) == 1:
            raise RuntimeError("a fault nobody thought of")
        heard.set()

    await svc.app.state.bus.ensure_topics([TopicSpec("songbang.gateway", 2)])
    message = registered("990101778000", "远镇")
    await svc.app.state.bus.publish("songbang.gateway", [(message.key, message.value)])
    consumer = dataclasses.replace(CONSUMER, name="anew", handle=failing)
    running = asyncio.create_task(ConsumerLoop(consumer, svc.database, svc.app.state.bus).run())
    try:
        await asyncio.wait_for(heard.wait(), 20)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
