"""Facts of report-svc about new versions of catalogued forms during the year."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Code, Day, Id


class FormAmendmentFiled(Event):
    """A body filed a new version of one catalogued form. Region is the county."""

    type: ClassVar[str] = "report.form_amendment.filed.v1"
    title_zh: ClassVar[str] = "申请年中修订报表"
    collection: ClassVar[str] = "form-amendments"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code


class FormAmendmentSurveyApproved(Event):
    """The statistics office's new approval of an amended county survey was put on record (FRM-02)."""

    type: ClassVar[str] = "report.form_amendment.survey_approved.v1"
    title_zh: ClassVar[str] = "登记修订报表的统计机构审批"
    collection: ClassVar[str] = "form-amendments"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    approved_on: Day


class FormAmendmentApproved(Event):
    """The head approved the new version; the catalogue's new edition has it."""

    type: ClassVar[str] = "report.form_amendment.approved.v1"
    title_zh: ClassVar[str] = "批准年中修订报表"
    collection: ClassVar[str] = "form-amendments"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    form_id: Annotated[Id, Field(description="of the new version")]


class FormAmendmentRefused(Event):
    """The head refused the new version; the form stays as it is."""

    type: ClassVar[str] = "report.form_amendment.refused.v1"
    title_zh: ClassVar[str] = "不予年中修订报表"
    collection: ClassVar[str] = "form-amendments"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code


class FormAmendmentWithdrawn(Event):
    """The body took its new version back."""

    type: ClassVar[str] = "report.form_amendment.withdrawn.v1"
    title_zh: ClassVar[str] = "撤回年中修订报表"
    collection: ClassVar[str] = "form-amendments"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code


class FormSuperseded(Event):
    """A new version took the place of a form; what is arranged by the old one goes on until its end."""

    type: ClassVar[str] = "report.form.superseded.v1"
    title_zh: ClassVar[str] = "报表由新版替代"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code


STEPS: tuple[type[Event], ...] = (
    FormAmendmentFiled, FormAmendmentSurveyApproved, FormAmendmentApproved, FormAmendmentRefused,
    FormAmendmentWithdrawn,
)  # fmt: skip
"""What happens to an amendment itself; what the board counts are the forms."""
