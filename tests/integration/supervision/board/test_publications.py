"""A county publishes its red and black list: drafted, noticed, heard, approved, published, amended."""

import hashlib
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from contracts.imposed_tasks import TaskImpositionConfirmed
from countykit.identity import Role
from docx import Document
from supervision_svc.publications.service import months_after

from tests.printed import text_of

NOW = datetime(2026, 6, 30, 4, tzinfo=UTC)
TODAY = {"as_of": "2026-06-30"}
COUNTY = "990177000000"
GOOD, BAD, OTHER = "990177001000", "990177002000", "990177003000"
HEARD = NOW + timedelta(days=8)
"""Five working days after the notice have passed."""


class Desk:
    """People of the county who speak to the service in one line."""

    def __init__(self, county):
        self.county = county

    async def ask(self, role, method, path, body=None, *, at=NOW, region=COUNTY, sub=None, headers=None):
        async with self.county.svc.client(role, region=region, at=at, sub=sub) as client:
            return await client.request(method, path, json=body, headers=headers)

    async def done(self, *asked, **options):
        answer = await self.ask(*asked, **options)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def refused(self, status, code, *asked, **options):
        answer = await self.ask(*asked, **options)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        return answer.json()

    async def letter(self):
        """A letter to the bad township whose deadline passes without a repair."""
        then = NOW - timedelta(days=60)
        problem = {"action": "plaques", "description": "应摘未摘", "clause": "LST-05"}
        body = {"region": BAD, "contact": {"name": "王某", "phone": "0999-1234567"}, "problems": [problem]}
        letter = await self.done(Role.COUNTY_OFFICE, "POST", "/v1/letters", body, at=then)
        await self.done(Role.TOWNSHIP, "POST", f"/v1/letters/{letter['id']}/receipt", at=then, region=BAD)
        await self.county.svc.do_due(NOW - timedelta(days=30))
        return letter

    async def noticed(self):
        """A publication whose townships were told, and its entries by region."""
        drafted = await self.done(Role.COUNTY_OFFICE, "POST", "/v1/publications", TODAY, sub="drafter")
        await self.done(Role.COUNTY_OFFICE, "POST", f"/v1/publications/{drafted['id']}/notice", sub="drafter")
        return drafted["id"], await self.entries()

    async def entries(self, role=Role.COUNTY_OFFICE, region=COUNTY, at=NOW):
        page = await self.done(role, "GET", "/v1/publication-entries", region=region, at=at)
        return {entry["region"]: entry for entry in page["items"]}

    async def approve(self, entry, *, at=HEARD, decision="entered"):
        body = {"decision": decision, "reason": "事实清楚，已听取意见"}
        return await self.done(
            Role.APPROVER, "POST", f"/v1/publication-entries/{entry['id']}/decision", body, at=at, sub="approver"
        )

    async def publish(self, id, *, at=HEARD):
        return await self.done(Role.APPROVER, "POST", f"/v1/publications/{id}/publication", at=at, sub="approver")

    async def object(self, entry, *, at=NOW):
        path, body = f"/v1/publication-entries/{entry['id']}/objection", {"grounds": "牌子系县级部门所挂"}
        return await self.done(Role.TOWNSHIP, "POST", path, body, region=entry["region"], at=at)

    async def review(self, entry, decision, *, at=HEARD):
        path, body = f"/v1/publication-entries/{entry['id']}/review", {"decision": decision, "reason": "经核查"}
        return await self.done(Role.COUNTY_OFFICE, "POST", path, body, at=at, sub="reviewer")

    async def editions(self, role=Role.COUNTY_OFFICE, region=COUNTY, at=HEARD):
        page = await self.done(role, "GET", "/v1/publication-editions?sort=id", region=region, at=at)
        return page["items"]


@pytest.fixture
async def desk(told):
    for township in (f"99017700{number}000" for number in range(3, 7)):
        told.tell(TaskImpositionConfirmed(title="值守", charged_home=township), f"{township[:9]}201")
    await told.hear()
    return Desk(told)


