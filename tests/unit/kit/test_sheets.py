"""What stands in a file is read as people mean it, or named; nothing is guessed and nothing is lost."""

import csv
import io
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from servicekit.sheets.cells import plain
from servicekit.sheets.cells import read as read_cell
from servicekit.sheets.reading import read
from servicekit.sheets.wanted import CellRefused, Column, Found, Refused, Wanted

from .workbooks import cell, ods, ods_row, row, xlsx

WANTED = Wanted(
    [
        Column("code", ("村代码", "code"), required=True), Column("name", ("牌子名称", "name"), required=True),
        Column("width", ("宽(毫米)", "width"), "number"), Column("hung_on", ("悬挂日期", "hung_on"), "date"),
        Column("active", ("是否有效", "active"), "yes_no"),
        Column("place", ("位置",), "choice", choices={"外部": "outside"}),
    ],
    ["状态"], 1000,
)  # fmt: skip
HEAD = ["村代码", "牌子名称", "宽(毫米)", "悬挂日期"]
GOOD = ["990101001201", "妇女之家", 600, "2024-05-01"]


def found(content: bytes) -> Found:
    return read(content, WANTED)


def book(*lines: list[object], title: str = "台账") -> bytes:
    made = Workbook()
    made.active.title = title
    for line in lines:
        made.active.append(line)
    return saved(made)


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def values(content: bytes) -> list[dict[str, object]]:
    return [row for _, _, row in found(content).rows]


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        found(content)
    return caught.value.code


def errors(content: bytes) -> list[tuple[int, str, str]]:
    return [(error["row"], error["field"], error["code"]) for error in found(content).errors]


@pytest.mark.parametrize(
    "head",
    [
        "村代码", "*村代码", "村 代码", "村代码（必填）", "村代码\n(必填)", "【村代码】", "村代码:", "村　代　码",
        "村代碼", "CODE", "村代码★",
    ],
)  # fmt: skip
def test_a_head_is_known_however_people_write_it(head):
    assert values(book([head, *HEAD[1:]], GOOD))[0]["code"] == GOOD[0]


def test_another_unit_is_another_column():
    assert errors(book(["村代码", "牌子名称", "宽(厘米)"], GOOD[:3])) == [(1, "宽(厘米)", "column_unknown")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (45413, "2024-05-01"), (45413.0, "2024-05-01"), ("45413", "2024-05-01"), (20240501, "2024-05-01"),
        ("2024/5/1", "2024-05-01"), ("2024.05.01", "2024-05-01"), ("2024年5月1日", "2024-05-01"),
        ("2024—5—1", "2024-05-01"), ("２０２４/５/１", "2024-05-01"), ("2024/5/1 0:00", "2024-05-01"),
        ("2024-05-01T00:00:00", "2024-05-01"), ("2024-05-01 00:00:00.000", "2024-05-01"),
        (date(2024, 5, 1), "2024-05-01"), (datetime(2024, 5, 1), "2024-05-01"),  # noqa: DTZ001
        ("昨天", "昨天"),
    ],
)  # fmt: skip
def test_a_day_is_read_where_it_is_unambiguous(written, meant):
    assert read_cell(plain(written), WANTED.columns[3]) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (0, "date_zero"), (0.0, "date_zero"), ("0", "date_zero"), (time(0), "date_zero"), (True, "date_zero"),
        (2024, "date_ambiguous"), (202405, "date_ambiguous"), (-3, "date_ambiguous"), (45413.5, "date_ambiguous"),
        (datetime(2024, 5, 1, 9), "date_with_time"), ("2024/2/30", "date_impossible"),  # noqa: DTZ001
        (date(1899, 12, 31), "date_zero"), (20241301, "date_impossible"),
    ],
)  # fmt: skip
def test_what_is_no_day_or_could_be_several_is_refused(written, code):
    with pytest.raises(CellRefused) as caught:
        read_cell(plain(written), WANTED.columns[3])
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (990101001201, "990101001201"), (990101001201.0, "990101001201"), ("'990101001201", "990101001201"),
        ('="990101001201"', "990101001201"), ("\u200b990101001201\u00a0", "990101001201"), ("妇女\n之家", "妇女之家"),
        ("妇女_x000D_\n之家", "妇女之家"), ("A\nB", "A B"), ("'=1+1", "=1+1"), ("O'Neill", "O'Neill"), (1.5, "1.5"),
    ],
)  # fmt: skip
def test_a_code_or_a_name_stays_what_it_is(written, meant):
    assert read_cell(plain(written), WANTED.columns[0]) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [("9.90101E+11", "scientific_notation"), (110105194912310021.0, "number_imprecise")],
)
def test_a_code_that_the_spreadsheet_spoilt_is_named(written, code):
    with pytest.raises(CellRefused) as caught:
        read_cell(plain(written), WANTED.columns[0])
    assert caught.value.code == code


def test_amounts_choices_and_yes_are_read():
    line = ["1", "牌", "1,200", None, "是", "外部 "]
    assert values(book([*HEAD, "是否有效", "位置"], line))[0] == {
        "code": "1", "name": "牌", "width": "1200", "active": True, "place": "outside",
    }  # fmt: skip


