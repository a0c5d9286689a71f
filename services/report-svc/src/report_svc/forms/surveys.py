"""County surveys (统计调查项目): the statistics office approves them, by a paper that one person records (FRM-02).

Another person then decides. Nobody approves their own: those of the statistics office go to its superior.
"""

from datetime import date

from contracts.form_approvals import FormSurveyApproved
from countykit import directory
from countykit.identity import Caller
from countykit.workdays import today
from pydantic import Field
from servicekit.bodies import Body, View
from servicekit.transaction import Transaction

from report_svc.elements.kinds import normalised
from report_svc.forms.errors import ApproverUnfit, SurveyNumberDiffers, SurveySamePerson, SurveyUnapproved
from report_svc.forms.models import WORKFLOW, Form

_STATISTICS = "统计"


class SurveyApproval(Body):
    """The paper of the statistics office, as it lies before the county office."""

    authority: str = Field(min_length=2, max_length=100, title="审批的统计机构", examples=["县统计局"])
    number: str = Field(min_length=2, max_length=100, title="批准文号", examples=["X统制〔2025〕3号"])
    approved_on: date = Field(title="批准日期")


class SurveyApprovalView(View):
    """The approval on record."""

    authority: str = Field(title="审批的统计机构")
    number: str = Field(title="批准文号")
    approved_on: date = Field(title="批准日期")


async def record(tx: Transaction, caller: Caller, form: Form, approval: SurveyApproval) -> Form:
    """Put the approval of a survey on record; raises ApproverUnfit, SurveyNumberDiffers, IllegalTransition."""
    WORKFLOW.take(form, "survey-approval", caller)
    await require_fit(tx, form, approval)
    form.survey_approval = approval.model_dump(mode="json")
    form.survey_recorded_by = caller.sub
    fact = FormSurveyApproved(form=form.code, approved_on=approval.approved_on)
    tx.record(fact, about=form, department=form.department)
    return form


async def require_fit(tx: Transaction, form: Form, approval: SurveyApproval) -> None:
    """Raise ApproverUnfit, SurveyNumberDiffers where the paper is not one that lets this table onto villages."""
    bodies = [await find(tx, form.department) for find in (directory.known_department, directory.answering)]
    own = {normalised(form.issued_by), *(normalised(body.name) for body in bodies)}
    future = approval.approved_on > today(tx.now)
    if _STATISTICS not in approval.authority or normalised(approval.authority) in own or future:
        raise ApproverUnfit
    if normalised(approval.number) != normalised(form.approval_number):
        raise SurveyNumberDiffers(number=form.approval_number)


def require_approval(form: Form, caller: Caller) -> None:
    """Raise SurveyUnapproved, SurveySamePerson where a county survey cannot be let onto villages yet."""
    if not form.county_survey:
        return
    if form.survey_approval is None:
        raise SurveyUnapproved
    if caller.is_any_of(form.survey_recorded_by):
        raise SurveySamePerson
