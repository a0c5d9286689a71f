"""Parked events: shown, handled again in order, or given up."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from contracts.envelope import encode, new_id
from contracts.gateway import RegionRegistered
from songbang import parked
from songbang.complaints import Complaint
from songbang.inventory import PARTS

REPORT = next(part for part in PARTS if part.name == "report")
PARK = """
    INSERT INTO parked_event (consumer, topic, key, partition, "offset", body, error)
    VALUES ('report', 'songbang.gateway', $1, 0, $2, $3, 'KeyError()') RETURNING id
"""


def region(code: str, name: str, sequence: int) -> bytes:
    event = RegionRegistered(code=code, name=name, level="township", valid_from=date(2020, 1, 1))
    where = {"region": code}
    return encode(event, id=new_id(), subject_id=new_id(), time=datetime.now(UTC), sequence=sequence, attributes=where)


async def park(place, key: str, *bodies: bytes) -> list[int]:
    start = await place.value("report", 'SELECT coalesce(max("offset"), 0) + 1 FROM parked_event')
    return [await place.value("report", PARK, key, start + place_, body) for place_, body in enumerate(bodies)]


async def test_a_key_is_handled_again_in_order_when_its_reason_is_gone(installation):
    code = "990101071000"
    first, _ = await park(installation, code, region(code, "旧名", 1), region(code, "新名", 2))
    assert await parked.unpark_key(installation.settings, REPORT, first) == 2
    assert await installation.value("report", "SELECT name FROM region WHERE code = $1", code) == "新名"
    assert await installation.value("report", "SELECT count(*) FROM parked_event WHERE key = $1", code) == 0


async def test_an_event_that_is_still_poison_stays_parked_with_all_behind_it(installation):
    code = "990101072000"
    first, _ = await park(installation, code, b'{"type": "gateway.region.registered.v1"}', region(code, "某镇", 2))
    with pytest.raises(Complaint, match="stay parked"):
        await parked.unpark_key(installation.settings, REPORT, first)
    assert await installation.value("report", "SELECT count(*) FROM parked_event WHERE key = $1", code) == 2
    assert await installation.fetch("report", "SELECT 1 FROM region WHERE code = $1", code) == []


async def test_every_consumer_of_a_part_can_be_found_by_its_name():
    names = {consumer.name for part in PARTS for consumer in parked.consumers_of(part)}
    assert {"checklist", "signage", "report", "certificate", "supervision", "gateway-webhooks"} <= names
    assert any(name.startswith("supervision-facts") for name in names)


async def test_a_list_shows_what_poison_brings_with_it_as_it_is(installation, monkeypatch):
    monkeypatch.setattr(parked, "operator_settings", lambda: installation.settings)
    await park(installation, "[/red]", b"{")
    await asyncio.to_thread(parked.list_all)
