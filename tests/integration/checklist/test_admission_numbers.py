"""What anyone may learn about an admission number, without login."""

from datetime import UTC, datetime

import sqlalchemy as sa
from contracts.checklist import AdmissionGranted
from servicekit import signing

LATER = datetime(2026, 10, 1, 2, tzinfo=UTC)


IN_JUNE = datetime(2026, 6, 1, 2, tzinfo=UTC)
VILLAGE, NEIGHBOUR, ELSEWHERE = "990101001201", "990101002201", "990101002000"


async def check(people, number, **params):
    async with people.nobody() as anyone:
        answer = await anyone.get(f"/v1/admission-numbers/{number}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_anyone_can_check_a_valid_number_and_sees_no_internals(people):
    granted = await people.granted()
    shown = await check(people.at(IN_JUNE), granted["number"])
    assert shown == {
        "number": granted["number"], "status": "valid", "title": "村级防汛值守", "department": "NYJ",
        "department_name": "机构NYJ", "region": "990101000000", "region_name": "地名990101000000", "places": [],
        "frequency": "on_event", "work_form": None, "quantity": None,
        "starts_on": "2026-05-06", "valid_until": "2026-09-30", "papers_by": None, "covered": None, "assigned": None,
        "note": "本编号仅在所列范围、内容和期限内有效，超出部分未经准入", "signature": granted["signature"],
    }  # fmt: skip


async def test_the_signature_can_be_verified_with_the_published_key_alone(people):
    granted = await people.granted()
    shown = await check(people, granted["number"])
    async with people.nobody() as anyone:
        key = (await anyone.get("/v1/signing-key")).json()["key"]
    signed = "\n".join(shown[part] for part in ("number", "title", "department", "starts_on", "valid_until"))
    assert signing.verify(key, signed.encode(), shown["signature"])
    assert (await check(people.at(IN_JUNE), granted["number"], signature=granted["signature"]))["status"] == "valid"


async def test_a_number_is_expired_after_its_last_day_even_before_the_clock_has_noticed(people):
    granted = await people.granted()
    assert (await check(people.at(LATER), granted["number"]))["status"] == "expired"


async def test_a_withdrawn_number_says_so(people):
    granted = await people.granted()
    await people.made(
        people.department(), f"/v1/admissions/{granted['id']}/withdrawal", {"reason": "任务取消"}, status=200
    )
    assert (await check(people, granted["number"]))["status"] == "withdrawn"


async def test_unknown_and_mistyped_numbers_are_forged_and_tell_nothing(people):
    granted = await people.granted()
    wrong_digit = granted["number"][:-1] + str((int(granted["number"][-1]) + 1) % 10)
    for number in (wrong_digit, "990101-2026-999999-0", "没有编号"):
        shown = await check(people, number)
        assert shown["status"] == "forged"
        assert {name for name, value in shown.items() if value} == {"number", "status"}


async def test_a_foreign_signature_under_a_real_number_is_forged(people):
    granted = await people.granted()
    assert (await check(people, granted["number"], signature="A" * 86))["status"] == "forged"


async def test_a_record_that_was_changed_behind_our_back_is_forged(svc, people):
    granted = await people.granted()
    async with svc.database.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE admission SET title = '报刊订阅任务'"))
    assert (await check(people, granted["number"]))["status"] == "forged"


async def test_a_number_is_not_valid_before_its_first_day(people):
    granted = await people.granted()
    assert (await check(people, granted["number"]))["status"] == "not_started"


async def test_a_number_says_where_it_is_valid_and_whether_it_covers_a_village_on_a_day(people):
    granted = await people.granted(regions=["990101001000"], work_form="现场巡查", quantity="每村2人，每次2小时")
    shown = await check(people, granted["number"], village=VILLAGE, on="2026-05-06")
    assert shown["places"] == [{"code": "990101001000", "name": "地名990101001000"}]
    assert (shown["work_form"], shown["quantity"], shown["covered"]) == ("现场巡查", "每村2人，每次2小时", True)
    for village, day in ((NEIGHBOUR, "2026-05-06"), (VILLAGE, "2026-05-05"), (VILLAGE, "2026-10-01")):
        assert (await check(people, granted["number"], village=village, on=day))["covered"] is False


async def test_the_signature_covers_the_places_and_the_quantity(svc, people):
    granted = await people.granted(regions=[VILLAGE], quantity="每村2人")
    async with people.nobody() as anyone:
        key = (await anyone.get("/v1/signing-key")).json()["key"]
    parts = [granted[part] for part in ("number", "title", "department", "starts_on", "valid_until")]
    signed = "\n".join([*parts, VILLAGE, "", "每村2人"])
    assert signing.verify(key, signed.encode(), granted["signature"])
    async with svc.database.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE admission SET regions = '[]'"))
    assert (await check(people, granted["number"]))["status"] == "forged"


async def test_a_body_names_only_places_of_its_own_region(people):
    for places, code in ((["990202000000"], "scope_outside"), (["990101009000"], "region_unknown")):
        body = people.application(regions=places)
        assert await people.refused(people.department(), "/v1/admissions", body) == (422, code)
    township_unit = people.department("QSZ-DZB", region="990101001000")
    body = people.application(regions=[ELSEWHERE])
    assert await people.refused(township_unit, "/v1/admissions", body) == (422, "scope_outside")


async def test_the_event_of_a_grant_carries_its_scope(svc, people):
    await people.granted(regions=[VILLAGE], work_form="现场巡查", quantity="每村2人")
    (event,) = await svc.events(AdmissionGranted)
    scope = {name: event["data"][name] for name in ("regions", "frequency", "work_form", "quantity")}
    assert scope == {"regions": [VILLAGE], "frequency": "on_event", "work_form": "现场巡查", "quantity": "每村2人"}
