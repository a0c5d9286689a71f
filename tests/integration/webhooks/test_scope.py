"""An endpoint gets what its owner could read from the feed, and nothing else: pushed, replayed, resent or tested."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
import pytest
from contracts.catalogue import all_events, by_type, example_of
from contracts.envelope import new_id
from countykit.identity import Role
from gateway.catalogue.visibility import NOT_FOR_DEPARTMENTS, REPORTS
from gateway.webhooks import fan_out
from gateway.webhooks.replays.runner import run_piece
from servicekit.bus.interface import Message

from .conftest import COUNTY, ENDPOINTS, OTHER_COUNTY, OTHER_TOWNSHIP, TOWNSHIP

VILLAGE, PROVINCE = "990101001201", "990000000000"
HOMES = [PROVINCE, COUNTY, TOWNSHIP, OTHER_TOWNSHIP, VILLAGE, OTHER_COUNTY]
REGIONS = [*HOMES, "990100000000", "990101001202", "990102001000", "980101001000"]
FILTERS = ["*", *sorted({event.type.split(".")[0] + ".*" for event in all_events()}), *NOT_FOR_DEPARTMENTS, *by_type()]
EVENTS = "/api/integration/v1/events"
PRIVATE = ["report.offplan.reported.v1", "checklist.task.imposed.v1", "supervision.letter.sent.v1"]


def message(type, region, number):
    document = orjson.loads(example_of(by_type()[type])) | {"id": str(new_id()), "region": region}
    return Message(by_type()[type].topic_name(), 0, number, region, orjson.dumps(document), None)


class Owner:
    """Somebody with an endpoint, who can also read the feed."""

    def __init__(self, quiet, luck):
        self.quiet = quiet
        self.home = luck.choice(HOMES)
        self.department = luck.choice([None, None, "D001", "D002"])
        self.roles = luck.choice([
            {Role.INTEGRATOR}, {Role.INTEGRATOR}, {Role.OPERATOR}, {Role.INTEGRATOR, Role.DEPARTMENT},
            {Role.INTEGRATOR, Role.COUNTY_OFFICE}, {Role.INTEGRATOR, Role.OBSERVER},
        ])  # fmt: skip
        self.region = luck.choice([region for region in HOMES if self.covers(region)])
        self.types = luck.sample(FILTERS, luck.choice([1, 2, 5]))

    def covers(self, region):
        return region.startswith(self.home.rstrip("0") if self.home != VILLAGE else VILLAGE)

    def client(self):
        return self.quiet.svc.client(*self.roles, region=self.home, department=self.department)

    async def register(self):
        body = {"url": "https://jf.example.gov.cn/", "region": self.region, "types": self.types}
        async with self.client() as client:
            answer = await client.post(ENDPOINTS, json=body)
        assert answer.status_code == 201, answer.text
        self.id = UUID(answer.json()["id"])

    async def readable(self):
        """The ids that the feed shows this owner for the same filter."""
        asked = {"types": ",".join(self.types), "region": self.region, "limit": 5000}
        async with self.client() as client:
            answer = await client.get(EVENTS, params=asked)
        assert answer.status_code == 200, answer.text
        return {UUID(event["id"]) for event in answer.json()["items"]}

    async def made_out(self):
        rows = await self.quiet.query(
            "SELECT event_id FROM webhook_due JOIN event_log USING (position, recorded_at) WHERE endpoint_id = $1",
            self.id,
        )
        return {row["event_id"] for row in rows}

    async def replay(self, *, dry_run):
        order = {"since": "2020-01-01T00:00:00Z", "dry_run": dry_run}
        async with self.client() as client:
            answer = await client.post(f"{ENDPOINTS}/{self.id}/replays", json=order)
        assert answer.status_code == 202, answer.text
        return answer.json()["matching"]


@pytest.mark.parametrize("seed", [20260302, 7, 35])
async def test_what_is_made_out_for_an_endpoint_is_what_the_feed_shows_its_owner(quiet, seed):
    luck = random.Random(seed)
    owners = [Owner(quiet, luck) for _ in range(25)]
    for owner in owners:
        await owner.register()
    await quiet.query("UPDATE webhook_endpoint SET state = 'enabled', verified = true")
    types = [*luck.choices(list(by_type()), k=250), *PRIVATE * 10]
    messages = [message(type, luck.choice(REGIONS), number) for number, type in enumerate(types)]
    await quiet.svc.hear_batch(fan_out.consumer(), messages)
    pushed = {owner: await owner.made_out() for owner in owners}
    assert any(pushed.values())
    for owner in owners:
        assert pushed[owner] == await owner.readable()
        assert await owner.replay(dry_run=True) == len(pushed[owner])
    await quiet.query("DELETE FROM webhook_due")
    for owner in owners:
        await owner.replay(dry_run=False)
    connection = await quiet.svc.database.direct()
    while await run_piece(connection, timedelta(seconds=5)):
        pass
    await connection.close()
    assert {owner: await owner.made_out() for owner in owners} == pushed


async def of_a_department(quiet, department="D001"):
    async with quiet.svc.client(Role.INTEGRATOR, region=COUNTY, department=department) as client:
        body = {"url": "https://d001.example.gov.cn/", "region": COUNTY, "types": ["*"]}
        answer = await client.post(ENDPOINTS, json=body)
    assert answer.status_code == 201, answer.text
    await quiet.query("UPDATE webhook_endpoint SET state = 'enabled', verified = true")
    return answer.json()


async def test_the_system_of_a_department_is_pushed_nothing_about_departments_and_is_told_so(quiet):
    endpoint = await of_a_department(quiet)
    assert endpoint["department"] == "D001"
    assert {*NOT_FOR_DEPARTMENTS, *REPORTS} == set(endpoint["hidden"])
    shown = "checklist.group.registered.v1"
    types = [*PRIVATE, shown]
    await quiet.svc.hear_batch(fan_out.consumer(), [message(type, TOWNSHIP, n) for n, type in enumerate(types)])
    rows = await quiet.query("SELECT type FROM webhook_due JOIN event_log USING (position, recorded_at)")
    assert [row["type"] for row in rows] == [shown]


async def test_the_system_of_a_department_can_neither_test_nor_resend_nor_begin_at_what_it_may_not_see(quiet):
    endpoint = await of_a_department(quiet)
    hidden = message(PRIVATE[0], TOWNSHIP, 1)
    await quiet.svc.hear_batch(fan_out.consumer(), [hidden])
    event = orjson.loads(hidden.value)["id"]
    # As if it had been made out before the endpoint was a department's.
    await quiet.query(
        """INSERT INTO webhook_due (endpoint_id, position, recorded_at, due_at, attempts)
           SELECT $1, position, recorded_at, $2, 0 FROM event_log""", endpoint["id"], datetime.now(UTC),
    )  # fmt: skip
    path = f"{ENDPOINTS}/{endpoint['id']}"
    async with quiet.svc.client(Role.INTEGRATOR, region=COUNTY, department="D001") as client:
        tested = await client.post(f"{path}/test", json={"type": PRIVATE[0]})
        resent = await client.post(f"{path}/deliveries/{event}/resend")
        replayed = await client.post(f"{path}/replays", json={"after": event})
        assert (await client.get(f"{path}/deliveries/{event}")).status_code == 404
    assert (tested.status_code, tested.json()["code"]) == (403, "event_type_hidden")
    assert (resent.status_code, replayed.status_code) == (404, 404)


async def test_the_system_of_a_department_cannot_reach_the_endpoints_of_others(quiet):
    ours = await quiet.registered("https://jf.example.gov.cn/songbang")
    theirs = await of_a_department(quiet, "D002")
    path = f"{ENDPOINTS}/{ours['id']}"
    async with quiet.svc.client(Role.INTEGRATOR, region=COUNTY, department="D001") as client:
        assert (await client.get(ENDPOINTS)).json()["items"] == []
        assert (await client.get(path)).status_code == 404
        assert (await client.get(f"{path}/deliveries")).status_code == 404
        moved = await client.patch(path, json={"url": "https://d001.example.gov.cn/"}, headers={"if-match": '"1"'})
        assert moved.status_code == 404
        assert (await client.get(f"{ENDPOINTS}/{theirs['id']}")).status_code == 404
    assert len((await quiet.call("GET", ""))["items"]) == 2


async def test_an_unjudged_report_is_pushed_to_a_system_of_the_province_and_not_to_any_other(quiet):
    body = {"url": "https://jf.example.gov.cn/", "region": COUNTY, "types": ["*"]}
    found = {}
    for name, roles in (("any", [Role.INTEGRATOR]), ("province", [Role.INTEGRATOR, Role.OBSERVER])):
        async with quiet.svc.client(*roles, region=COUNTY) as client:
            found[name] = (await client.post(ENDPOINTS, json=body)).json()
    await quiet.query("UPDATE webhook_endpoint SET state = 'enabled', verified = true")
    assert (set(found["any"]["hidden"]), found["province"]["hidden"]) == (set(REPORTS), [])
    await quiet.svc.hear_batch(fan_out.consumer(), [message(type, TOWNSHIP, n) for n, type in enumerate(REPORTS)])
    made_out = await quiet.query("SELECT DISTINCT endpoint_id FROM webhook_due")
    assert [str(row["endpoint_id"]) for row in made_out] == [found["province"]["id"]]


async def test_nobody_steers_an_endpoint_that_gets_more_than_they_may_see(quiet):
    body = {"url": "https://jf.example.gov.cn/", "region": COUNTY, "types": ["*"]}
    async with quiet.svc.client(Role.INTEGRATOR, Role.OBSERVER, region=COUNTY) as client:
        path = f"{ENDPOINTS}/{(await client.post(ENDPOINTS, json=body)).json()['id']}"
    async with quiet.svc.client(Role.INTEGRATOR, region=COUNTY) as client:
        moved = await client.patch(path, json={"url": "https://other.example.cn/"}, headers={"if-match": '"1"'})
        rotated = await client.post(f"{path}/secret-rotations", json={})
        assert (moved.status_code, rotated.status_code, (await client.get(path)).status_code) == (404, 404, 404)
        assert (await client.get(ENDPOINTS)).json()["items"] == []
    async with quiet.svc.client(Role.OPERATOR, region=COUNTY) as client:
        assert (await client.post(f"{path}/deactivation", json={})).status_code == 200


async def test_an_endpoint_that_was_narrowed_does_not_show_what_it_got_before(quiet):
    endpoint = await quiet.registered("https://jf.example.gov.cn/")
    await quiet.query("UPDATE webhook_endpoint SET state = 'enabled', verified = true")
    regions = [COUNTY, TOWNSHIP, VILLAGE, OTHER_TOWNSHIP]
    messages = [message("checklist.group.registered.v1", region, n) for n, region in enumerate(regions)]
    await quiet.svc.hear_batch(fan_out.consumer(), messages)
    path = f"/{endpoint['id']}"
    assert len((await quiet.call("GET", path + "/deliveries"))["items"]) == 4
    await quiet.call("PATCH", path, {"region": TOWNSHIP})
    shown = (await quiet.call("GET", path + "/deliveries", region=TOWNSHIP))["items"]
    assert [item["region"] for item in shown] == [VILLAGE, TOWNSHIP]
    for number, seen in enumerate([404, 200, 200, 404]):
        event = orjson.loads(messages[number].value)["id"]
        await quiet.call("GET", f"{path}/deliveries/{event}", region=TOWNSHIP, status=seen)
