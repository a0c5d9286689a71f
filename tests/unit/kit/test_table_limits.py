"""A file that is made to cost more than a table may is refused, and costs nobody else anything."""

import asyncio
import base64
import io
import random
import resource
import time

import pytest
from fastapi import UploadFile
from pydantic import Field
from servicekit import tabular
from servicekit.bodies import Body
from servicekit.errors import Refusal

from .workbooks import cell, ods, ods_row, row, xlsx, zipped

HEAD = row(1, "代码", "名称")
GOOD = row(2, "990101001001", "东村")


class Line(Body):
    code: str = Field(pattern=r"^\d{12}$", title="代码")
    name: str = Field(max_length=2000, title="名称")


async def read(content: bytes, most_rows: int = 20_000):
    return await tabular.read(UploadFile(io.BytesIO(content)), Line, most_rows=most_rows, limit_bytes=21_000_000)


def shared_strings(count: int) -> bytes:
    strings = "<si><t/></si>" * count
    document = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{strings}</sst>'
    return xlsx(HEAD + GOOD, **{"xl/sharedStrings.xml": document})


def nested(levels: int) -> bytes:
    content = b"0" * 10_000_000
    for level in range(levels):
        content = zipped({f"{level}.zip": content, f"again/{level}.zip": content})
    return content


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REPEATED = (
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
    "</table:table-cell>"
)
BOMBS = {
    "shared strings": (shared_strings(14_000_000), {"table_too_demanding", "table_suspicious"}),
    "entities": (xlsx(HEAD + GOOD, prolog=ENTITIES), {"table_suspicious"}),
    "a zip in a zip": (nested(3), {"table_unreadable", "table_suspicious"}),
    "more cells than anybody has": (
        xlsx(HEAD + "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 300_000))),
        {"too_large", "table_suspicious", "table_too_demanding"},
    ),
    "repeated cells of ods": (
        ods(ods_row("代码", "名称") + ods_row("990101001001", "东村") + ods_row(REPEATED, repeated=1_000_000)),
        {"table_too_demanding", "table_unreadable", "too_large"},
    ),
    "a torn compound file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100_000, {"table_unreadable"}),
    "a csv of one endless record": (b'\xe4\xbb\xa3,"' + b"x," * 2_000_000, {"csv_quotation", "table_unreadable"}),
    "json nested beyond sense": (b"[" * 5_000_000, {"table_unreadable"}),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_is_refused_within_its_limits_while_others_are_served(name):
    content, codes = BOMBS[name]
    before = time.monotonic()
    bomb, honest = await asyncio.gather(read(content), read(xlsx(HEAD + GOOD)), return_exceptions=True)
    assert isinstance(bomb, Refusal), bomb
    assert bomb.code in codes
    assert [line.body.name for line in honest.rows] == ["东村"]
    assert time.monotonic() - before < 60


FAR = {
    "row two thousand million": row(2_000_000_000, "990101001002", "西村"),
    "the last row": row(1_048_576, "990101001002", "西村"),
    "a blank in the last corner": row(3, "990101001002", "西村") + f'<row r="1048576">{cell("XFD1048576", " ")}</row>',
    "styled blanks in every column": row(
        3, "990101001002", "西村", more="".join(f'<c r="XF{chr(65 + n % 4)}3" s="0"/>' for n in range(3000))
    ),
}


@pytest.mark.parametrize("name", FAR)
async def test_what_stands_far_away_costs_nothing(name):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    table = await read(xlsx(HEAD + GOOD + FAR[name], before='<dimension ref="A1:XFD1048576"/>'))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ([line.body.name for line in table.rows], table.errors) == (["东村", "西村"], [])
    assert after.ru_utime - before.ru_utime < 5


async def test_a_word_in_the_last_corner_is_named_as_a_column_without_head():
    table = await read(xlsx(HEAD + GOOD + f'<row r="1048576">{cell("XFD1048576", "字")}</row>'))
    assert ("column_unnamed", "XFD 列", 1_048_576) in [(e.code, e.field, e.row) for e in table.errors]


async def test_an_honest_file_of_twenty_megabytes_is_read_within_256_megabytes():
    """The limit of the process is 256 MB of addresses, so that being read at all is the proof."""
    noise = random.Random(1)
    names = (base64.b64encode(noise.randbytes(975)).decode() for _ in range(20_000))
    content = xlsx(HEAD + "".join(row(number, "990101001001", name) for number, name in enumerate(names, start=2)))
    assert 19_000_000 < len(content) < 21_000_000, len(content)
    table = await read(content)
    assert (len(table.rows), table.errors) == (20_000, [])
