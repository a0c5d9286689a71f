"""Off-plan demands through a running report-svc."""

from datetime import UTC, date, datetime

import pytest
from contracts.offplan_demands import OffplanJoined, OffplanOverdue, OffplanParted
from contracts.report import OffplanConfirmed, OffplanDismissed, OffplanReported, OffplanRetracted
from countykit.identity import Role
from countykit.testing import open_actions
from report_svc.consumers import consumers

from tests.integration.territory import ended

DEMAND = {"title": "垃圾分类日报表", "department": "AGRI", "reached": "group"}


async def report(county, client=None, **changes):
    async with client or county.village(on="2025-03-03") as caller:
        return await caller.post("/v1/offplan-demands", json=DEMAND | changes)


async def rule(county, demand, ruling="confirmation", on="2025-03-04", **headers):
    async with county.office(on) as client:
        return await client.post(
            f"/v1/offplan-demands/{demand['id']}/{ruling}", json={"reason": "经核实"}, headers=headers
        )


async def test_a_village_reports_a_demand_in_one_call(county):
    demand = county.created(await report(county))
    assert (demand["state"], demand["region"], demand["charged_home"]) == (
        "reported", county.VILLAGES[0], county.REGION,
    )  # fmt: skip
    assert [rule["code"] for rule in demand["rules"]] == ["FRM-06", "FRM-08"]
    (event,) = await county.svc.events(OffplanReported)
    assert event["data"] == {"title": "垃圾分类日报表", "charged_home": county.REGION}
    assert (event["region"], event["department"]) == (county.VILLAGES[0], "AGRI")


async def test_a_confirmed_demand_is_charged_to_the_department_and_its_home(county):
    demand = county.created(await report(county, department="T1-OFFICE"))
    confirmed = await rule(county, demand)
    assert (confirmed.json()["state"], open_actions(confirmed.json())) == ("confirmed", [])
    (event,) = await county.svc.events(OffplanConfirmed)
    assert (event["department"], event["data"]["charged_home"]) == ("T1-OFFICE", county.TOWNSHIP)
    county.refused(await rule(county, demand, "dismissal"), 409, "illegal_transition")


async def test_a_dismissed_demand_charges_nobody(county):
    demand = county.created(await report(county))
    assert (await rule(county, demand, "dismissal")).json()["state"] == "dismissed"
    (event,) = await county.svc.events(OffplanDismissed)
    assert "department" not in event
    county.refused(await rule(county, demand), 409, "illegal_transition")


async def test_a_catalogued_valid_form_cannot_be_confirmed_as_off_plan(county):
    form = await county.catalogued("XB01")
    by_title = county.created(await report(county, title=f" {form['title']}"))
    by_number = county.created(await report(county, title="别的名称", table_number="xb01 表"))
    other = county.created(await report(county, table_number="XB99表"))
    for demand in (by_title, by_number):
        problem = county.refused(await rule(county, demand), 409, "demand_catalogued")
        assert problem["form_id"] == form["id"]
    assert (await rule(county, other)).status_code == 200
    assert len(await county.svc.events(OffplanConfirmed)) == 1


async def test_what_counts_is_the_catalogue_on_the_day_of_the_report(county):
    form = await county.decided(await county.proposed("XB01"))
    before = county.created(await report(county, county.village(on="2025-01-07"), title=form["title"]))
    await county.published(on="2025-01-08")
    during = county.created(await report(county, title=form["title"]))
    await county.decided(form, "stop", on="2025-03-10")
    after = county.created(await report(county, county.village(on="2025-03-11"), title=form["title"]))
    assert (await rule(county, before, on="2025-03-12")).status_code == 200
    county.refused(await rule(county, during, on="2025-03-12"), 409, "demand_catalogued")
    assert (await rule(county, after, on="2025-03-12")).status_code == 200


