"""The projection: duplicates, order, poison and replay cannot change a board."""

import asyncio
from datetime import date

import orjson
from contracts import certificate, checklist, imposed_tasks
from contracts.envelope import new_id
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servicekit.bus.interface import Message, TopicSpec
from servicekit.transaction import Context
from supervision_svc.facts import repository
from supervision_svc.facts.projection import PROJECTION, rebuild
from supervision_svc.facts.table import TOPICS

from tests.waiting import eventually

COUNTY = "990177000000"
GOOD, BAD = "990177001000", "990177002000"


async def rows(county, statement):
    connection = await county.svc.database.direct()
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


SUMS = "SELECT region, figure, day, department, total FROM daily WHERE region LIKE '990177%' ORDER BY 1, 2, 3, 4"
EVIDENCE = """
    SELECT figure, region, day, event_id, ordinal, delta FROM evidence WHERE region LIKE '990177%'
    ORDER BY 1, 2, 3, 4, 5
"""


@given(seed=st.integers(0, 10_000), cut=st.integers(1, 40))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_neither_order_nor_duplicates_nor_batches_change_the_digest(told, seed, cut):
    async with told.svc.database.transaction(Context.of_system("test")) as tx:
        wanted = getattr(told, "wanted", None) or (await told.board())["digest"]
        told.wanted = wanted
        await repository.forget(tx)
    messages = told.shuffled(seed)
    for start in range(0, len(messages), cut * 10):
        await told.hear(messages[start : start + cut * 10])
    assert (await told.board())["digest"] == wanted


async def test_hearing_everything_again_adds_nothing(told):
    before = await rows(told, SUMS), await rows(told, EVIDENCE)
    await told.hear()
    assert (await rows(told, SUMS), await rows(told, EVIDENCE)) == before


async def test_the_sums_are_the_sums_of_the_evidence(told):
    summed = await rows(
        told,
        "SELECT region, figure, day, department, sum(delta) FROM evidence "
        "WHERE region LIKE '990177%' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    )
    assert summed == await rows(told, SUMS)


async def test_processes_with_the_same_events_in_any_order_count_them_once(county):
    for _ in range(30):  # long enough for two to meet in the middle
        county.good_year(GOOD)
    await asyncio.gather(county.hear(), county.hear(county.told[::-1]), county.hear(county.shuffled(1)))
    once = await rows(county, SUMS)
    await county.hear()
    assert await rows(county, SUMS) == once


POISON = [
    b"not json",
    b"{}",
    orjson.dumps({"id": "x", "type": "checklist.group.registered.v1"}),
    orjson.dumps(
        {"id": str(new_id()), "type": "checklist.task.imposition_confirmed.v1", "subject": "imposed-tasks/1",
         "time": "2026-06-01T00:00:00Z", "region": GOOD, "sequence": 1, "data": {"charged_home": "12"}}
    ),
    orjson.dumps(
        {"id": str(new_id()), "type": "checklist.group.registered.v1", "subject": "groups/\x00",
         "time": "2026-06-01T00:00:00Z", "region": GOOD, "sequence": 1, "data": {}}
    ),
    # In order by its shape, and larger than any column.
    orjson.dumps(
        {"id": str(new_id()), "type": "checklist.group.registered.v1", "subject": "groups/1",
         "time": "2026-06-01T00:00:00Z", "region": GOOD, "sequence": 2**63, "data": {}}
    ),
]  # fmt: skip


async def test_poisoned_events_are_set_aside_and_the_rest_of_their_batch_counts(county):
    bus = county.svc.app.state.bus
    await bus.ensure_topics([TopicSpec(topic, partitions=2) for topic in TOPICS])
    good = county.tell(checklist.GroupRegistered(platform="qq"), GOOD)
    await bus.publish(good.topic, [(GOOD, body) for body in [*POISON[:3], good.value, *POISON[3:]]])
    await until(county, f"SELECT count(*) FROM parked_event WHERE consumer = '{PROJECTION.name}'", len(POISON))
    await until(county, "SELECT sum(total) FROM daily WHERE figure = 'groups_registered'", 1)


async def until(county, statement, wanted):
    """Wait for what the running consumer does."""

    async def come() -> bool:
        return (await rows(county, statement))[0][0] == wanted

    await eventually(come)


async def test_an_event_of_a_type_that_is_not_counted_is_passed_over(county):
    message = county.tell(checklist.GroupRegistered(platform="qq"), GOOD)
    other = message.value.replace(b"checklist.group.registered.v1", b"checklist.group.renamed.v9")
    await county.hear([Message(message.topic, 0, 7, GOOD, other, message.appended_at)])
    assert await rows(county, SUMS) == []


async def test_charges_to_a_county_department_burden_no_township(county):
    county.tell(
        imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=COUNTY), GOOD, department="county-office"
    )
    county.tell(certificate.DemandRecorded(item="X", demander="某银行", charged_home=None), GOOD)
    await county.hear()
    told = {(region, figure) for region, figure, *_ in await rows(county, SUMS)}
    charges = {(COUNTY, figure) for figure in ("imposed_tasks", "imposed_acts", "forbidden_demands")}
    assert told == {*charges, (GOOD, "demands_recorded")}  # what was recorded in a village burdens nobody


async def test_events_of_far_days_find_a_place_and_move_to_their_month(county):
    county.rectification(GOOD, deadline=date(2031, 6, 30))
    await county.hear()
    connection = await county.svc.database.direct()
    assert await connection.fetchval("SELECT count(*) FROM evidence_default") == 3
    await connection.execute("SELECT evidence_partitions('2031-06-01', '2031-08-01')")
    assert await connection.fetchval("SELECT count(*) FROM evidence_default") == 0
    assert await connection.fetchval("SELECT count(*) FROM evidence WHERE day >= '2031-01-01'") == 3
    await connection.close()


async def test_dropping_the_projection_and_replaying_the_stream_gives_the_same_digest(told, make_county, new_bus):
    streamed = await make_county(bus_url=await new_bus())
    bus = streamed.svc.app.state.bus
    await bus.ensure_topics([TopicSpec(topic, partitions=2) for topic in TOPICS])
    for topic in TOPICS:
        await bus.publish(topic, [(m.key, m.value) for m in told.told if m.topic == topic])
    facts = len(await rows(told, EVIDENCE))
    await until(streamed, "SELECT count(*) FROM evidence", facts)
    wanted = (await told.board())["digest"]
    assert (await streamed.board())["digest"] == wanted
    before = await rows(streamed, EVIDENCE), await rows(streamed, SUMS)

    # The saved scheme lies in the stream as well, beside what the story told.
    assert await rebuild(streamed.svc.database, bus, group=f"rebuild-{new_id()}") >= len(told.told)

    assert (await streamed.board())["digest"] == wanted
    assert (await rows(streamed, EVIDENCE), await rows(streamed, SUMS)) == before
