"""Visit passes through a running supervision-svc: signed by the plan, checked by villages, refused clearly."""

import asyncio
from base64 import b32encode
from datetime import UTC, date, datetime
from typing import Any

import pytest
from contracts.passes import PassChecked, VisitPassUsed, VisitRefused
from countykit.identity import Role
from countykit.testing import open_actions
from supervision_svc.passes import payload
from supervision_svc.passes.models import VisitPass

from tests.printed import text_of

VILLAGE, NEXT, OTHER = "990101001201", "990101001202", "990101002201"
TOWNSHIP = "990101001000"
AGRICULTURE, CIVIL = {"department": "agriculture"}, {"department": "civil-affairs"}
DAY = datetime(2025, 6, 3, 2, tzinfo=UTC)
ENTRY = {
    "department": "agriculture", "year": 2025, "kind": "inspection", "title": "高标准农田管护检查",
    "content": "查看高标准农田沟渠、机井的管护情况", "subject": "村集体管护人员", "places": [TOWNSHIP, "990101002000"],
    "starts_on": "2025-06-02", "ends_on": "2025-06-06", "quota": 2, "basis": "农田建设管理办法", "announced": True,
}  # fmt: skip


@pytest.fixture
def passes(story):
    return Passes(story)


class Passes:
    """What people do with passes, in one line each."""

    def __init__(self, story: Any) -> None:
        self.story = story

    async def entry(self, **values: Any) -> dict[str, Any]:
        """An entry in force, by itself."""
        body = {**ENTRY, "justification": "上级新部署的专项检查", **values}
        given = {"department": body["department"], "sub": "clerk"}
        entry = await self.story.made(Role.DEPARTMENT, "/v1/plan-entries", body, **given)
        path = f"/v1/plan-entries/{entry['id']}"
        await self.story.made(
            Role.COUNTY_OFFICE, f"{path}/review", {"decision": "accepted", "reason": "可以"}, sub="office"
        )
        approval = {"decision": "approved", "reason": "同意"}
        document: dict[str, Any] = await self.story.made(Role.APPROVER, f"{path}/approval", approval, sub="approver")
        return document

    async def issue(self, entry: dict[str, Any], role: Role = Role.DEPARTMENT, **values: Any) -> Any:
        body = {"region": VILLAGE, "visit_on": "2025-06-03", "team_size": 3, **values}
        who = {"department": entry["department"]} if role is Role.DEPARTMENT else {}
        return await self.story.post(role, f"/v1/plan-entries/{entry['id']}/passes", body, **who)

    async def issued(self, entry: dict[str, Any], **values: Any) -> dict[str, Any]:
        answer = await self.issue(entry, **values)
        assert answer.status_code == 201, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def check(self, *, village: str = VILLAGE, at: datetime = DAY, **body: Any) -> dict[str, Any]:
        return await self.story.made(Role.VILLAGE, "/v1/pass-checks", body, region=village, at=at)

    async def told(self, **given: Any) -> tuple[str, str]:
        found = await self.check(**given)
        assert (found["law"] is not None) or found["answer"] != "red"
        return found["answer"], found["reason"]


async def test_a_pass_is_shown_found_good_once_and_then_refused(passes, story):
    entry = await passes.entry()
    issued = await passes.issued(entry)
    assert (issued["state"], issued["number"], open_actions(issued)) == ("issued", entry["number"], ["voiding"])
    paper = await story.get(Role.DEPARTMENT, f"/v1/visit-passes/{issued['id']}/document", **AGRICULTURE)
    read = text_of(paper.content)
    for said in ("检查通行单", issued["code"], entry["number"], "柳湾村", "2025年6月3日", "松岭县为基层减负工作办公室"):
        assert said in read, said
    again = await story.get(Role.DEPARTMENT, f"/v1/visit-passes/{issued['id']}/document", **AGRICULTURE)
    assert again.content == paper.content
    assert await passes.told(shown=issued["code"], village=OTHER) == ("red", "other_village")
    assert await passes.told(shown=issued["code"], at=datetime(2025, 6, 2, 2, tzinfo=UTC)) == ("red", "early")
    # It is tomorrow in China before it is in Greenwich.
    assert await passes.told(shown=issued["code"], at=datetime(2025, 6, 3, 17, tzinfo=UTC)) == ("red", "expired")
    both = await asyncio.gather(*(passes.check(shown=issued["code"].lower()) for _ in range(2)))
    good, replayed = sorted(both, key=lambda found: found["answer"])
    assert (good["answer"], good["title"], good["quota_left"]) == ("green", ENTRY["title"], 1)
    assert (replayed["answer"], replayed["reason"], replayed["title"]) == ("red", "used", None)
    assert "10:00" in replayed["detail"]
    assert len(await story.svc.events(VisitPassUsed)) == 1
    used = (await story.get(Role.VILLAGE, f"/v1/visit-passes/{issued['id']}")).json()
    assert (used["state"], used["code"], open_actions(used)) == ("used", None, [])


