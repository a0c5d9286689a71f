"""The engine of printed documents: templates that cannot change unnoticed, and what comes out of them."""

import io
from dataclasses import replace

import pytest
import typst
from docx import Document
from servicekit.printing.errors import GlyphMissing, PrintingUnavailable
from servicekit.printing.fonts import folders
from servicekit.printing.glyphs import Glyphs
from servicekit.printing.missing import missing_in
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


async def test_every_missing_sign_of_a_text_is_named_before_anything_is_laid_out():
    glyphs = Glyphs(None)
    await glyphs.require("阿卜杜拉·艾山", "𬱖㎡²", "Nguyễn Thị e\u0301", "ئا")
    with pytest.raises(GlyphMissing) as refused:
        await glyphs.require("张𠮷𪚥", "李\ue001")
    assert "“𠮷”（U+20BB7）、“𪚥”（U+2A6A5）、“\ue001”（U+E001）" in refused.value.detail


async def test_what_is_taken_to_be_in_every_font_of_the_product_is_there():
    gbk = [chr(code) for code in range(0x20, 0xFFFF) if encodable(chr(code))]
    assert len(gbk) > 21_000
    assert missing_in(" ".join(gbk), typst.Fonts(include_system_fonts=False, font_paths=folders(None))) == []


def encodable(sign: str) -> bool:
    try:
        return bool(sign.encode("gbk"))
    except UnicodeEncodeError:
        return False


async def test_content_that_a_template_cannot_be_filled_with_is_a_refusal():
    with pytest.raises(PrintingUnavailable):
        await render(LETTER, {"title": "a"}, Format.PDF)
