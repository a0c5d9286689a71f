"""The tables with which the example county of the set-up page becomes one; `make generated` writes them.

They are workbooks, since a spreadsheet spoils codes of twelve digits when it opens a CSV file.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from servicekit.tabular.exporting import Cell, written

from songbang.dashboard import DASHBOARD

FOLDER = DASHBOARD / "public" / "examples"
COUNTY = "990601000000"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can name: the same tables are always the same bytes."""
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_VILLAGES = {
    "990601001000": ("示范镇", ("前进村", "后坪村", "东岭村")),
    "990601002000": ("样板镇", ("大桥村", "小湾村", "石门村")),
    "990601003000": ("试点乡", ("上塘村", "下寨村")),
}
_BODIES = {
    "D101": "示例县民政局", "D102": "示例县农业农村局", "D103": "示例县卫生健康局", "D115": "示例县委组织部",
    "D116": "示例县委农办", "D117": "示例县委社会工作部",
}  # fmt: skip

_PEOPLE = (
    ("jianfuban", "赵敏", "县减负办", COUNTY, None), ("fenguan", "钱立", "审批人", COUNTY, None),
    ("ducha", "孙平", "督查专班", COUNTY, None), ("minzheng", "李芳", "部门", COUNTY, "D101"),
    ("shifan", "周强", "乡镇", "990601001000", None), ("yangban", "吴静", "乡镇", "990601002000", None),
    ("qianjin", "郑勇", "村（社区）", "990601001201", None),
)  # fmt: skip


def tables() -> Iterator[tuple[str, str, list[list[Cell]]]]:
    """Each table: the name of its file, its title, and its lines with the head first."""
    regions: list[list[Cell]] = [[code, name] for code, name in _regions()]
    yield "regions", "行政区划", [["区划代码", "名称"], *regions]
    bodies: list[list[Cell]] = [[code, name, COUNTY] for code, name in _BODIES.items()]
    yield "departments", "机构目录", [["机构代码", "机构名称", "所属行政区划"], *bodies]
    people: list[list[Cell]] = [[*person, "示例"] for person in _PEOPLE]
    heads: list[Cell] = ["用户名", "姓名", "角色", "行政区划代码", "机构代码", "任职依据"]
    yield "people", "人员", [heads, *people]
    days: list[list[Cell]] = [["2027-01-01", "放假", "元旦"], ["2027-01-02", "上班", "元旦"]]
    yield "calendar", "放假安排（格式示例，请按国务院办公厅通知填写）", [["日期", "安排", "节日"], *days]


def files() -> Iterator[tuple[Path, bytes]]:
    """Each workbook by its path."""
    for name, title, lines in tables():
        yield FOLDER / f"{name}.xlsx", _timeless(bytes(written(lines, title, "xlsx").body))


def _regions() -> Iterator[tuple[str, str]]:
    yield "990000000000", "示例省"
    yield "990600000000", "示例市"
    yield COUNTY, "示例县"
    for township, (name, villages) in _VILLAGES.items():
        yield township, name
        for number, village in enumerate(villages, start=201):
            yield f"{township[:9]}{number}", village


def _timeless(workbook: bytes) -> bytes:
    """The workbook without the moment at which it was made, and not compressed: compressors differ in their bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as made, zipfile.ZipFile(out, "w") as kept:
        for name in sorted(made.namelist()):
            content = _MOMENT.sub(b"1980-01-01T00:00:00Z", made.read(name))
            kept.writestr(zipfile.ZipInfo(name, _LONG_AGO), content)
    return out.getvalue()