async def test_a_scanned_code_is_known_by_its_signature(passes, story):
    issued = await passes.issued(await passes.entry())
    signer = story.svc.app.state.settings.signer
    values = {name: issued[name] for name in ("code", "number", "department", "region", "team_size")}
    row = VisitPass(**values, visit_on=date(2025, 6, 3))
    row.text = payload.text_of(row)
    genuine = payload.shown(row, signer, "https://county.example")
    moved = VisitPass(**values, visit_on=date(2025, 6, 4))
    moved.text = payload.text_of(moved)
    text, signature = moved.text.encode(), signer.signature(row.text.encode())
    assert await passes.told(shown=b32encode(text + signature).decode()) == ("red", "forged")
    assert await passes.told(shown="ABCDEFGHIJKLMNOP") == ("ask", "unknown")
    assert await passes.told(shown="https://example.com/#foo") == ("ask", "unknown")
    assert await passes.told(shown=genuine) == ("green", "genuine")


async def test_who_shows_no_pass_is_answered_by_law_and_plan(passes, story):
    assert await passes.told(claim="audit") == ("green", "lawful")
    assert await passes.told(claim="other", visitor="agriculture") == ("red", "no_pass")
    assert await passes.told(claim="other") == ("ask", "unsure")
    assert await passes.told(claim="unsure", visitor="agriculture") == ("ask", "unsure")
    await passes.entry()
    assert await passes.told(claim="other", visitor="agriculture") == ("ask", "unsure")
    late = datetime(2025, 6, 10, 2, tzinfo=UTC)
    assert await passes.told(claim="other", visitor="agriculture", at=late) == ("red", "no_pass")
    # An unannounced entry is not given away by asking every day: the answer is the same on all of them, everywhere.
    await passes.entry(**{**ENTRY, "department": "civil-affairs", "announced": False, "places": ["990101002000"]})
    for at in (DAY, late):
        assert await passes.told(claim="other", visitor="civil-affairs", at=at) == ("ask", "unsure")
    nothing = await story.post(Role.VILLAGE, "/v1/pass-checks", {})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "nothing_shown")
    stranger = await story.post(Role.VILLAGE, "/v1/pass-checks", {"claim": "other", "visitor": "nobody"})
    assert stranger.json()["code"] == "department_unknown"
    table = (await story.get(Role.VILLAGE, "/v1/never-refused")).json()["items"]
    assert {"emergency", "enforcement", "audit", "discipline", "petition"} <= {row["claim"] for row in table}
    assert all(row["law"] and row["sentence"] for row in table)


async def test_a_refusal_is_recorded_after_a_red_answer_and_the_body_does_not_read_it(passes, story):
    red = await passes.check(claim="other", visitor="agriculture")
    assert (red["answer"], open_actions(red)) == ("red", ["refusal"])
    path = f"/v1/pass-checks/{red['id']}"
    declined = await story.made(Role.VILLAGE, f"{path}/refusal", {"note": "要求查阅台账"})
    assert (declined["state"], declined["note"]) == ("refused", "要求查阅台账")
    (event,) = await story.svc.events(VisitRefused)
    assert (event["region"], event["data"], "department" in event) == (VILLAGE, {"reason": "no_pass"}, False)
    ask = await passes.check(claim="unsure")
    wrong = await story.post(Role.VILLAGE, f"/v1/pass-checks/{ask['id']}/refusal", {})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "visit_not_refusable")
    assert (await story.get(Role.COUNTY_OFFICE, path)).json()["visitor"] == "agriculture"
    for role, options in ((Role.DEPARTMENT, AGRICULTURE), (Role.TOWNSHIP, {}), (Role.VILLAGE, {"region": OTHER})):
        assert (await story.get(role, path, **options)).status_code == 404
        assert (await story.get(role, "/v1/pass-checks", **options)).json()["items"] == []
    assert len(await story.svc.events(PassChecked)) == 2


