"""Views of reductions."""

from datetime import date
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import View


class Figures(View):
    """What one village was asked for at the end of a day."""

    on: date = Field(title="日期")
    forms: int = Field(title="报表数")
    fields: int = Field(title="栏目数")
    filings: int = Field(title="年填报次数", description="per village and year; forms on event are not foreseen: 0")


class FormThen(View):
    """A form that was in force on one of the two days."""

    table_title = "减报表前后对照"

    form_id: UUID = Field(title="报表编号")
    form: str = Field(title="报表编码")
    title: str = Field(title="报表名称")
    department: DepartmentCode = Field(title="要求单位")
    fields: int = Field(title="栏目数")
    filings: int = Field(title="年填报次数")
    on_first: bool = Field(title="起始日在用")
    on_last: bool = Field(title="结束日在用")


class Change(View):
    """A form came into force or fell out of it, by the event that told it."""

    table_title = "报表变动"

    form_id: UUID = Field(title="报表编号")
    form: str = Field(title="报表编码")
    title: str = Field(title="报表名称")
    department: DepartmentCode = Field(title="要求单位")
    on: date = Field(title="生效日期")
    event: str = Field(title="事件", description="type of the event, about this form, that anybody finds in the feed")
    label: str = Field(title="事项")
    reason: str | None = Field(title="理由", description="as it was given with the decision")
    in_force: bool = Field(title="变动后在用")
    fields: int = Field(title="栏目数", description="that came, or that fell away")
    filings: int = Field(title="年填报次数")


class Reduction(View):
    """What villages were asked for on two days, and what changed between them."""

    region: RegionCode
    first: Figures
    last: Figures
    forms: list[FormThen] = Field(description="in force on one of both days, with the record of each")
    changes: list[Change] = Field(description="after the first day until the last one")
