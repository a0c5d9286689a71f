"""What is found about an entry of the yearly plan, as those who review it read it."""

import pytest
from countykit.identity import Role
from supervision_svc.clauses import LOCAL
from supervision_svc.plan.conflicts import ConflictKind
from supervision_svc.plan.views import DETAILS

VILLAGE, TOWNSHIP = "990101001201", "990101001000"
ENTRY = {
    "department": "agriculture", "year": 2025, "kind": "inspection", "title": "高标准农田管护检查",
    "content": "查看高标准农田沟渠、机井的管护情况", "subject": "村集体管护人员", "places": [VILLAGE],
    "starts_on": "2025-06-03", "ends_on": "2025-06-03", "quota": 1, "basis": "农田建设管理办法",
    "announced": True,
}  # fmt: skip
LATER = {"starts_on": "2025-06-17", "ends_on": "2025-06-17"}
WHOLE = {"comprehensive": True, "content": "农业农村工作综合检查"}
FOUND = {
    "packed": ([], {"content": "开展安全生产检查、环境卫生检查、档案管理检查"}),
    "demanding": ([], {"content": "查看沟渠管护情况，请村党支部书记陪同汇报，准备汇报材料"}),
    "merge": ([ENTRY], {**LATER, "department": "civil-affairs"}),
    "split": ([ENTRY], LATER),
    "second_comprehensive": ([{**ENTRY, **WHOLE}], {**LATER, **WHOLE}),
    "disguised": ([], {"kind": "research", "title": "调研", "content": "查阅台账并现场打分排名"}),
    "same_day": ([ENTRY], {"department": "civil-affairs", "content": "核对低保对象家庭情况", "subject": "低保户"}),
}  # fmt: skip


def test_everything_that_can_be_found_is_said_in_words():
    assert set(DETAILS) == set(ConflictKind)


@pytest.mark.parametrize("kind", FOUND)
async def test_what_is_found_about_an_entry_is_read_with_its_rule_and_no_other_places_document(story, kind):
    before, change = FOUND[kind]
    for body in [*before, {**ENTRY, **change}]:
        given = {"department": body["department"], "sub": f"clerk of {body['department']}"}
        entry = await story.made(Role.DEPARTMENT, "/v1/plan-entries", body, **given)
    assert kind in entry["flags"]
    answer = await story.get(Role.COUNTY_OFFICE, f"/v1/plan-entries/{entry['id']}/conflicts")
    assert answer.status_code == 200, answer.text
    found = {item["kind"]: item for item in answer.json()["items"]}
    assert found[kind]["detail"] == DETAILS[ConflictKind(kind)].format(entries=len(found[kind]["entries"]))
    laws = {item["law"] for item in found.values()}
    assert all(law == LOCAL or law.startswith("整治形式主义为基层减负若干规定") for law in laws), laws