async def test_a_list_is_heard_approved_and_published_with_a_digest_that_anybody_recomputes(desk):
    letter = await desk.letter()
    id, entries = await desk.noticed()
    assert entries[BAD]["black"] is True
    assert entries[GOOD]["black"] is False
    assert [item["number"] for item in entries[BAD]["grounds"]["letters"]] == [letter["number"]]
    await desk.approve(entries[BAD])
    published = await desk.publish(id)
    assert (published["state"], published["published_on"]) == ("published", HEARD.date().isoformat())
    (edition,) = await desk.editions()
    path = f"/v1/publication-editions/{edition['id']}"
    full = await desk.ask(Role.COUNTY_OFFICE, "GET", f"{path}/full-text", at=HEARD)
    assert hashlib.sha256(full.content).hexdigest() == edition["full_sha256"]
    (black,) = full.json()["black"]
    assert (black["region"], black["letters"][0]["number"]) == (BAD, letter["number"])
    assert black["reasons"]
    assert black["approved"]["reason"] == "事实清楚，已听取意见"
    assert full.json()["board_digest"] == published["board_digest"]
    events = [event for event in await desk.county.svc.events() if event["type"].startswith("supervision.publication")]
    assert [event["type"].split(".")[2] for event in events].count("published") == 1
    assert {event["region"] for event in events if event["type"].endswith("noticed.v1")} == set(entries)


async def test_the_open_text_praises_and_names_nobody_of_the_black_list(desk):
    letter = await desk.letter()
    id, entries = await desk.noticed()
    await desk.approve(entries[BAD])
    await desk.publish(id)
    (edition,) = await desk.editions(Role.VILLAGE, region=f"{GOOD[:9]}201")
    path = f"/v1/publication-editions/{edition['id']}"
    answer = await desk.ask(Role.TOWNSHIP, "GET", f"{path}/text", region=OTHER, at=HEARD)
    assert hashlib.sha256(answer.content).hexdigest() == edition["open_sha256"]
    assert GOOD in {entry["region"] for entry in answer.json()["red"]}
    assert BAD not in answer.text
    assert letter["number"] not in answer.text
    assert not {"rank", "score"} & set(answer.text.replace('"', " ").split())
    assert edition["full_sha256"] is None
    await desk.refused(403, "forbidden", Role.TOWNSHIP, "GET", f"{path}/full-text", region=OTHER, at=HEARD)


async def test_a_township_sees_its_own_page_once_it_was_told_and_never_another_one(desk):
    await desk.letter()
    drafted = await desk.done(Role.COUNTY_OFFICE, "POST", "/v1/publications", TODAY)
    assert await desk.entries(Role.TOWNSHIP, BAD) == {}
    page = f"/v1/publication-entries/{(await desk.entries())[BAD]['id']}"
    await desk.refused(404, "not_found", Role.TOWNSHIP, "GET", page, region=BAD)
    await desk.done(Role.COUNTY_OFFICE, "POST", f"/v1/publications/{drafted['id']}/notice")
    assert set(await desk.entries(Role.TOWNSHIP, BAD)) == {BAD}
    await desk.done(Role.TOWNSHIP, "GET", page, region=BAD)
    await desk.refused(404, "not_found", Role.TOWNSHIP, "GET", page, region=GOOD)
    await desk.refused(404, "not_found", Role.TOWNSHIP, "GET", f"/v1/publications/{drafted['id']}", region=BAD)


async def test_black_needs_the_hearing_another_person_and_a_letter_that_went_overdue(desk):
    id, entries = await desk.noticed()
    path = f"/v1/publication-entries/{entries[BAD]['id']}/decision"
    body = {"decision": "entered", "reason": "事实清楚"}
    await desk.refused(409, "objection_time_runs", Role.APPROVER, "POST", path, body)
    await desk.refused(409, "same_person", Role.APPROVER, "POST", path, body, at=HEARD, sub="drafter")
    await desk.refused(409, "black_without_letter", Role.APPROVER, "POST", path, body, at=HEARD)
    await desk.refused(403, "forbidden", Role.COUNTY_OFFICE, "POST", path, body, at=HEARD)
    whole = f"/v1/publications/{id}/publication"
    await desk.refused(409, "entries_undecided", Role.APPROVER, "POST", whole, at=HEARD)
    await desk.refused(409, "objection_time_runs", Role.APPROVER, "POST", whole)