async def test_an_anonymous_report_names_neither_the_village_nor_the_reporter_anywhere(county):
    async with county.village(on="2025-03-03") as village:
        body = DEMAND | {"anonymous": True}
        answer = await village.post("/v1/offplan-demands", json=body, headers={"idempotency-key": "k1"})
    demand = county.created(answer)
    assert (demand["region"], demand["anonymous"]) == (county.TOWNSHIP, True)
    (event,) = await county.svc.events(OffplanReported)
    assert event["region"] == county.TOWNSHIP
    connection = await county.svc.database.direct()
    try:
        rows = await connection.fetch("""
            SELECT d::text AS row FROM offplan_demand d UNION ALL SELECT k::text FROM idempotency_key k
            UNION ALL SELECT a::text FROM audit a WHERE resource LIKE 'offplan_demand/%'
        """)
    finally:
        await connection.close()
    written = "".join(row["row"] for row in rows) + str(event)
    assert "anonymous" in rows[-1]["row"]
    assert Role.VILLAGE.value + "@" not in written
    assert county.VILLAGES[0] not in written


async def test_the_charged_body_sees_a_demand_only_after_it_is_confirmed(county):
    by_county = county.created(await report(county, department="AGRI"))
    by_township = county.created(await report(county, department="T1-OFFICE"))
    everything = {by_county["id"], by_township["id"]}

    async def seen(client):
        async with client:
            listed = {item["id"] for item in (await client.get("/v1/offplan-demands")).json()["items"]}
            for demand_id in everything:
                status = (await client.get(f"/v1/offplan-demands/{demand_id}")).status_code
                assert status == (200 if demand_id in listed else 404)
            return listed

    assert await seen(county.department("AGRI")) == set()
    assert await seen(county.department("T1-OFFICE")) == set()
    assert await seen(county.township()) == set(), "before the verdict only the reporter and the judges see a report"
    assert await seen(county.village()) == everything
    assert await seen(county.village(county.VILLAGES[1])) == set()
    assert await seen(county.office()) == everything
    for demand in (by_county, by_township):
        await rule(county, demand)
    assert await seen(county.department("AGRI")) == {by_county["id"]}
    assert await seen(county.department("STATS")) == set()
    assert await seen(county.township()) == everything


@pytest.mark.parametrize("named", [{}, {"region": "990101001201"}])
async def test_an_anonymous_report_of_a_township_carries_the_county(county, named):
    demand = county.created(await report(county, county.township(), anonymous=True, **named))
    assert demand["region"] == county.REGION


async def test_the_body_charged_reads_neither_the_village_nor_the_words_of_the_reporter(county):
    demand = county.created(await report(county, department="AGRI", details="我村会计可以作证"))
    await rule(county, demand)
    async with county.department("AGRI") as agri:
        seen = (await agri.get(f"/v1/offplan-demands/{demand['id']}")).json()
    assert (seen["region"], seen["details"], seen["reported_by"]) == (county.REGION, None, None)


async def test_a_township_reports_for_itself_or_one_of_its_villages(county):
    own = county.created(await report(county, county.township(on="2025-03-03")))
    named = county.created(await report(county, county.township(on="2025-03-03"), region=county.VILLAGES[1]))
    assert (own["region"], named["region"]) == (county.TOWNSHIP, county.VILLAGES[1])
    county.refused(await report(county, county.township(on="2025-03-03"), region=county.FAR_VILLAGE), 403, "forbidden")


async def test_reports_about_unknown_bodies_or_channels_are_refused(county):
    county.refused(await report(county, department="NOBODY"), 422, "department_unknown")
    county.refused(await report(county, reached="pigeon"), 422, "invalid_request")
    county.refused(await report(county, county.department()), 403, "forbidden")


async def test_only_the_county_office_rules_and_only_on_the_version_it_saw(county):
    demand = county.created(await report(county))
    async with county.township() as client:
        answer = await client.post(f"/v1/offplan-demands/{demand['id']}/confirmation", json={"reason": "属实"})
        county.refused(answer, 403, "forbidden")
    county.refused(await rule(county, demand, **{"if-match": '"5"'}), 412, "stale_version")
    assert (await rule(county, demand, **{"if-match": '"1"'})).status_code == 200


