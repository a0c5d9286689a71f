"""Bodies of the table routes."""

from datetime import date, datetime
from uuid import UUID

from contracts.report import Frequency
from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import View
from servicekit.tabular import ImportReport

from report_svc.elements.kinds import Kind
from report_svc.filings.models import State
from report_svc.filings.schemas import Values
from report_svc.forms.fields import RowColumn
from report_svc.tables.models import Use
from report_svc.validation.doubts import Doubt

Totals = dict[str, int | float]


class TableColumn(View):
    """A column of the table."""

    column: str
    unit: str | None
    kind: Kind | None
    element: str | None
    columns: list[RowColumn] = Field(title="表格栏目", description="of a table what each of its rows says")
    summed: bool = Field(description="whether a township's value is the sum of its villages")


class TableRow(View):
    """What one village said; without a filing it has not filed."""

    village: RegionCode
    township: RegionCode
    filing_id: UUID | None
    version: int | None
    state: State | None
    on_time: bool | None
    complete: bool | None
    filed_at: datetime | None
    reason: str | None
    values: Values
    doubts: list[Doubt] = Field(description="what was odd when it came in, and what the village said to it")


class TableSum(View):
    """The villages of one township, or of the whole table, together."""

    region: RegionCode
    expected: int
    actual: int
    missing: int
    totals: Totals


class AskerTable(View):
    """The table of one form and period: a row for each village that is asked or has filed."""

    form_id: UUID
    form: str
    title: str
    department: DepartmentCode
    period: str
    first_day: date
    last_day: date
    due_on: date
    provisional: bool = Field(description=PROVISIONAL)
    closed: bool
    template: str = Field(description="changes with the form's columns; a workbook of another template is refused")
    columns: list[TableColumn]
    rows: list[TableRow]
    townships: list[TableSum]
    total: TableSum


class FormPeriod(View):
    """One period of a form over all villages, so that periods can be compared."""

    table_title = "报表分期汇总"

    period: str = Field(title="填报期")
    first_day: date = Field(title="开始日")
    last_day: date = Field(title="结束日")
    due_on: date = Field(title="截止日")
    provisional: bool = Field(title="截止日暂定", description=PROVISIONAL)
    closed: bool = Field(title="是否已关闭")
    expected: int = Field(title="应报")
    actual: int = Field(title="已报")
    missing: int = Field(title="未报")
    totals: Totals = Field(title="合计")


class FormPeriods(View):
    """The periods of a form in their order."""

    items: list[FormPeriod]


class TableUseView(View):
    """Who used the tables of a form on a day."""

    table_title = "汇总表使用记录"

    used_on: date = Field(title="日期")
    reader_name: str = Field(title="使用人")
    department: DepartmentCode | None = Field(title="单位")
    how: Use = Field(title="用途")
    times: int = Field(title="次数")


class TableUses(View):
    """The newest uses of a form's tables."""

    items: list[TableUseView]


class UnusedForm(View):
    """A form that villages fill and its asking body does not look at: it is proposed for ending."""

    table_title = "无人使用的报表"

    form_id: UUID = Field(title="报表编号")
    code: str = Field(title="编码")
    title: str = Field(title="名称")
    department: DepartmentCode = Field(title="要求单位")
    frequency: Frequency = Field(title="频次")
    filings: int = Field(title="期间填报份数")
    used_on: date | None = Field(title="最近使用日期")
    since: date = Field(title="自何日起无人使用")
    advice: str = Field(title="建议")


class UnusedForms(View):
    """The forms that nobody used."""

    items: list[UnusedForm]


class FilingImportReport(ImportReport):
    """What became of a table that came back."""

    filed: int = 0
    corrected: int = 0
    unchanged: int = 0
