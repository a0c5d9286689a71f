"""Letters on paper through a running supervision-svc: issued once, counted, checked by everybody, read by few."""

import io
from dataclasses import replace

from countykit.identity import Role
from docx import Document
from servicekit.printing.issuing import Printable
from sqlalchemy import text

from tests.printed import text_of

OTHER_TOWNSHIP = "990101002000"


async def rows(story) -> list:
    connection = await story.svc.database.direct()
    try:
        return await connection.fetch("SELECT * FROM issued_document ORDER BY id")
    finally:
        await connection.close()


async def test_a_letter_comes_as_pdf_with_its_number_and_each_copy_is_counted(story):
    letter = await story.letter()
    path = f"/v1/letters/{letter['id']}/document"
    first = await story.get(Role.TOWNSHIP, path)
    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    (issued,) = await rows(story)
    read = text_of(first.content)
    for said in (letter["number"], letter["addressee"], letter["sender"], issued["code"]):
        assert said in read
    second = await story.get(Role.COUNTY_OFFICE, path)
    assert second.content == first.content
    (issued,) = await rows(story)
    assert (issued["copies"], issued["number"]) == (2, letter["number"])
    connection = await story.svc.database.direct()
    try:
        accounts = await connection.fetch("SELECT account FROM security_log WHERE kind = 'export' ORDER BY id")
    finally:
        await connection.close()
    assert [row["account"].partition("@")[0] for row in accounts] == ["township", "county_office"]


async def test_the_office_gets_the_letter_as_a_word_file_too(story):
    letter = await story.letter()
    answer = await story.get(Role.COUNTY_OFFICE, f"/v1/letters/{letter['id']}/document", params={"format": "docx"})
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert letter["number"] in [paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs]


async def test_a_letter_on_paper_is_between_the_county_and_its_township(story):
    path = f"/v1/letters/{(await story.letter())['id']}/document"
    assert (await story.get(Role.TOWNSHIP, path, region=OTHER_TOWNSHIP)).status_code == 404
    assert (await story.get(Role.VILLAGE, path)).status_code == 403
    assert (await story.get(Role.DEPARTMENT, path, department="civil-affairs")).status_code == 403
    assert await rows(story) == []


async def test_anybody_learns_by_the_code_that_a_letter_is_genuine_and_nothing_of_what_it_says(story):
    letter = await story.letter(problems=[{"action": "work", "description": "转嫁统计任务", "clause": "LST-03"}])
    await story.get(Role.TOWNSHIP, f"/v1/letters/{letter['id']}/document")
    (issued,) = await rows(story)
    async with story.svc.client() as anybody:
        known = await anybody.get(f"/v1/documents/{issued['code']}")
        assert known.status_code == 200, known.text
        assert (known.json()["number"], known.json()["issuer"]) == (letter["number"], letter["sender"])
        assert "转嫁" not in known.text
        unknown = await anybody.get("/v1/documents/AAAAAAAAAAAAAAAA")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "document_unknown")
        assert (await anybody.get("/v1/documents/short")).status_code == 422


async def test_what_was_issued_stays_as_it_was_when_the_record_and_the_template_change(story, monkeypatch):
    letter = await story.letter()
    path = f"/v1/letters/{letter['id']}/document"
    before = await story.get(Role.TOWNSHIP, path)
    async with story.svc.database.engine.begin() as connection:
        await connection.execute(text("UPDATE letter SET deadline = deadline + 30"))
    newest = Printable.template_of

    def after_a_new_version(self, row):
        with_a_new_one = replace(self, templates=(*self.templates, replace(self.templates[0], version=2)))
        return newest(with_a_new_one, row)

    monkeypatch.setattr(Printable, "template_of", after_a_new_version)
    assert (await story.get(Role.TOWNSHIP, path)).content == before.content
    monkeypatch.setattr(Printable, "template_of", lambda self, row: newest(replace(self, templates=()), row))
    gone = await story.get(Role.TOWNSHIP, path)
    assert (gone.status_code, gone.json()["code"]) == (409, "template_withdrawn")
