"""Bodies of the chat group routes."""

from datetime import datetime
from typing import Self

from contracts.checklist import Platform
from contracts.gateway import RegionLevel
from countykit.directory import RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView

from checklist_svc.groups.models import WORKFLOW, Feature


class GroupRegistration(Body):
    """A group to put on the record."""

    region: str = Field(pattern=r"^\d{9}000$", description="the township's 12-digit code", examples=["990101001000"])
    name: str = Field(min_length=2, max_length=100, examples=["青石镇村级工作群"])
    platform: Platform
    members: int = Field(ge=0, le=100_000)
    owner_level: RegionLevel | None = Field(None, description="for an app: who runs it (APP-01)")
    filing_number: str | None = Field(None, min_length=2, max_length=60, description="for an app: 备案编号 (APP-02)")
    forced_features: list[Feature] = Field(default=[], max_length=3, description="for an app: what it forces (APP-03)")

    @model_validator(mode="after")
    def _only_apps(self) -> Self:
        if self.platform is not Platform.GOVERNMENT_APP and (
            self.owner_level or self.filing_number or self.forced_features
        ):
            raise PydanticCustomError("not_an_app", "开发层级、备案编号和强制功能只用于政务应用程序")
        return self


class GroupStep(Body):
    """Why a group is retained, merged or dissolved."""

    reason: str = Field(min_length=2, max_length=500)


class GroupView(ResourceView):
    """A group as it is shown."""

    table_title = "工作群"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇")
    name: str = Field(title="名称")
    platform: Platform = Field(title="平台")
    members: int = Field(title="人数")
    owner_level: RegionLevel | None = Field(title="开发层级")
    filing_number: str | None = Field(title="备案编号")
    forced_features: list[Feature] = Field(title="强制功能")
    flags: list[str] = Field(
        title="违反规则", description="codes of the rules that an app breaks: APP-01, APP-02, APP-03"
    )
    reason: str | None = Field(title="说明")
    after_baseline: bool = Field(
        title="摸底后登记", description="registered after the survey: counts for no completion rate"
    )
    created_at: datetime = Field(title="登记时间")
