"""The engine of printed documents: templates that cannot change unnoticed, and what comes out of them."""

import io
from dataclasses import replace

import pytest
from docx import Document
from servicekit.printing.errors import GlyphMissing, PrintingUnavailable
from servicekit.printing.rendering import Format, render
from servicekit.printing.templates import Template, TemplateChanged
from supervision_svc.documents import LETTER
from supervision_svc.letters import paper

from tests.printed import letter, text_of

CODE = {"code": "MZXW6YTBOI4DQMJS", "leads_to": "https://county.example/documents/supervision/MZXW6YTBOI4DQMJS"}


def data(*descriptions: str) -> dict[str, object]:
    sent = letter(*descriptions)
    return {**paper.content(sent), **CODE, "number": sent.number, "title": paper.title(sent), "issuer": sent.sender}


def test_a_template_whose_files_are_not_those_that_were_declared_is_not_used():
    assert LETTER.content["main.typ"]
    with pytest.raises(TemplateChanged, match="letter 1: sha256 is"):
        _ = replace(LETTER, sha256="0" * 64).content


def test_the_hash_names_each_file_and_its_content():
    one = Template.hash_of({"main.typ": b"a", "layout.typ": b"b"})
    assert one == Template.hash_of({"layout.typ": b"b", "main.typ": b"a"})
    assert one != Template.hash_of({"main.typ": b"b", "layout.typ": b"a"})


async def test_the_same_content_makes_the_same_bytes():
    first = await render(LETTER, data("外墙挂牌五块"), Format.PDF)
    assert first.startswith(b"%PDF-")
    assert first == await render(LETTER, data("外墙挂牌五块"), Format.PDF)


async def test_text_is_text_whatever_signs_of_the_template_languages_it_holds():
    hostile = '#import "x" $a$ *b* {{ code }} {% raise %} <w:p> & \\ [c]'
    assert "".join(hostile.split()) in text_of(await render(LETTER, data(hostile), Format.PDF))
    document = Document(io.BytesIO(await render(LETTER, data(hostile), Format.DOCX)))
    assert any(hostile in paragraph.text for paragraph in document.paragraphs)


async def test_a_sign_that_no_font_has_is_refused_by_name_and_never_printed_as_an_empty_box():
    assert "𬱖" in text_of(await render(LETTER, data("申请人𬱖"), Format.PDF))
    with pytest.raises(GlyphMissing, match="𠮷"):
        await render(LETTER, data("申请人𠮷"), Format.PDF)


async def test_content_that_a_template_cannot_be_filled_with_is_a_refusal():
    with pytest.raises(PrintingUnavailable):
        await render(LETTER, {"title": "a"}, Format.PDF)