async def test_an_unannounced_pass_is_nobodys_below_the_county_until_they_are_there(passes, story):
    issued = await passes.issued(await passes.entry(announced=False))
    path = f"/v1/visit-passes/{issued['id']}"

    async def seen(role: Role, **options: Any) -> int:
        return int((await story.get(role, path, **options)).status_code)

    assert [await seen(Role.VILLAGE), await seen(Role.TOWNSHIP), await seen(Role.DEPARTMENT, **CIVIL)] == [404] * 3
    assert await passes.told(shown=issued["code"]) == ("green", "genuine")
    assert [await seen(Role.VILLAGE), await seen(Role.TOWNSHIP), await seen(Role.VILLAGE, region=OTHER)] == [
        200,
        200,
        404,
    ]


async def test_passes_are_given_within_the_plan_only(passes, story):
    entry = await passes.entry()

    async def refused(**values: Any) -> tuple[int, str]:
        answer = await passes.issue(entry, **values)
        return answer.status_code, answer.json()["code"]

    assert await refused(visit_on="2025-06-09") == (409, "pass_not_of_plan")
    assert await refused(visit_on="2025-03-02") == (409, "pass_not_of_plan")
    assert await refused(region="990101001299") == (422, "region_unknown")
    assert await refused(department="civil-affairs") == (403, "plan_of_another_body")
    stranger = await story.post(
        Role.DEPARTMENT, f"/v1/plan-entries/{entry['id']}/passes",
        {"region": VILLAGE, "visit_on": "2025-06-03", "team_size": 3}, **CIVIL,
    )  # fmt: skip
    assert stranger.status_code == 404
    first = await passes.issued(entry)
    assert await refused() == (409, "pass_exists")
    second = await passes.issued(entry, region=OTHER)
    assert await refused(region=OTHER, visit_on="2025-06-04") == (409, "pass_over_quota")
    await story.made(Role.DEPARTMENT, f"/v1/visit-passes/{second['id']}/voiding", **AGRICULTURE)
    assert await passes.told(shown=second["code"], village=OTHER) == ("red", "void")
    await passes.issued(entry, region=OTHER, visit_on="2025-06-04")
    cancel = f"/v1/plan-entries/{entry['id']}/cancellation"
    await story.made(Role.COUNTY_OFFICE, cancel, {"note": "改为线上"})
    assert await passes.told(shown=first["code"]) == ("red", "void")
    assert await refused(region=OTHER, visit_on="2025-06-05") == (409, "pass_not_of_plan")


async def test_anybody_who_holds_a_pass_sees_whose_it_is_and_does_not_use_it(passes, story):
    async def seen(code: str, at: datetime = DAY) -> dict[str, Any]:
        async with story.svc.client(at=at) as anybody:
            answer = await anybody.get(f"/v1/public-passes/{code}")
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    code = (await passes.issued(await passes.entry()))["code"]
    shown = await seen(f"{code[:4]} {code[4:8]}-{code[8:]}".lower())
    assert (shown["reason"], shown["region"], shown["title"]) == ("genuine", VILLAGE, ENTRY["title"])
    assert await passes.told(shown=code) == ("green", "genuine"), "looking did not use it"
    assert (await seen(code))["reason"] == "used"
    assert await seen("ABCD EFGH IJKL MNOP") == {**dict.fromkeys(shown), "reason": "unknown"}
    secret = await passes.entry(
        announced=False, starts_on="2025-06-05", ends_on="2025-06-05", title="低保对象抽查", content="核对家庭情况"
    )
    hidden = (await passes.issued(secret, visit_on="2025-06-05"))["code"]
    assert (await seen(hidden))["reason"] == "unknown", "nobody finds out before its day"
    assert (await seen(hidden, datetime(2025, 6, 5, 2, tzinfo=UTC)))["reason"] == "genuine"
