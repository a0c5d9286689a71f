"""Bodies of the routes of refused forms."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from contracts.form_refusals import Ground
from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView

Mark = Annotated[
    Literal["table_number", "issued_by", "approval_number", "valid_until"],
    named(table_number="表号", issued_by="制定机关", approval_number="批准或备案文号", valid_until="有效期限"),
]


class DemandedForm(Body):
    """A form that the village was told to fill, as it lies before it."""

    title: str = Field(min_length=2, max_length=200, title="报表名称", examples=["村级垃圾分类日报表"])
    table_number: str | None = Field(None, min_length=1, max_length=60, title="表号")
    department: str = Field(min_length=1, max_length=60, title="要求单位")
    survey: bool = Field(default=False, title="是统计调查表", description="统计法 applies to statistical surveys only")
    missing_marks: list[Mark] = Field(default_factory=list, max_length=4, title="表上缺少的标志")
    valid_until: date | None = Field(None, title="表上写明的有效期限")
    outside_platform: bool = Field(default=False, title="要求在平台外另填")

    @model_validator(mode="after")
    def _marks_agree(self) -> Self:
        if not self.survey and self.missing_marks:
            raise PydanticCustomError("marks_without_survey", "四项标志只对统计调查表有要求，请勾选“是统计调查表”")
        if "valid_until" in self.missing_marks and self.valid_until is not None:
            raise PydanticCustomError("mark_missing_and_given", "有效期限不能既缺少又已写明")
        return self


class FormRefusalView(ResourceView):
    """A refusal with its letter, ready to hand over."""

    table_title = "拒填报表"

    region: RegionCode = Field(title="村(社区)")
    title: str = Field(title="报表名称")
    table_number: str | None = Field(title="表号")
    department: DepartmentCode = Field(title="要求单位")
    ground: Ground = Field(title="拒填依据")
    law: str = Field(title="法律或文件依据")
    letter: str = Field(title="拒填告知书")
    created_at: datetime = Field(title="出具时间")