async def test_the_full_edition_on_paper_tells_the_case_and_the_open_one_has_no_word_of_it(desk):
    letter = await desk.letter()
    id, entries = await desk.noticed()
    await desk.approve(entries[BAD])
    await desk.publish(id)
    (edition,) = await desk.editions()
    full = f"/v1/full-publication-editions/{edition['id']}/document"
    opened = f"/v1/publication-editions/{edition['id']}/document"
    case = await desk.ask(Role.COUNTY_OFFICE, "GET", full, at=HEARD)
    assert case.status_code == 200, case.text
    for said in ("2号镇", letter["number"], "批准列入", edition["full_sha256"][:8]):
        assert said in text_of(case.content)
    praise = text_of((await desk.ask(Role.TOWNSHIP, "GET", opened, region=OTHER, at=HEARD)).content)
    assert "1号镇" in praise
    for unsaid in ("2号镇", letter["number"], "黑榜", "逾期"):
        assert unsaid not in praise
    await desk.refused(403, "forbidden", Role.TOWNSHIP, "GET", full, region=BAD, at=HEARD)
    word = await desk.ask(Role.COUNTY_OFFICE, "GET", f"{full}?format=docx", at=HEARD)
    assert any("2号镇" in paragraph.text for paragraph in Document(io.BytesIO(word.content)).paragraphs)


async def test_who_is_left_out_is_in_no_text(desk):
    await desk.letter()
    id, entries = await desk.noticed()
    await desk.approve(entries[BAD], decision="left_out")
    await desk.publish(id)
    (edition,) = await desk.editions()
    full = await desk.done(Role.COUNTY_OFFICE, "GET", f"/v1/publication-editions/{edition['id']}/full-text", at=HEARD)
    assert (full["black"], full["struck"]) == ([], [])


async def test_an_open_objection_leaves_an_entry_out_and_a_decision_for_the_list_brings_an_amendment(desk):
    await desk.letter()
    id, entries = await desk.noticed()
    await desk.object(entries[BAD])
    await desk.publish(id)
    (first,) = await desk.editions()
    text = f"/v1/publication-editions/{first['id']}/full-text"
    assert (await desk.done(Role.COUNTY_OFFICE, "GET", text, at=HEARD))["black"] == []
    await desk.review(entries[BAD], "upheld")
    await desk.approve(entries[BAD])
    amended = await desk.done(
        Role.APPROVER, "POST", f"/v1/publications/{id}/amendment", {"reason": "异议不成立"}, at=HEARD, sub="approver"
    )
    assert amended["state"] == "amended"
    _, second = sorted(await desk.editions(), key=lambda edition: edition["number"])
    full = await desk.done(Role.COUNTY_OFFICE, "GET", f"/v1/publication-editions/{second['id']}/full-text", at=HEARD)
    assert [entry["region"] for entry in full["black"]] == [BAD]
    assert full["black"][0]["objection"]["grounds"] == "牌子系县级部门所挂"


