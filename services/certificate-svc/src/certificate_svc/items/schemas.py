"""Bodies of the item routes."""

from datetime import date
from typing import Annotated

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from certificate_svc.items.models import WORKFLOW, Kind


class ItemUse(Body):
    """For whom and what for an item may be issued, and with which text."""

    demanders: list[Annotated[str, Field(min_length=2, max_length=100)]] = Field(
        [], max_length=20, examples=[["公证"]],
        description="words of the names of who may demand it, or codes of departments; empty: whoever",
    )  # fmt: skip
    purposes: list[Annotated[str, Field(min_length=2, max_length=100)]] = Field(
        [], max_length=20, examples=[["公证", "继承"]], description="words of the purposes; empty: whatever it is for"
    )
    template: str | None = Field(None, max_length=40, description="code of a wording, for an item that has none")


class ItemAdmission(ItemUse):
    """What a county lays down for an item that it admits; the first five are demanded by CER-01."""

    legal_basis: str | None = Field(None, min_length=2, max_length=500, examples=["公证法第11条"])
    requested_by: str | None = Field(None, min_length=2, max_length=200, examples=["公证机构"])
    issuing_body: str | None = Field(None, min_length=2, max_length=200, examples=["村民委员会"])
    guide: str | None = Field(None, min_length=2, max_length=4000, examples=["持身份证、户口簿到村便民服务站办理"])
    days: int | None = Field(None, ge=1, le=60, description="working days")
    decided_by: list[str] = Field(
        min_length=1, max_length=20, description="the bodies whose meeting decided (CER-02)", examples=[["县民政局"]]
    )
    source: str = Field(
        min_length=4, max_length=500, title="会议纪要或文号", examples=["松民发〔2026〕8号"],
        description="number of the paper by which the bodies decided; without one the item is proposed and reviewed",
    )  # fmt: skip
    public_interest: bool | None = Field(None, description="needs a deliberation record (CER-03); else as shipped")
    second_person: bool | None = Field(None, description="another person approves the checked facts; else as shipped")

    def missing(self) -> list[str]:
        """Which of the marks of CER-01 are absent."""
        marks = ("legal_basis", "requested_by", "issuing_body", "guide", "days")
        return [name for name in marks if getattr(self, name) is None]


class ItemView(ResourceView):
    """An item as it is shown, with where it comes from."""

    table_title = "证明事项"
    workflow = WORKFLOW

    code: str = Field(title="事项编码")
    kind: Kind = Field(title="类别")
    name: str = Field(title="事项名称")
    aliases: list[str] = Field(title="其他称谓")
    region: RegionCode = Field(title="适用区划")
    category: str = Field(title="分类")
    legal_basis: str = Field(title="设定依据")
    requested_by: str | None = Field(title="索要单位")
    issuing_body: str | None = Field(title="开具单位")
    guide: str | None = Field(title="办理指南")
    days: int | None = Field(title="办理时限(工作日)")
    public_interest: bool = Field(title="涉及公共利益")
    second_person: bool = Field(title="须第二人审核")
    demanders: list[str] = Field(title="限定索要单位")
    purposes: list[str] = Field(title="限定用途")
    template: str | None = Field(title="式样代码")
    issue_instead: str | None = Field(title="应由谁办理")
    typical_use: str | None = Field(title="常见用途")
    exception: str | None = Field(title="例外情形")
    decided_by: list[str] = Field(title="研究单位")
    source: str | None = Field(title="来源")
    provenance: str = Field(title="出处性质")
    detail_provenance: str | None = Field(title="细节出处性质")
    effective_from: date = Field(title="生效日期")
    effective_to: date | None = Field(title="失效日期")
