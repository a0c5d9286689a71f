"""Every certificate as it leaves the printer: one page, nothing over anything else, and a code that a fax delivers."""

import asyncio
import base64
from datetime import date
from itertools import combinations

import pypdfium2
import pytest
import zxingcpp
from certificate_svc.documents import CERTIFICATE
from certificate_svc.papers import payload, wordings
from certificate_svc.papers.errors import FactsTooLong
from certificate_svc.papers.paper import FactCheck, Paper
from certificate_svc.papers.schemas import Statement
from certificate_svc.papers.writing import written
from servicekit.printing.rendering import Format, render
from servicekit.signing import Signer

from tests.printed import MILLIMETRES, faxed, text_of

DAY = date(2026, 3, 2)
NUMBER, CODE, ADDRESS = "990101001201-2026-AC06-00017-K", "MZXW6YTBOI4DQMJS", "https://songbang.qingshan.gov.cn"
SIGNER = Signer(base64.b64encode(b"a" * 32).decode())
CHECK = FactCheck(by="李建民", on=date(2026, 3, 1), method="查阅户籍底册并走访")
KNOWN = {
    "day": DAY, "village": "前进村", "holders": [("张三丰", "居民身份证号110105********002X")],
    "purpose": "办理公证或者诉讼确定管辖", "demander": "青山县人民法院",
}  # fmt: skip
DOT = 25.4 / 200
LARGEST = "the largest code"
WORDINGS = {one.code: one for one in wordings.shipped() if one.issuer is not wordings.Issuer.PARTY}


def text_on(paper: Paper) -> str:
    return payload.text_of(paper, number=NUMBER, issued_on=DAY, code=CODE, holder="张*丰")


def largest() -> Paper:
    """A free text with as many facts as the code holds to the last byte."""
    best, most = None, 0
    for digits in range(1, 40):
        text = "；".join([*(f"第{n}块面积{n}.25亩" for n in range(1, 13)), f"合计{'1' * digits}亩"])
        paper = written(Statement(content=[text]), CHECK, item="AC02", **KNOWN)
        try:
            size = len(text_on(paper).encode("gb18030"))
        except FactsTooLong:
            break
        best, most = paper, size
    assert most == 360
    assert best
    return best


def paper_of(name: str) -> Paper:
    if name == LARGEST:
        return largest()
    wording = WORDINGS[name]
    facts = {field.name: field.example for field in wording.fields}
    return written(Statement(wording=name, facts=facts), CHECK, item=wording.item, **KNOWN)


@pytest.fixture(scope="module")
def printed() -> dict[str, tuple[Paper, str, bytes]]:
    """Every paper, what its code holds, and its PDF: all laid out by one process."""

    async def all_of_them() -> dict[str, tuple[Paper, str, bytes]]:
        found = {}
        for name in (*WORDINGS, LARGEST):
            paper = paper_of(name)
            leads_to = payload.signed(text_on(paper), CODE, SIGNER, ADDRESS)
            signs = {"title": paper.title, "issuer": paper.issuer, "number": NUMBER, "code": CODE}
            content = {**paper.content(DAY), **signs, "leads_to": leads_to}
            found[name] = (paper, leads_to, await render(CERTIFICATE, content, Format.PDF))
        return found

    return asyncio.run(all_of_them())


def boxes(page: pypdfium2.PdfPage) -> list[tuple[str, float, float, float, float]]:
    """Each sign with its left, top, right and bottom in millimetres from the top left corner."""
    text, height = page.get_textpage(), page.get_height()
    found = []
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index)
        sign = text.get_text_range(index, 1)
        if sign.strip():
            edges = (left, height - top, right, height - bottom)
            found.append((sign, *(edge / MILLIMETRES for edge in edges)))
    return found


def over(one: tuple, other: tuple) -> bool:
    """Whether two signs lie over each other, by more than the strokes of neighbours reach."""
    across = min(one[3], other[3]) - max(one[1], other[1])
    down = min(one[4], other[4]) - max(one[2], other[2])
    return across > 0.6 and down > 0.6


@pytest.mark.parametrize("name", [*WORDINGS, LARGEST])
def test_a_certificate_is_one_page_on_which_nothing_lies_over_anything_else(printed, name):
    paper, _, pdf = printed[name]
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    read = text_of(pdf)
    for line in paper.lines(NUMBER, DAY):
        assert "".join(line.split()) in read, line
    signs = boxes(document[0])
    assert [(a[0], b[0]) for a, b in combinations(signs, 2) if over(a, b)] == []
    code = ("code", 144, 15, 184, 55)
    assert [sign[0] for sign in signs if over(sign, code)] == []
    assert all(sign[1] >= 15 and sign[3] <= 195 and sign[4] <= 290 for sign in signs)


@pytest.mark.parametrize("name", [*WORDINGS, LARGEST])
def test_the_seal_goes_over_the_name_of_who_issues(printed, name):
    paper, _, pdf = printed[name]
    signs = boxes(pypdfium2.PdfDocument(pdf)[0])
    row = "".join(sign[0] for sign in signs)
    seal, issuer = row.index("盖章处"), row.rindex(paper.issuer)
    centre = (signs[seal][1] + signs[seal + 2][3]) / 2
    ends = signs[issuer], signs[issuer + len(paper.issuer) - 1]
    assert abs((ends[0][1] + ends[1][3]) / 2 - centre) < 2
    # The circle of 42 mm around name and day: its mark stands 4 mm above its lowest point.
    assert 0 < signs[seal][2] - ends[0][4] < 21


@pytest.mark.parametrize("name", [*WORDINGS, LARGEST])
def test_the_code_is_40_mm_and_read_from_a_fax(printed, name):
    _, leads_to, pdf = printed[name]
    (code,) = zxingcpp.read_barcodes(faxed(pdf))
    assert code.text == leads_to
    assert code.ec_level == "M"
    left, right = code.position.top_left.x * DOT, code.position.top_right.x * DOT
    assert abs(right - left - 40) < 1
    assert abs(left - 144) < 1
