"""Bodies of the chat group routes."""

import re
from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from contracts.checklist import Platform
from contracts.gateway import RegionLevel
from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, DecisionBody, ResourceView, View
from servicekit.tabular import ImportReport

from checklist_svc.groups.models import WORKFLOW, Feature

_BETWEEN = re.compile(r"[\s,，、;；]+")
_FEATURES = {title: code for code, title in Feature.titles().items()}


def _listed(value: object) -> object:
    """A cell of a table holds several features by their names, behind each other; an empty one none."""
    if value is None:
        return []
    parts = _BETWEEN.split(value.strip()) if isinstance(value, str) else None
    return value if parts is None else [_FEATURES.get(part, part) for part in parts if part]


class GroupRegistration(Body):
    """A group to put on the record, by itself or as a row of a survey's table."""

    region: str = Field(
        pattern=r"^\d{9}000$", title="乡镇", description="the township's 12-digit code", examples=["990101001000"]
    )
    name: str = Field(min_length=2, max_length=100, title="名称", examples=["青石镇村级工作群"])
    platform: Platform = Field(title="平台")
    platform_name: str | None = Field(
        None, min_length=1, max_length=40, title="平台名称", description="of another platform than the listed ones"
    )
    members: int = Field(ge=0, le=100_000, title="人数")
    owner: str | None = Field(
        None, min_length=1, max_length=60, title="主管机构",
        description="code of the body that runs it; the township itself where none is named",
    )  # fmt: skip
    owner_level: RegionLevel | None = Field(None, title="开发层级", description="for an app: who runs it (APP-01)")
    filing_number: str | None = Field(
        None, min_length=2, max_length=60, title="备案编号", description="for an app (APP-02)"
    )
    forced_features: Annotated[list[Feature], BeforeValidator(_listed)] = Field(
        default=[], max_length=5, title="强制功能", description="for an app: what it forces (APP-03 to APP-05)"
    )
    complaint_box: bool | None = Field(
        None, title="有投诉建议功能", description="for an app: whether it takes complaints (APP-06)"
    )

    @model_validator(mode="after")
    def _only_apps(self) -> Self:
        if self.platform is not Platform.GOVERNMENT_APP and (
            self.owner_level or self.filing_number or self.forced_features or self.complaint_box is not None
        ):
            raise PydanticCustomError("not_an_app", "开发层级、备案编号、强制功能和投诉功能只用于政务应用程序")
        return self

    @model_validator(mode="after")
    def _other_has_a_name(self) -> Self:
        if (self.platform is Platform.OTHER) != (self.platform_name is not None):
            raise PydanticCustomError("platform_name_unfit", "其他平台须填写平台名称，所列平台不填")
        return self


class GroupStep(Body):
    """Why a group is retained, dissolved, or allowed beside another one."""

    reason: str = Field(min_length=2, max_length=500)


class GroupMerger(GroupStep):
    """Into which group it is merged, and why."""

    target: UUID = Field(title="并入的工作群", description="another open group of the township")


class GroupVerification(DecisionBody):
    """What somebody outside of the township found when looking whether a group is closed."""

    decision: Annotated[Literal["accepted", "returned"], named(accepted="确已清理", returned="尚未清理")] = Field(
        title="核验结论"
    )
    reason: str = Field(min_length=2, max_length=500, title="核验情况")


class GroupCount(View):
    """What the register holds of a township: the baseline, and what has become of it."""

    table_title = "工作群底数"

    region: RegionCode = Field(title="乡镇代码")
    name: str = Field(title="乡镇")
    surveyed: int = Field(title="摸底数", description="registered in the first survey: the baseline")
    late: int = Field(title="摸底后登记")
    open: int = Field(title="未清理")
    retained: int = Field(title="保留")
    merged: int = Field(title="已合并")
    dissolved: int = Field(title="已解散")
    verified: int = Field(title="清理已核验")
    rebounds: int = Field(title="回潮", description="closed groups that are there again, and were not overturned")


class GroupImportReport(ImportReport):
    """The outcome of a survey's import."""

    rebounds: int = Field(0, description="rows that are groups closed before: each is charged, and may be contested")


class GroupView(ResourceView):
    """A group as it is shown."""

    table_title = "工作群"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇")
    name: str = Field(title="名称")
    platform: Platform = Field(title="平台")
    platform_name: str | None = Field(title="平台名称")
    members: int = Field(title="人数")
    owner: DepartmentCode | None = Field(title="主管机构", description="null for the township itself")
    owner_level: RegionLevel | None = Field(title="开发层级")
    filing_number: str | None = Field(title="备案编号")
    forced_features: list[Feature] = Field(title="强制功能")
    flags: list[str] = Field(
        title="违反规则",
        description="codes of the rules that it breaks: APP-01 to APP-06 of an app; GRP-02 where a verdict stands of "
        "check-ins, instant replies, tasks or papers that villages were made to give in it",
    )
    complaints: int = Field(title="违规派活属实次数", description="verdicts of GRP-02 that stand")
    complaint_box: bool | None = Field(title="有投诉建议功能")
    merged_into: UUID | None = Field(title="并入的工作群")
    allowance: str | None = Field(title="另留理由", description="why the approver lets the township keep a second one")
    reason: str | None = Field(title="说明")
    after_baseline: bool = Field(
        title="摸底后登记", description="registered after the survey: counts for no completion rate"
    )
    closed_on: date | None = Field(title="清理日期")
    verified_on: date | None = Field(
        title="核验日期", description="when somebody outside of the township found it closed"
    )
    created_at: datetime = Field(title="登记时间")
