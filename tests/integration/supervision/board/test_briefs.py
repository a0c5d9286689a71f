"""The speech and the extracts that an edition leaves behind: every number traced, nothing typed."""

import hashlib
import io
import json

import pytest
from contracts import imposed_tasks
from contracts.briefs import BriefPrepared, BriefStated
from contracts.envelope import new_id
from countykit.identity import Role
from docx import Document

from tests.printed import text_of

from .conftest import village_of
from .test_publications import BAD, COUNTY, GOOD, HEARD, OTHER, Desk

BRIEFS = "/v1/briefs"


@pytest.fixture
async def desk(told):
    for township in (f"99017700{number}000" for number in range(3, 7)):
        told.tell(imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=township), village_of(township))
    await told.hear()
    return Desk(told)


async def published(desk):
    """The county has published; the briefs by kind and region."""
    await desk.letter()
    id, entries = await desk.noticed()
    await desk.approve(entries[BAD])
    await desk.publish(id)
    page = await desk.done(Role.COUNTY_OFFICE, "GET", f"{BRIEFS}?limit=200", at=HEARD)
    return {(brief["kind"], brief["region"]): brief for brief in page["items"]}


async def whole(desk, brief, role=Role.COUNTY_OFFICE, region=COUNTY):
    return await desk.done(role, "GET", f"{BRIEFS}/{brief['id']}", at=HEARD, region=region)


def lines(brief):
    return [line for section in brief["sections"] for line in section["lines"]]


async def test_each_edition_leaves_a_speech_and_an_extract_of_each_township(desk):
    briefs = await published(desk)
    assert ("speech", COUNTY) in briefs
    townships = {region for kind, region in briefs if kind == "duty_report"}
    assert {GOOD, BAD, OTHER} <= townships
    prepared = await desk.county.svc.events(BriefPrepared)
    assert len(prepared) == len(briefs)
    for brief in briefs.values():
        text = await desk.ask(Role.COUNTY_OFFICE, "GET", f"{BRIEFS}/{brief['id']}/text", at=HEARD)
        assert hashlib.sha256(text.content).hexdigest() == brief["sha256"]


async def test_every_number_of_the_speech_is_that_of_the_overview_of_its_day(desk):
    speech = await whole(desk, (await published(desk))["speech", COUNTY])
    figures = [figure for line in lines(speech) for figure in line["figures"]]
    assert figures
    (query,) = {figure["query"] for figure in figures}
    assert query == "/api/supervision/v1/overview?as_of=2026-06-30"
    answered = await desk.done(Role.COUNTY_OFFICE, "GET", query.removeprefix("/api/supervision"), at=HEARD)
    for line in lines(speech):
        for figure in line["figures"]:
            assert answered["figures"][figure["figure"]] == figure["value"], figure
            assert str(figure["value"]) in line["text"]


async def test_a_sentence_without_its_figure_is_not_said(desk):
    speech = await whole(desk, (await published(desk))["speech", COUNTY])
    said = "".join(line["text"] for line in lines(speech))
    assert "培训" not in said
    assert "{" not in said


async def test_an_extract_names_its_events_and_gives_neither_rank_nor_score(desk):
    good = await whole(desk, (await published(desk))["duty_report", GOOD])
    removed = [figure for line in lines(good) for figure in line["figures"] if figure["figure"] == "plaques_removed"]
    assert [(figure["value"], len(figure["events"])) for figure in removed] == [(5, 5)]
    known = {event["id"]: event["subject"] for event in (json.loads(message.value) for message in desk.county.told)}
    assert all(known[event["id"]] == event["subject"] for event in removed[0]["events"])
    assert not {"rank", "score"} & set(json.dumps(good).replace('"', " ").split())
    held = next(section for section in good["sections"] if section["heading"] == "存在什么")
    assert held["lines"][0]["text"] == "期内无逾期、无属实投诉（截至2026年6月30日）。"


async def test_what_is_contested_is_marked_and_what_fell_is_not_named(desk):
    county, village = desk.county, village_of(GOOD)
    stands, waits, fell = new_id(), new_id(), new_id()
    for subject, title in ((stands, "报刊订阅"), (waits, "迎检材料"), (fell, "会议陪同")):
        charge = imposed_tasks.TaskImpositionConfirmed(title=title, charged_home=GOOD)
        county.tell(charge, village, days_ago=20, subject=subject, department="WLJ", sequence=2)
    objected = imposed_tasks.TaskImpositionObjected(charged_home=GOOD)
    county.tell(objected, village, days_ago=10, subject=waits, department="WLJ", sequence=3)
    # Known only after the day of the board: the figures of that day stand, the name falls.
    retracted = imposed_tasks.TaskImpositionRetracted(
        charged_home=GOOD, counted_on=(HEARD.date().replace(month=6, day=10)), by_objection=True
    )
    county.tell(retracted, village, days_ago=-2, subject=fell, department="WLJ", sequence=3)
    await county.hear()
    extract = await whole(desk, (await published(desk))["duty_report", GOOD])
    said = "".join(line["text"] for line in lines(extract))
    assert "报刊订阅" in said
    assert "迎检材料”（2026年6月10日），复核中。" in said
    assert "会议陪同" not in said


