"""Bodies of the form routes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from contracts.report import Frequency
from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from countykit.numbers import GroundedView, NumberShown
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, DecisionBody, ResourceView
from servicekit.problems import FieldError

from report_svc.elements.kinds import normalised
from report_svc.elements.schemas import ElementCode
from report_svc.forms.fields import FormField
from report_svc.forms.kinds import FormKind, IssuingLevel
from report_svc.forms.likeness import Resemblance
from report_svc.forms.models import LATEST, WORKFLOW, Form, TargetLevel
from report_svc.forms.overlaps import Overlap
from report_svc.forms.rules import MOST_RULES, FormRule, require_sound
from report_svc.forms.surveys import SurveyApprovalView


class FormContent(Body):
    """What a department asks for. The four marks of 统计法(2024)第17条 are checked by FRM-01, all at once."""

    title: str = Field(min_length=2, max_length=200, examples=["村级常住人口季报"])
    table_number: str | None = Field(None, max_length=60, description="表号", examples=["XB01表"])
    issued_by: str | None = Field(None, max_length=100, description="制定机关", examples=["县统计局"])
    approval_number: str | None = Field(
        None, max_length=100, description="批准或备案文号", examples=["X统制〔2025〕3号"]
    )
    valid_until: date | None = Field(None, le=LATEST, description="有效期限", examples=["2026-12-31"])
    fields: list[FormField] = Field(min_length=1, max_length=200)
    rules: list[FormRule] = Field(
        default=[], max_length=MOST_RULES, title="栏目校验", description="what is asked back once when it is filled in"
    )
    frequency: Frequency
    legal_basis: str = Field(min_length=2, max_length=500, examples=["统计法(2024)第12条"])
    target_level: TargetLevel = TargetLevel.VILLAGE
    kind: FormKind | None = Field(
        None, title="报表性质", description="a county survey needs the statistics office (FRM-02)"
    )
    issuing_level: IssuingLevel | None = Field(None, title="制发层级", description="the county when left out")
    admission: NumberShown | None = Field(
        None,
        title="准入编号",
        description="of the admitted task that it serves; other forms than surveys need it, or a law",
    )

    @model_validator(mode="after")
    def _every_field_once(self) -> Self:
        names = [normalised(name) for field in self.fields for name in (field.name, *field.figures)]
        if len(set(names)) < len(names):
            raise PydanticCustomError("field_repeated", "报表中有同名栏目")
        require_sound(self.rules, self.fields)
        return self

    def missing_marks(self, today: date) -> list[FieldError]:
        """Each statutory mark that is absent, or expired (FRM-01)."""
        absent = [
            FieldError(pointer=f"/body/{name}", code="missing_mark", detail=f"缺少{title}")
            for name, title in _MARKS.items() if not getattr(self, name)
        ]  # fmt: skip
        if self.valid_until is not None and self.valid_until < today:
            absent.append(FieldError(pointer="/body/valid_until", code="expired_mark", detail="有效期限已过"))
        return absent


_MARKS = {
    "table_number": "表号",
    "issued_by": "制定机关",
    "approval_number": "批准或备案文号",
    "valid_until": "有效期限",
}


class FormProposal(FormContent):
    """A form proposed for the county's catalogue; the department is the caller's own."""

    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$", examples=["XB01"])
    region: str | None = Field(
        None, pattern=r"^\d{9}000$", description="county or township addressed; the department's home when left out"
    )


class FormDecision(DecisionBody):
    """What the county office decides about a form, and why."""

    decision: Annotated[Literal["approve", "return"], named(**{"approve": "同意", "return": "退回"})] = Field(
        title="决定"
    )


class FormEnd(Body):
    """Why a form is stopped, or taken back by its department."""

    reason: str = Field(min_length=2, max_length=500)


class FormBinding(Body):
    """Which data element each of these columns asks for, as a person confirms it; null unties one."""

    columns: dict[str, ElementCode | None] = Field(min_length=1, max_length=200, examples=[{"常住人口": "E007"}])


class FormSummary(GroundedView, ResourceView):
    """A form as lists show it."""

    table_title = "报表"
    workflow = WORKFLOW

    region: RegionCode = Field(title="适用区域")
    department: DepartmentCode = Field(title="要求单位")
    code: str = Field(title="编码")
    title: str = Field(title="名称")
    table_number: str = Field(title="表号")
    issued_by: str = Field(title="制定机关")
    approval_number: str = Field(title="批准或备案文号")
    valid_until: date = Field(title="有效期限")
    frequency: Frequency = Field(title="频次")
    legal_basis: str = Field(title="依据")
    target_level: TargetLevel = Field(title="填报层级")
    kind: FormKind | None = Field(title="报表性质")
    issuing_level: IssuingLevel | None = Field(title="制发层级")
    reason: str | None = Field(title="说明")
    ended_on: date | None = Field(title="停用日期")
    amends: UUID | None = Field(title="前一版本", description="the version whose place it took during the year")
    suspended_from: date | None = Field(
        title="暂停起始日", description="asked of nobody since then, until it is resumed"
    )
    created_at: datetime = Field(title="提出时间")


class FormView(FormSummary):
    """A form with its fields, and with the approved forms that already ask for the same (FRM-03)."""

    fields: list[FormField]
    rules: list[FormRule] = Field(title="栏目校验")
    survey_approval: SurveyApprovalView | None = Field(title="统计机构审批")
    overlaps: list[Overlap] = Field(default_factory=list)
    comebacks: list[Resemblance] = Field(
        default_factory=list, description="forms that the office stopped and that this proposal brings back"
    )

    @classmethod
    def with_overlaps(
        cls, form: Form, caller: Caller, found: Sequence[Overlap], comebacks: Sequence[Resemblance] = ()
    ) -> Self:
        """The whole view."""
        view = cls.of(form, caller)
        view.overlaps, view.comebacks = list(found), list(comebacks)
        return view
