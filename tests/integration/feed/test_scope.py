"""Nobody gets events from outside of its own subtree, nor of types it may not see."""

import random

import orjson
from contracts.catalogue import all_events, example_of
from contracts.envelope import new_id
from countykit.identity import Role
from countykit.regions import significant
from gateway.catalogue.visibility import READERS, REPORTS
from servicekit.bus.interface import Message

from .conftest import COUNTY, EVENTS

REGIONS = [
    "990000000000", "990100000000", "990101000000", "990101001000", "990101001201", "990101001202", "990101002000",
    "990101002201", "990102000000", "990102001000", "990200000000", "980101001000",
]  # fmt: skip
PRIVATE = (
    "checklist.task.impos", "checklist.task.refused.", "report.offplan.", "supervision.letter.", "supervision.visit.",
    "supervision.finding.",
)  # fmt: skip


def message(event, region, number):
    document = orjson.loads(example_of(event)) | {"id": str(new_id()), "region": region}
    return Message(event.topic_name(), 0, number, region, orjson.dumps(document), None)


async def test_no_reader_of_any_role_and_region_gets_an_event_outside_of_its_scope(feed):
    luck = random.Random(20260302)
    messages = [
        message(event, luck.choice(REGIONS), number) for number, event in enumerate(luck.choices(all_events(), k=400))
    ]
    stored = [orjson.loads(body) for body in await feed.store(*messages)]
    for _ in range(60):
        role, region = luck.choice(READERS), luck.choice(REGIONS)
        department = luck.choice([None, "D001"])
        roles = {role, luck.choice([role, Role.DEPARTMENT, Role.INTEGRATOR])}
        asked = luck.choice([{}, {"types": "supervision.*,report.*"}, {"types": "gateway.*"}, {"region": region}])
        async with feed.svc.client(*roles, region=region, department=department) as client:
            answer = await client.get(EVENTS, params={"limit": 1000, **asked})
        assert answer.status_code == 200, answer.text
        got = answer.json()["items"]
        assert all(event["region"].startswith(significant(region)) for event in got)
        if not roles & {Role.OPERATOR, Role.INTEGRATOR}:
            assert not [event for event in got if event["type"].startswith(("gateway.endpoint.", "gateway.delivery."))]
        of_a_department = Role.DEPARTMENT in roles or (department and roles == {Role.INTEGRATOR})
        if of_a_department:
            assert not [event for event in got if event["type"].startswith(PRIVATE)]
        sees_reports = roles - {Role.INTEGRATOR} and not of_a_department
        if not sees_reports:
            assert not [event for event in got if event["type"] in REPORTS]
        if not asked and roles <= {Role.OPERATOR, Role.INTEGRATOR} and not of_a_department:
            assert [event["id"] for event in got] == [
                event["id"]
                for event in stored
                if event["region"].startswith(significant(region)) and (sees_reports or event["type"] not in REPORTS)
            ]


async def test_what_was_reported_about_departments_never_reaches_the_system_of_one(feed):
    by_type = {event.type: event for event in all_events()}
    types = ["report.offplan.reported.v1", "checklist.task.imposed.v1", "supervision.letter.sent.v1"]
    await feed.store(*(message(by_type[type], "990101001000", number) for number, type in enumerate(types)))
    async with feed.svc.client(Role.INTEGRATOR, region=COUNTY, department="D001") as client:
        assert (await client.get(EVENTS)).json()["items"] == []
    assert len(await feed.ids(Role.OBSERVER)) == 3


async def test_reports_that_nobody_has_judged_are_for_those_who_judge_or_watch_and_for_their_systems(feed):
    by_type = {event.type: event for event in all_events()}
    await feed.store(*(message(by_type[type], "990101001000", number) for number, type in enumerate(REPORTS)))
    assert await feed.ids() == []
    async with feed.svc.client(Role.INTEGRATOR, Role.OBSERVER, region=COUNTY) as client:
        assert len((await client.get(EVENTS)).json()["items"]) == len(REPORTS)