def test_every_visible_sheet_with_the_head_is_read_and_the_others_are_named():
    made = Workbook()
    for name in ("封面", "青石镇", "白塔镇", "空", "旧"):
        sheet = made.create_sheet(name)
        if name != "空":
            sheet.append(["填表说明"] if name == "封面" else HEAD)
        if name in ("青石镇", "白塔镇", "旧"):
            sheet.append([GOOD[0], name, 600, None])
    made.remove(made["Sheet"])
    made["旧"].sheet_state = "veryHidden"
    whole = found(saved(made))
    assert [(sheet, values["name"]) for sheet, _, values in whole.rows] == [("青石镇", "青石镇"), ("白塔镇", "白塔镇")]
    assert {sheet["sheet"]: sheet["reason"] for sheet in whole.ignored_sheets} == {
        "封面": "没有所需的表头", "空": "空白工作表", "旧": "隐藏的工作表",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (book(HEAD), "table_without_rows"), (book(["说明"], ["请填写"]), "table_head_missing"),
        (book(["村代码", "宽(毫米)"], ["1", 2]), "columns_missing"),
        (book([*HEAD, "牌子名称"], [*GOOD, "另一名"]), "heads_doubled"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "table_is_markup"),
        (b"%PDF-1.7", "table_unreadable"), (b"", "table_unreadable"), (b"\xef\xbb\xbf \n", "table_unreadable"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_meant_is_refused_whole(content, code):
    assert refused(content) == code


def test_content_without_a_head_and_a_prefilled_serial_number():
    assert errors(book(HEAD, [*GOOD, "漏了表头"])) == [(2, "E 列", "column_unnamed")]
    whole = found(book(["序号", *HEAD], [1, *GOOD], [2], [3]))
    assert (len(whole.rows), whole.errors, whole.ignored_columns) == (1, [], ["序号"])


ERROR = '<c r="B2" t="e"><v>#REF!</v></c>'
UNCALCULATED = '<c r="B2"><f>A2</f></c>'
HEAD_ROW = row(1, *HEAD)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f'<row r="2">{cell("A2", "1")}{ERROR}</row>', "cell_error"),
        (f'<row r="2">{cell("A2", "1")}<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>', "cell_error"),
        (f'<row r="2">{cell("A2", "1")}{UNCALCULATED}</row>', "formula_without_value"),
        (f'<row r="2">{cell("A2", "1")}<c r="B2"><f>A2</f><v></v></c></row>', "formula_without_value"),
        ('<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>', "cell_error"),
    ],
)  # fmt: skip
def test_an_error_value_or_an_uncalculated_formula_is_named(rows, code):
    assert errors(xlsx(HEAD_ROW + rows)) == [(2, "name", code)]


def test_a_calculated_formula_is_read():
    rows = f'<row r="2">{cell("A2", "1")}<c r="B2" t="str"><f>A2</f><v>妇女之家</v></c></row>'
    assert values(xlsx(HEAD_ROW + rows)) == [{"code": "1", "name": "妇女之家"}]


def test_error_values_of_opendocument_are_named_and_merged_cells_read():
    error = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    )
    tall = (
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>1</text:p>'
        "</table:table-cell>"
    )
    rows = ods_row("村代码", "牌子名称") + ods_row("1", error) + ods_row(tall, "甲") + ods_row(
        "<table:covered-table-cell/>", "乙"
    )  # fmt: skip
    assert errors(ods(rows)) == [(2, "name", "cell_error")]
    assert values(ods(rows))[1:] == [{"code": "1", "name": "甲"}, {"code": "1", "name": "乙"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_every_dialect(encoding, separator):
    text = "\r\n".join(separator.join(map(str, line)) for line in (HEAD, GOOD))
    assert values(text.encode(encoding)) == [
        {"code": GOOD[0], "name": "妇女之家", "width": "600", "hung_on": "2024-05-01"}
    ]


CELLS = st.one_of(
    st.none(),
    st.text("妇女之家 　\u200b·a1'\"=,\n", max_size=8),
    st.integers(0, 10**13),
    st.just("#N/A"),
    st.just("2024/5/1"),
)
LINES = st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=12)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, st.integers(0, 3), st.sampled_from(["xlsx", "csv"]))
def test_every_line_below_the_head_is_read_or_counted_as_empty(lines, titles, kind):
    """seen = read + empty: whatever stands in the rows, each of them is met once, in order, under its own number."""
    table = [["台账"]] * titles + [HEAD, *lines]
    if kind == "xlsx":
        content = book(*table)
    else:
        out = io.StringIO()
        csv.writer(out).writerows([*([["台账", "", "", ""]] * titles), HEAD, *lines])
        content = out.getvalue().encode()
    filled = [
        number for number, line in enumerate(lines, start=titles + 2) if any(plain(value) is not None for value in line)
    ]
    if not filled:
        assert refused(content) == "table_without_rows"
        return
    whole = found(content)
    assert [number for _, number, _ in whole.rows] == filled
    assert len(whole.rows) + whole.empty == filled[-1] - titles - 1
    for _, number, taken in whole.rows:
        line = lines[number - titles - 2]
        named = {error["field"] for error in whole.errors if error["row"] == number}
        filled_columns = {
            column.name for column, value in zip(WANTED.columns, line, strict=False) if plain(value) is not None
        }
        assert filled_columns == taken.keys() | named