async def test_a_charged_department_objects_and_what_is_overturned_is_taken_back(county):
    demand = county.created(await report(county))
    await rule(county, demand)
    path = f"/v1/offplan-demands/{demand['id']}"
    async with county.svc.client(
        Role.DEPARTMENT, region=county.REGION, department="AGRI", at=county.at("2025-03-10")
    ) as accused:
        disputed = await accused.post(f"{path}/objection", json={"grounds": "该表为经批准的调查表"})
    assert (disputed.status_code, disputed.json()["state"]) == (200, "objected"), disputed.text
    async with county.svc.client(Role.APPROVER, region=county.REGION, at=county.at("2025-03-11")) as approver:
        fallen = await approver.post(f"{path}/review", json={"decision": "overturned", "reason": "批文属实"})
    assert (fallen.status_code, fallen.json()["state"]) == (200, "overturned"), fallen.text
    (event,) = await county.svc.events(OffplanRetracted)
    assert event["data"] == {"charged_home": county.REGION, "counted_on": "2025-03-04", "by_objection": True}


_COLUMNS = [
    {"name": "常住人口", "unit": "人"}, {"name": "户籍人口", "unit": "人"}, {"name": "耕地面积", "unit": "亩"},
    {"name": "备注"},
]  # fmt: skip


async def stopped(county, code="XB07"):
    """A form that the office stopped; its columns name elements under other words."""
    async with county.office("2025-01-05") as client:
        assert (await client.post("/v1/elements/starter-set")).status_code == 200
    fields = [
        {"name": "村内居住总人数", "unit": "人", "element": "E007"},
        {"name": "在册户籍人数", "unit": "人", "element": "E006"},
        {"name": "耕地", "unit": "亩", "element": "E085"}, {"name": "数量", "required": False},
    ]  # fmt: skip
    form = await county.catalogued(code, fields=fields)
    await county.decided(form, "stop", on="2025-02-10")
    return form


async def test_a_stopped_form_that_comes_back_under_another_name_is_known_by_its_columns(county):
    form = await stopped(county)
    demand = county.created(await report(county, title="人地情况摸排表", columns=_COLUMNS))
    (like,) = demand["resembles"]
    assert (like["form_id"], like["by"], like["in_force"], like["ended_on"]) == (
        form["id"], "columns", False, "2025-02-10",
    )  # fmt: skip
    assert len(like["columns"]) == 3
    confirmed = (await rule(county, demand)).json()
    assert (confirmed["breach"], [each["code"] for each in confirmed["rules"]]) == ("revived", ["FRM-06"])
    (event,) = await county.svc.events(OffplanConfirmed)
    assert event["data"]["breach"] == "revived"
    # Two columns in common, or columns that only count, are no proof of anything.
    for few in (_COLUMNS[:2], [{"name": "数量"}, {"name": "备注"}, {"name": "户数"}]):
        assert county.created(await report(county, title="另一张表", columns=few))["resembles"] == []
    again = await county.proposed("XB08", department="AGRI", title="人地基础台账", fields=[
        {"name": "常住人数", "unit": "人", "element": "E007"}, {"name": "户籍", "unit": "人", "element": "E006"},
        {"name": "种植面积", "unit": "亩", "element": "E085"},
    ])  # fmt: skip
    async with county.office("2025-03-04") as client:
        shown = (await client.get(f"/v1/forms/{again['id']}")).json()
    assert [(each["form_id"], each["by"], each["share"]) for each in shown["comebacks"]] == [
        (form["id"], "columns", "1.00")
    ]  # fmt: skip


async def test_a_catalogued_form_demanded_again_outside_of_the_platform_is_a_charge_that_can_be_contested(county):
    form = await county.catalogued("XB01")
    within = county.created(await report(county, title=form["title"]))
    county.refused(await rule(county, within), 409, "demand_catalogued")
    again = county.created(await report(county, title=form["title"], outside_platform=True, reached="email"))
    assert [(each["by"], each["in_force"]) for each in again["resembles"]] == [("title", True)]
    confirmed = (await rule(county, again)).json()
    assert (confirmed["breach"], [each["code"] for each in confirmed["rules"]]) == ("repeated", ["FRM-08"])
    async with county.department("AGRI", "2025-03-10") as accused:
        path = f"/v1/offplan-demands/{again['id']}"
        answer = await accused.post(f"{path}/objection", json={"grounds": "仅提醒各村登录平台填报，并未要求另填"})
        assert (answer.json()["state"], answer.json()["breach"]) == ("objected", "repeated")


