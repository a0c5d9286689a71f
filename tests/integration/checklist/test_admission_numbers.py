"""What anyone may learn about an admission number, without login."""

from datetime import UTC, datetime

import sqlalchemy as sa
from servicekit import signing

LATER = datetime(2026, 10, 1, 2, tzinfo=UTC)


async def check(people, number, **params):
    async with people.nobody() as anyone:
        answer = await anyone.get(f"/v1/admission-numbers/{number}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_anyone_can_check_a_valid_number_and_sees_no_internals(people):
    granted = await people.granted()
    shown = await check(people, granted["number"])
    assert shown == {
        "number": granted["number"], "status": "valid", "title": "村级防汛值守", "department": "NYJ",
        "region": "990101000000", "starts_on": "2026-05-06", "valid_until": "2026-09-30",
        "signature": granted["signature"],
    }  # fmt: skip


async def test_the_signature_can_be_verified_with_the_published_key_alone(people):
    granted = await people.granted()
    shown = await check(people, granted["number"])
    async with people.nobody() as anyone:
        key = (await anyone.get("/v1/signing-key")).json()["key"]
    signed = "\n".join(shown[part] for part in ("number", "title", "department", "starts_on", "valid_until"))
    assert signing.verify(key, signed.encode(), shown["signature"])
    assert (await check(people, granted["number"], signature=granted["signature"]))["status"] == "valid"


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
        assert {value for name, value in shown.items() if name not in ("number", "status")} == {None}


async def test_a_foreign_signature_under_a_real_number_is_forged(people):
    granted = await people.granted()
    assert (await check(people, granted["number"], signature="A" * 86))["status"] == "forged"


async def test_a_record_that_was_changed_behind_our_back_is_forged(svc, people):
    granted = await people.granted()
    async with svc.database.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE admission SET title = '报刊订阅任务'"))
    assert (await check(people, granted["number"]))["status"] == "forged"