async def test_what_falls_after_the_publication_is_struck_and_the_first_edition_stays(desk):
    await desk.letter()
    id, entries = await desk.noticed()
    await desk.approve(entries[BAD])
    await desk.publish(id)
    amendment = (Role.APPROVER, "POST", f"/v1/publications/{id}/amendment", {"reason": "复核不成立，予以撤销"})
    await desk.refused(409, "amendment_without_decision", *amendment, at=HEARD, sub="approver")
    (first,) = await desk.editions()
    text = f"/v1/publication-editions/{first['id']}/full-text"
    before = (await desk.ask(Role.COUNTY_OFFICE, "GET", text, at=HEARD)).content
    await desk.object(entries[BAD], at=HEARD)
    await desk.refused(409, "amendment_without_decision", *amendment, at=HEARD, sub="approver")
    await desk.review(entries[BAD], "overturned")
    await desk.done(*amendment, at=HEARD, sub="approver")
    assert (await desk.ask(Role.COUNTY_OFFICE, "GET", text, at=HEARD)).content == before
    newest = max(await desk.editions(), key=lambda edition: edition["number"])
    full = await desk.done(Role.COUNTY_OFFICE, "GET", f"/v1/publication-editions/{newest['id']}/full-text", at=HEARD)
    assert full["black"] == []
    assert [(line["region"], line["reason"]) for line in full["struck"]] == [(BAD, "经核查")]
    opened = await desk.ask(
        Role.TOWNSHIP, "GET", f"/v1/publication-editions/{newest['id']}/text", region=GOOD, at=HEARD
    )
    assert BAD not in opened.text
    assert "撤销" not in opened.text


async def test_objections_late_by_others_or_reviewed_by_who_had_a_part_are_refused(desk):
    await desk.letter()
    _, entries = await desk.noticed()
    path, body = f"/v1/publication-entries/{entries[BAD]['id']}", {"grounds": "不属实"}
    late = NOW + timedelta(days=31)
    await desk.refused(404, "not_found", Role.TOWNSHIP, "POST", f"{path}/objection", body, region=GOOD)
    await desk.refused(403, "forbidden", Role.COUNTY_OFFICE, "POST", f"{path}/objection", body)
    await desk.refused(
        409, "entry_objection_late", Role.TOWNSHIP, "POST", f"{path}/objection", body, region=BAD, at=late
    )
    await desk.object(entries[BAD])
    review = {"decision": "upheld", "reason": "经核查"}
    await desk.refused(
        409, "reviewer_not_independent", Role.COUNTY_OFFICE, "POST", f"{path}/review", review, sub="drafter"
    )
    await desk.review(entries[BAD], "upheld")
    await desk.refused(409, "illegal_transition", Role.TOWNSHIP, "POST", f"{path}/objection", body, region=BAD)


async def test_a_county_publishes_at_most_once_in_half_a_year(desk):
    await desk.letter()
    id, entries = await desk.noticed()
    other, _ = await desk.noticed()
    await desk.approve(entries[BAD], decision="left_out")
    await desk.publish(id)
    for asked in (("/v1/publications", TODAY), (f"/v1/publications/{other}/publication", None)):
        role = Role.COUNTY_OFFICE if asked[1] is not None else Role.APPROVER
        refused = await desk.refused(409, "publication_too_soon", role, "POST", *asked, at=HEARD, sub="approver")
        assert refused["until"] == "2027-01-08"


async def test_a_day_without_a_list_makes_no_publication(county):
    await Desk(county).refused(409, "publication_empty", Role.COUNTY_OFFICE, "POST", "/v1/publications", TODAY)


def test_half_a_year_ends_on_the_last_day_of_a_shorter_month():
    assert months_after(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert months_after(date(2026, 7, 8), 6) == date(2027, 1, 8)


async def test_the_steps_wait_as_to_dos_for_those_whose_they_are(desk):
    await desk.letter()
    _, entries = await desk.noticed()

    async def kinds(role, region=COUNTY, sub=None):
        found = await desk.done(role, "GET", "/v1/todos", region=region, sub=sub)
        return {todo["kind"] for todo in found["todos"] if todo["kind"].startswith("publication")}

    assert await kinds(Role.TOWNSHIP, BAD) == {"publication_notice"}
    assert await kinds(Role.APPROVER) == {"publication_decision"}
    await desk.object(entries[BAD])
    assert await kinds(Role.COUNTY_OFFICE, sub="reviewer") == {"publication_review"}
    assert await kinds(Role.COUNTY_OFFICE, sub="drafter") == set()
