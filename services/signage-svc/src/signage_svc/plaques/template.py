"""The empty import table: the column heads, what may stand below them, the caller's villages and the spec table."""

import io
from collections.abc import Iterable, Sequence

from contracts.signage import BoardLevel
from countykit.directory import Region
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from signage_svc.plaques.schemas import PlaqueRegistration
from signage_svc.specs.models import PlaqueSpec

_ADVICE = {
    "region": "必填，12位村(社区)代码，见“村代码”工作表",
    "name": "必填，牌子上的全称，2至100字",
    "spec": "可不填，不填时按名称自动匹配“规格表”",
    "placement": "必填：外部 或 内部",
    "width_mm": "必填，整数毫米，10至10000",
    "height_mm": "必填，整数毫米，10至10000",
    "background": "必填，如 白、红、蓝",
    "text_colour": "必填，如 红、黑、白",
    "hung_on": "可不填，如 2024-05-01，不得晚于今天",
    "last_activity_on": "可不填，如 2024-05-01，不得晚于今天",
    "valid_until": "可不填，如 2027-12-31，牌子所依据的批准或者登记到期的日期",
    "department": "可不填，要求挂牌的机构代码",
    "material": "可不填，如 铝合金、木质",
    "level": "可不填，要求挂牌的层级：国家级、省级、市级、县级 或 乡级",
}
_TEXT = "@"
_PREPARED_ROWS = 2000


def workbook(villages: Sequence[Region], specs: Sequence[PlaqueSpec]) -> bytes:
    """The template as XLSX; its first sheet is what the import reads."""
    book = Workbook()
    ledger = book.create_sheet("牌子台账", 0)
    titles = {name: str(field.title) for name, field in PlaqueRegistration.model_fields.items()}
    _fill(ledger, [tuple(titles.values())])
    # Codes must stay text: a spreadsheet would show 990101001201 as 9.90E+11.
    for row in ledger.iter_rows(min_row=2, max_row=_PREPARED_ROWS, max_col=1):
        row[0].number_format = _TEXT
    for name, choices in {"placement": ("外部", "内部"), "level": tuple(BoardLevel.titles().values())}.items():
        listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        column = get_column_letter([*titles].index(name) + 1)
        listed.add(f"{column}2:{column}{_PREPARED_ROWS}")
        ledger.add_data_validation(listed)
    _fill(
        book.create_sheet("填写说明"), [("栏目", "要求"), *((title, _ADVICE[name]) for name, title in titles.items())]
    )
    _fill(book.create_sheet("村代码"), [("村代码", "名称"), *((village.code, village.name) for village in villages)])
    _fill(book.create_sheet("规格表"), [("规格编号", "名称"), *((spec.code, spec.name) for spec in specs)])
    book.remove(book["Sheet"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, lines: Iterable[Sequence[str]]) -> None:
    for line in lines:
        sheet.append(list(line))
    for number, cell in enumerate(sheet[1]):
        cell.font = Font(bold=True)
        sheet.column_dimensions[chr(ord("A") + number)].width = 24
    sheet.freeze_panes = "A2"
