"""A county's programme through a running supervision-svc: filed, published, measured by events, missed and ruled on."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from contracts import checklist, imposed_tasks
from contracts.envelope import new_id
from contracts.programmes import MeasureMet, MeasureOverdue, ProgrammeConcluded, ProgrammePublished
from countykit.identity import Role
from countykit.testing import message_of, open_actions
from docx import Document
from supervision_svc.facts.projection import PROJECTION

from tests.printed import text_of

TOWNSHIP, OTHER_TOWNSHIP, VILLAGE = "990101001000", "990101002000", "990101001201"
GROUPS = {
    "strand": "county_township", "title": "清理整合面向村级的工作群", "townships": [TOWNSHIP, OTHER_TOWNSHIP],
    "deadline": "2025-03-31", "success": "groups_cleaned", "target": "0.9",
}  # fmt: skip
IMPOSED = {
    "strand": "party_government", "title": "坚决防止向村级转移任务", "department": "civil-affairs",
    "joint": ["agriculture"], "deadline": "2025-04-30", "success": "imposed_tasks", "target": "0",
}  # fmt: skip
PROGRAMME = {
    "year": 2025, "title": "松岭县规范村级组织工作实施方案", "number": "松办发〔2025〕3号",
    "requirements": "减轻村级组织负担", "aims": "工作群、牌子应清尽清", "safeguards": "县委组织部、民政局、农办牵头",
    "starts_on": "2025-03-01", "ends_on": "2025-12-31", "measures": [GROUPS, IMPOSED],
}  # fmt: skip
PUBLISH = {"decision": "published", "reason": "同意印发"}
AFTER_MARCH = datetime(2025, 4, 1, 4, tzinfo=UTC)
CIVIL = {"department": "civil-affairs"}


class Programmes:
    def __init__(self, story):
        self.story = story

    async def filed(self, **values):
        return await self.story.made(Role.COUNTY_OFFICE, "/v1/programmes", {**PROGRAMME, **values}, sub="writer")

    async def published(self, **values):
        filed = await self.filed(**values)
        return await self.story.made(Role.APPROVER, f"/v1/programmes/{filed['id']}/approval", PUBLISH)

    async def measures(self, role=Role.COUNTY_OFFICE, query="", **options):
        answer = await self.story.get(role, f"/v1/programme-measures?sort=deadline{query}", **options)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def clean(self, township, *, dissolved, at=datetime(2025, 3, 5, 2, tzinfo=UTC)):
        """A township has two groups besides the one that it keeps; so many are dissolved."""
        kept, told = new_id(), []
        event = checklist.GroupRegistered(platform="wechat")
        told.append(message_of(event, region=township, subject_id=kept, at=at))
        retained = checklist.GroupRetained(platform="wechat")
        told.append(message_of(retained, region=township, subject_id=kept, sequence=2, at=at))
        for number in range(2):
            group = new_id()
            told.append(message_of(event, region=township, subject_id=group, at=at))
            if number < dissolved:
                gone = checklist.GroupDissolved(platform="wechat", was_retained=False)
                told.append(message_of(gone, region=township, subject_id=group, sequence=2, at=at))
        await self.story.svc.hear_batch(PROJECTION, told)


@pytest.fixture
def programmes(story):
    return Programmes(story)


async def test_a_programme_is_published_by_a_second_person_and_its_measures_are_computed(story, programmes):
    filed = await programmes.filed()
    path = f"/v1/programmes/{filed['id']}"
    assert (filed["state"], filed["rows"], filed["strands"]) == ("filed", 3, [])
    hidden = await story.get(Role.VILLAGE, path)
    assert hidden.status_code == 404, "a draft is the county's own"
    own = await story.post(Role.APPROVER, f"{path}/approval", PUBLISH, sub="writer")
    assert (own.status_code, own.json()["code"]) == (409, "programme_same_person")
    waiting = (await story.get(Role.APPROVER, "/v1/todos")).json()["todos"]
    assert [todo["kind"] for todo in waiting] == ["programme_approval"]
    await story.made(Role.APPROVER, f"{path}/approval", PUBLISH)
    (event,) = await story.svc.events(ProgrammePublished)
    assert event["data"] == {"year": 2025, "measures": 3}
    assert (await story.get(Role.VILLAGE, path)).status_code == 200, "what is published everybody reads"
    await programmes.clean(TOWNSHIP, dissolved=2)
    await programmes.clean(OTHER_TOWNSHIP, dissolved=1)
    at = datetime(2025, 3, 10, 2, tzinfo=UTC)
    found = await programmes.measures(at=at)
    standing = {(each["success"], each["region"]): (each["value"], each["reached"]) for each in found}
    assert standing == {
        ("groups_cleaned", TOWNSHIP): ("1.0000", True), ("groups_cleaned", OTHER_TOWNSHIP): ("0.5000", False),
        ("imposed_tasks", "990101000000"): ("0", True),
    }  # fmt: skip
    (strand,) = [
        each
        for each in (await story.get(Role.OBSERVER, path, at=at)).json()["strands"]
        if each["strand"] == "county_township"
    ]
    assert (strand["measures"], strand["reached"], strand["met"], strand["overdue"]) == (2, 1, 0, 0)


async def test_how_others_stand_is_nobodys(programmes):
    await programmes.published()
    assert {each["region"] for each in await programmes.measures(Role.TOWNSHIP)} == {TOWNSHIP}
    assert await programmes.measures(Role.VILLAGE) == []
    assert {each["success"] for each in await programmes.measures(Role.DEPARTMENT, **CIVIL)} == {"imposed_tasks"}
    helping = await programmes.measures(Role.DEPARTMENT, department="agriculture")
    assert [each["allowed_actions"] for each in helping] == [[]], "who helps does not answer for it"
    assert await programmes.measures(Role.DEPARTMENT, region=TOWNSHIP, department="qingshi-finance") == []


async def test_an_overdue_measure_is_a_to_do_until_it_is_explained_and_ruled_on(story, programmes, days):
    await programmes.published(measures=[GROUPS])
    await programmes.clean(TOWNSHIP, dissolved=2)
    await programmes.clean(OTHER_TOWNSHIP, dissolved=1)
    await story.svc.do_due(datetime(2025, 3, 31, 17, tzinfo=UTC))
    assert await story.svc.events(MeasureOverdue) == [], "the facts of the last evening arrive first"
    await story.svc.do_due(AFTER_MARCH)
    await story.svc.do_due(AFTER_MARCH + timedelta(days=2))
    (met,), (late,) = await story.svc.events(MeasureMet), await story.svc.events(MeasureOverdue)
    assert (met["region"], late["region"]) == (TOWNSHIP, OTHER_TOWNSHIP)
    at = AFTER_MARCH
    (row,) = await programmes.measures(query="&state=overdue", at=at)
    path = f"/v1/programme-measures/{row['id']}"
    assert (row["settled_value"], row["settled_on"]) == ("0.5000", "2025-04-01")
    told = (await story.get(Role.TOWNSHIP, "/v1/todos", region=OTHER_TOWNSHIP, at=at)).json()["todos"]
    assert [(todo["kind"], todo["due"], todo["overdue"]) for todo in told] == [
        ("measure_explanation", "2025-03-31", True)
    ]
    assert (await story.get(Role.TOWNSHIP, "/v1/todos", at=at)).json()["todos"] == []
    why = {"cause": "两个群主已调离，未及时移交", "next_step": "本周内解散", "proposed_deadline": "2025-04-15"}
    foreign = await story.post(Role.TOWNSHIP, f"{path}/explanation", why, at=at)
    assert foreign.status_code == 404
    other = await story.post(Role.DEPARTMENT, f"{path}/explanation", why, at=at, **CIVIL)
    assert other.status_code == 404
    office = await story.post(Role.COUNTY_OFFICE, f"{path}/explanation", why, at=at)
    assert office.status_code == 403, "nobody explains for another body"
    who = {"region": OTHER_TOWNSHIP, "sub": "mayor", "at": at}
    explained = await story.made(Role.TOWNSHIP, f"{path}/explanation", why, **who)
    assert (explained["cause"], open_actions(explained)) == (why["cause"], [])
    again = await story.post(Role.TOWNSHIP, f"{path}/explanation", why, **who)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    waiting = (await story.get(Role.APPROVER, "/v1/todos", at=at)).json()["todos"]
    assert [todo["kind"] for todo in waiting] == ["measure_ruling"]
    own = await story.post(
        Role.APPROVER, f"{path}/ruling", {"decision": "missed", "reason": "确未完成"}, at=at, sub="mayor"
    )
    assert own.json()["code"] == "programme_same_person"
    unfit = await story.post(Role.APPROVER, f"{path}/ruling", {"decision": "postponed", "reason": "同意延期"}, at=at)
    assert (unfit.status_code, unfit.json()["code"]) == (422, "postponement_unfit")
    given = {"decision": "postponed", "reason": "同意延至4月15日", "deadline": "2025-04-15"}
    ruled = await story.made(Role.APPROVER, f"{path}/ruling", given, at=at)
    assert (ruled["state"], ruled["deadline"], ruled["cause"]) == ("open", "2025-04-15", None)
    assert [(each["deadline"], each["cause"]) for each in ruled["rounds"]] == [("2025-03-31", why["cause"])]
    await story.svc.do_due(datetime(2025, 4, 14, 4, tzinfo=UTC))
    assert len(await story.svc.events(MeasureOverdue)) == 1
    await story.svc.do_due(datetime(2025, 4, 16, 4, tzinfo=UTC))
    assert len(await story.svc.events(MeasureOverdue)) == 2
    done = checklist.GroupDissolved(platform="wechat", was_retained=False)
    late = message_of(done, region=OTHER_TOWNSHIP, at=datetime(2025, 4, 17, 2, tzinfo=UTC))
    await story.svc.hear_batch(PROJECTION, [late])
    await story.svc.do_due(datetime(2025, 4, 18, 4, tzinfo=UTC))
    (row,) = await programmes.measures(query=f"&region={OTHER_TOWNSHIP}", at=datetime(2025, 4, 18, 4, tzinfo=UTC))
    assert (row["state"], row["settled_value"]) == ("met", "1.0000"), "figures alone settle it"


async def test_what_must_not_be_passed_is_counted_to_its_deadline_and_the_programme_is_concluded(story, programmes):
    published = await programmes.published(measures=[IMPOSED])
    path = f"/v1/programmes/{published['id']}"
    told = [
        message_of(
            imposed_tasks.TaskImpositionConfirmed(title="统计任务", charged_home=TOWNSHIP),
            region=VILLAGE, department="civil-affairs", at=datetime(2025, month, day, 4, tzinfo=UTC),
        )
        for month, day in ((2, 20), (4, 10), (5, 3))
    ]  # fmt: skip
    await story.svc.hear_batch(PROJECTION, told)
    at = datetime(2025, 5, 5, 4, tzinfo=UTC)
    await story.svc.do_due(at)
    (row,) = await programmes.measures(at=at)
    assert (row["state"], row["value"]) == ("overdue", "1"), (
        "what was before it began and after its deadline is not its"
    )
    early = await story.post(Role.COUNTY_OFFICE, f"{path}/conclusion", {"summary": "按期总结"}, at=at)
    assert (early.status_code, early.json()["code"]) == (409, "programme_unsettled")
    why = {"cause": "统计口径变化导致", "next_step": "退回任务"}
    await story.made(Role.DEPARTMENT, f"/v1/programme-measures/{row['id']}/explanation", why, at=at, **CIVIL)
    closed = {"decision": "missed", "reason": "按未完成结案"}
    await story.made(Role.APPROVER, f"/v1/programme-measures/{row['id']}/ruling", closed, at=at)
    await story.made(Role.COUNTY_OFFICE, f"{path}/conclusion", {"summary": "转嫁任务1件"}, at=at)
    (event,) = await story.svc.events(ProgrammeConcluded)
    assert event["data"] == {"year": 2025, "measures": 1, "met": 0, "missed": 1}


async def test_a_new_programme_ends_the_one_that_it_replaces(story, programmes):
    first = await programmes.published()
    second = await programmes.published(replaces=first["id"], measures=[GROUPS])
    old = (await story.get(Role.TOWNSHIP, f"/v1/programmes/{first['id']}")).json()
    assert old["state"] == "superseded"
    states = {(each["programme_id"], each["state"]) for each in await programmes.measures()}
    assert states == {(first["id"], "ended"), (second["id"], "open")}
    twice = await story.post(Role.COUNTY_OFFICE, "/v1/programmes", {**PROGRAMME, "replaces": first["id"]})
    assert (twice.status_code, twice.json()["code"]) == (422, "programme_replaced_unknown")


@pytest.mark.parametrize(
    ("measure", "status", "code"),
    [
        ({**GROUPS, "townships": []}, 422, "measure_body_unfit"),
        ({**GROUPS, "department": "agriculture"}, 422, "measure_body_unfit"),
        ({**GROUPS, "townships": [VILLAGE]}, 422, "invalid_request"),
        ({**GROUPS, "target": "90"}, 422, "measure_target_unfit"),
        ({**IMPOSED, "target": "0.5"}, 422, "measure_target_unfit"),
        ({**GROUPS, "deadline": "2025-03-01"}, 422, "programme_days_unfit"),
        ({**GROUPS, "deadline": "2026-03-01"}, 422, "programme_days_unfit"),
        ({**IMPOSED, "department": "nobody"}, 422, "department_unknown"),
        ({**GROUPS, "townships": ["990199001000"]}, 422, "region_unknown"),
        ({**GROUPS, "success": "trainings"}, 422, "invalid_request"),
        ({**GROUPS, "progress": "90%"}, 422, "invalid_request"),
    ],
)
async def test_a_measure_that_cannot_be_followed_is_refused(story, measure, status, code):
    answer = await story.post(Role.COUNTY_OFFICE, "/v1/programmes", {**PROGRAMME, "measures": [measure]})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    nobody = await story.post(Role.TOWNSHIP, "/v1/programmes", {**PROGRAMME, "measures": [measure]})
    assert nobody.status_code == 403


async def test_a_returned_programme_comes_back_mended(story, programmes):
    filed = await programmes.filed()
    path = f"/v1/programmes/{filed['id']}"
    back = {"decision": "returned", "reason": "补充保障措施"}
    returned = await story.made(Role.APPROVER, f"{path}/approval", back)
    assert returned["state"] == "returned"
    waiting = (await story.get(Role.COUNTY_OFFICE, "/v1/todos")).json()["todos"]
    assert [todo["kind"] for todo in waiting] == ["programme_resubmission"]
    mended = await story.made(Role.COUNTY_OFFICE, f"{path}/resubmission", {**PROGRAMME, "measures": [GROUPS]})
    assert (mended["state"], mended["rows"]) == ("filed", 2)


async def test_a_published_programme_is_printed_with_its_bodies_aims_and_no_progress(story, programmes):
    filed = await programmes.filed()
    path = f"/v1/programmes/{filed['id']}/document"
    early = await story.get(Role.COUNTY_OFFICE, path)
    assert (early.status_code, early.json()["code"], filed["document_href"]) == (409, "programme_not_out", None)
    await story.made(Role.APPROVER, f"/v1/programmes/{filed['id']}/approval", PUBLISH)
    await programmes.clean(TOWNSHIP, dissolved=2)
    shown = (await story.get(Role.TOWNSHIP, f"/v1/programmes/{filed['id']}")).json()
    assert shown["document_href"].endswith(path)
    answer = await story.get(Role.TOWNSHIP, path)
    assert answer.status_code == 200, answer.text
    read = "".join(text_of(answer.content).split())
    for said in (
        "松办发〔2025〕3号", "松岭县", "党政协同", "县乡联动", "青石镇、白沙乡", "责任单位：civil-affairs",
        "配合单位：agriculture", "工作群清理完成率达到90%", "向村级转嫁任务属实件数不超过0", "2025年3月31日",
    ):  # fmt: skip
        assert said in read, said
    assert "市县联动" not in read
    word = await story.get(Role.COUNTY_OFFICE, path, params={"format": "docx"})
    text = "".join(paragraph.text for paragraph in Document(io.BytesIO(word.content)).paragraphs)
    assert "清理整合面向村级的工作群" in text
    assert (await story.get(Role.TOWNSHIP, path, region="990201001000")).status_code == 404