async def test_a_township_reads_its_own_extract_and_adds_one_word_to_it(desk):
    briefs = await published(desk)
    own, path = briefs["duty_report", GOOD], f"{BRIEFS}/{briefs['duty_report', GOOD]['id']}"
    page = await desk.done(Role.TOWNSHIP, "GET", BRIEFS, region=GOOD, at=HEARD)
    assert {brief["id"] for brief in page["items"]} == {own["id"]}
    for foreign in (briefs["speech", COUNTY], briefs["duty_report", BAD]):
        await desk.refused(404, "not_found", Role.TOWNSHIP, "GET", f"{BRIEFS}/{foreign['id']}", region=GOOD, at=HEARD)
        statement = f"{BRIEFS}/{foreign['id']}/statement"
        await desk.refused(404, "not_found", Role.TOWNSHIP, "POST", statement, {"statement": "属实"}, region=GOOD)
    await desk.refused(403, "forbidden", Role.VILLAGE, "GET", BRIEFS, region=village_of(GOOD))
    await desk.refused(422, "invalid_request", Role.TOWNSHIP, "POST", f"{path}/statement",
                       {"statement": "字" * 201}, region=GOOD)  # fmt: skip
    said = {"statement": "本期重点清理了工作群。"}
    stated = await desk.done(Role.TOWNSHIP, "POST", f"{path}/statement", said, region=GOOD, at=HEARD)
    assert (stated["state"], stated["sha256"]) == ("stated", own["sha256"])
    await desk.refused(409, "illegal_transition", Role.TOWNSHIP, "POST", f"{path}/statement", said, region=GOOD)
    assert len(await desk.county.svc.events(BriefStated)) == 1
    speech = f"{BRIEFS}/{briefs['speech', COUNTY]['id']}/statement"
    await desk.refused(403, "forbidden", Role.COUNTY_OFFICE, "POST", speech, said, at=HEARD)


async def test_both_are_printed_with_their_sources(desk):
    briefs = await published(desk)
    speech = f"{BRIEFS}/{briefs['speech', COUNTY]['id']}/document"
    printed = text_of((await desk.ask(Role.COUNTY_OFFICE, "GET", speech, at=HEARD)).content)
    assert "交流发言提纲" in printed
    assert "截至2026年6月30日" in printed
    path = f"{BRIEFS}/{briefs['duty_report', GOOD]['id']}"
    await desk.done(Role.TOWNSHIP, "POST", f"{path}/statement", {"statement": "本期重点清理了工作群。"}, region=GOOD)
    word = await desk.ask(Role.TOWNSHIP, "GET", f"{path}/document?format=docx", region=GOOD, at=HEARD)
    assert word.status_code == 200, word.text
    text = "".join(paragraph.text for paragraph in Document(io.BytesIO(word.content)).paragraphs)
    for said in ("述职评议减负工作摘录", "本人说明", "本期重点清理了工作群", "组织部评语", "〔事件"):
        assert said in text
    await desk.refused(404, "not_found", Role.TOWNSHIP, "GET", f"{path}/document", region=OTHER, at=HEARD)


async def test_an_amendment_leaves_briefs_of_its_own_and_the_first_stay(desk):
    first = await published(desk)
    (entry,) = [each for each in (await desk.entries(at=HEARD)).values() if each["region"] == GOOD]
    await desk.object(entry, at=HEARD)
    await desk.review(entry, "overturned")
    body = {"reason": "经复核，该乡镇不再列入"}
    path = f"/v1/publications/{entry['publication_id']}/amendment"
    await desk.done(Role.APPROVER, "POST", path, body, at=HEARD, sub="approver")
    page = await desk.done(Role.COUNTY_OFFICE, "GET", f"{BRIEFS}?kind=speech&sort=id", at=HEARD)
    before, after = page["items"]
    assert (before["id"], before["edition_number"], after["edition_number"]) == (first["speech", COUNTY]["id"], 1, 2)
    red = [
        "".join(line["text"] for line in lines(await whole(desk, brief)) if line["text"].startswith("红榜"))
        for brief in (before, after)
    ]
    assert "1号镇" in red[0]
    assert "1号镇" not in red[1]
