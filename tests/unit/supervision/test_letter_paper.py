"""The letter on paper: what it says, and how its pages look (GB/T 9704-2012, 信函格式)."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image
from servicekit.printing.rendering import Format, render
from supervision_svc.clauses import clause
from supervision_svc.documents import LETTER
from supervision_svc.letters import paper

from tests.printed import letter, pages_of, text_of
from tests.unit.kit.test_printing import data

SCALE = 4  # pixels per millimetre


def rows_of(page: Image.Image, *, red: bool) -> list[float]:
    """From which millimetre each run of rows with red (or dark) ink begins, counted from the top edge."""
    width, height = page.size
    pixels = page.load()

    def inked(row: int) -> bool:
        for column in range(0, width, 2):
            r, g, b = pixels[column, row]
            if (r > g + 80 and r > b + 80) if red else max(r, g, b) < 110:
                return True
        return False

    marked = [inked(row) for row in range(height)]
    return [row / SCALE for row in range(1, height) if marked[row] and not marked[row - 1]]


def columns_of(page: Image.Image) -> tuple[float, float]:
    """The first and the last millimetre of a page with dark ink."""
    box = page.getchannel("R").point(lambda value: 255 if value < 110 else 0).getbbox()
    return box[0] / SCALE, box[2] / SCALE


async def test_the_first_page_has_the_senders_name_and_two_double_lines_where_the_standard_puts_them():
    first, *_ = pages_of(await render(LETTER, data("外墙挂牌五块"), Format.PDF), SCALE)
    assert first.size == pytest.approx((210 * SCALE, 297 * SCALE), abs=1)
    mark, *lines = rows_of(first, red=True)
    assert mark == pytest.approx(30, abs=1)
    assert lines[-1] == pytest.approx(277, abs=2)
    assert any(40 < row < 50 for row in lines)
    left, right = columns_of(first)
    assert left >= 27.5
    assert right <= 184.5


async def test_a_long_letter_keeps_the_name_and_date_with_its_last_words_and_numbers_its_pages():
    for problems in range(6, 12):
        made = await render(
            LETTER, data(*["外墙挂牌五块，不在规格表之内，村里没有收到准入编号"] * problems), Format.PDF
        )
        *_, last = pages_of(made, SCALE)
        assert len([row for row in rows_of(last, red=False) if row < 200]) >= 3
        assert rows_of(last, red=True) == []  # the lines belong to the first page
    assert "—2—" in text_of(made)
    assert "—1—" not in text_of(made)


async def test_the_letter_reads_as_it_was_sent():
    read = text_of(await render(LETTER, data("外墙挂牌五块", "室内挂牌七块"), Format.PDF))
    for said in (
        "减负函〔2026〕12号", "关于规范机制牌子的工作提示函", "青石镇：",
        "（二）室内挂牌七块。", "请于2026年3月16日前完成整改",
        "2026年3月2日", "联系人：王某，0999-1234567", "MZXW6YTBOI4DQMJS", "申请复核",
    ):  # fmt: skip
        assert said in read, read


def test_the_grounds_are_published_rules_and_no_codes_cases_or_addresses():
    said = str(paper.content(letter("外墙挂牌五块")))
    assert "PLQ-01" not in said
    assert clause("DOC-01").public_source == "整治形式主义为基层减负若干规定一.1"
    assert clause("DOC-05").public_source == "整治形式主义为基层减负若干规定一.1"
    assert clause("FRM-01").public_source == "统计法(2024)第17条"
    assert clause("DOC-07").public_source == ""


def test_the_plain_text_says_what_the_paper_says():
    sent = letter("外墙挂牌五块", "室内挂牌七块")
    said, read = paper.content(sent), paper.letter_text(sent)
    words = [said["addressee"], said["opening"], said["closing"], said["contact"], said["day"], paper.title(sent)]
    words += [item["text"] for section in said["sections"] for item in section["items"]]
    assert [word for word in words if word not in read] == []
    assert "佐证" not in read


async def test_the_office_gets_a_word_file_with_real_headings_the_grid_and_the_fonts_of_the_standard():
    document = Document(io.BytesIO(await render(LETTER, data("外墙挂牌五块"), Format.DOCX)))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        "一、存在问题", "二、有关规定", "三、整改建议", "四、整改时限",
    ]  # fmt: skip
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == ["关于规范机制牌子的工作提示函"]
    section = document.sections[0]
    margins = [section.top_margin.mm, section.bottom_margin.mm, section.left_margin.mm, section.right_margin.mm]
    assert margins == pytest.approx([37, 35, 28, 26], abs=0.1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "579")
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert section.first_page_header.paragraphs[0].text == "松岭县为基层减负工作办公室"
    assert len(document.inline_shapes) == 1
    assert not any("{{" in p.text or "{%" in p.text for p in document.paragraphs)