async def test_a_demand_of_friday_is_reported_after_its_body_ended_on_monday(county):
    """The lookup of a body is kept for two seconds: nothing asks for this one before it ends."""
    await ended(county.svc, consumers, "AGRI", date(2025, 3, 3), "STATS")
    late = county.refused(await report(county), 409, "department_ended")
    assert late["successors"] == ["STATS"]
    friday = county.created(await report(county, occurred_on="2025-02-28"))
    assert (friday["department"], friday["occurred_on"]) == ("AGRI", "2025-02-28")
    assert (await rule(county, friday)).json()["state"] == "confirmed"
    county.refused(await report(county, occurred_on="2025-03-04"), 422, "date_in_future")
    county.refused(await report(county, occurred_on="1999-12-31"), 422, "invalid_request")


async def test_a_demand_is_judged_by_the_catalogue_of_its_own_day(county):
    """The catalogue came out on 7 January."""
    form = await county.catalogued("XB01")
    before = county.created(await report(county, title=form["title"], occurred_on="2025-01-06"))
    after = county.created(await report(county, title=form["title"], occurred_on="2025-01-08"))
    assert (await rule(county, before)).json()["state"] == "confirmed"
    county.refused(await rule(county, after), 409, "demand_catalogued")


async def test_two_reports_of_one_form_are_joined_charged_once_and_parted_only_before(county):
    first = county.created(await report(county))
    second = county.created(await report(county, title="垃圾分类台账"))
    async with county.office("2025-03-04") as office:
        path = f"/v1/offplan-demands/{second['id']}"
        offered = (await office.get(f"{path}/alike")).json()["items"]
        assert [each["id"] for each in offered] == [first["id"]]
        assert (await office.post(f"{path}/joining", json={"into": first["id"]})).json()["state"] == "joined"
        assert (await office.post(f"{path}/parting")).json()["state"] == "reported"
        await office.post(f"{path}/joining", json={"into": first["id"]})
    async with county.svc.client(Role.COUNTY_OFFICE, region=county.REGION, sub="second") as judge:
        answer = await judge.post(f"/v1/offplan-demands/{first['id']}/confirmation", json={"reason": "经核实"})
        assert (answer.json()["state"], answer.json()["reports"]) == ("confirmed", 2)
        assert (await judge.get(path)).json()["joined_outcome"] == "confirmed"
        county.refused(await judge.post(f"{path}/parting"), 409, "matter_judged")
    assert len(await county.svc.events(OffplanConfirmed)) == 1
    assert len(await county.svc.events(OffplanJoined)) == 2
    assert len(await county.svc.events(OffplanParted)) == 1


async def test_several_reports_of_one_form_are_dismissed_by_two_people(county):
    first, second = county.created(await report(county)), county.created(await report(county, title="垃圾分类台账"))
    path = f"/v1/offplan-demands/{first['id']}"

    async def as_(sub, step, body):
        async with county.svc.client(Role.COUNTY_OFFICE, region=county.REGION, sub=sub) as client:
            return await client.post(step, json=body)

    await as_("joiner", f"/v1/offplan-demands/{second['id']}/joining", {"into": first["id"]})
    county.refused(await as_("judge", f"{path}/dismissal", {"reason": "在目录内"}), 409, "dismissal_needs_two")
    await as_("judge", f"{path}/dismissal-proposal", {"reason": "在目录内"})
    assert (await as_("colleague", f"{path}/dismissal", {"reason": "在目录内"})).json()["state"] == "dismissed"


async def test_what_nobody_judged_in_ten_working_days_waits_for_the_approver(county):
    demand = county.created(await report(county))
    path = f"/v1/offplan-demands/{demand['id']}"
    async with county.svc.client(Role.APPROVER, region=county.REGION, sub="chief") as approver:
        assert (await approver.post(f"{path}/dismissal", json={"reason": "在目录内"})).status_code == 403
        await county.svc.do_due(datetime(2025, 3, 18, 2, tzinfo=UTC))
        (event,) = await county.svc.events(OffplanOverdue)
        assert event["data"] == {"title": "垃圾分类日报表", "judge_by": "2025-03-17"}
        (todo,) = (await approver.get("/v1/todos")).json()["todos"]
        assert (todo["kind"], todo["due"]) == ("offplan_demand_overdue_judgement", "2025-03-17")
        assert (await approver.post(f"{path}/dismissal", json={"reason": "在目录内"})).json()["state"] == "dismissed"
