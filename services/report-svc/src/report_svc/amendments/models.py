"""Amendments: the table, and the steps between its states."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts import form_amendments as facts
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role, of_own_body
from countykit.neutrality import neutral, not_served
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from report_svc.amendments.errors import AmendmentSecondPerson
from report_svc.forms.errors import SurveySamePerson
from report_svc.models import Base


class State(TitledEnum, name="form_amendment_state", title_zh="报表修订状态"):
    """What became of an amendment."""

    FILED = "filed", "待批准"
    APPROVED = "approved", "已修订"
    REFUSED = "refused", "不予修订"
    WITHDRAWN = "withdrawn", "已撤回"


def _second(row: Any, caller: Caller) -> AmendmentSecondPerson | None:
    return AmendmentSecondPerson() if caller.is_any_of(row.filed_by) else None


def _other_than_recorder(row: Any, caller: Caller) -> SurveySamePerson | None:
    return SurveySamePerson() if caller.is_any_of(row.survey_recorded_by) else None


WORKFLOW = Workflow({
    # The head of the county decides what villages are asked for beside the plan of the year, not the office.
    "decision": Step(
        {State.FILED}, {"approve": State.APPROVED, "refuse": State.REFUSED}, frozenset({Role.APPROVER}), "审批修订",
        rules=(_second, neutral, _other_than_recorder),
        fact={
            "approve": lambda row, _: facts.FormAmendmentApproved(form=row.form, form_id=row.new_form_id),
            "refuse": lambda row, _: facts.FormAmendmentRefused(form=row.form),
        },
    ),
    # The paper of another body: one person records it, another decides.
    "survey-approval": Step(
        {State.FILED}, None, frozenset({Role.COUNTY_OFFICE}), "登记统计机构审批", when=lambda row: row.awaits_paper,
        fact=lambda row, _: facts.FormAmendmentSurveyApproved(
            form=row.form, approved_on=date.fromisoformat(row.survey_approval["approved_on"])
        ),
    ),
    "withdrawal": Step(
        {State.FILED}, State.WITHDRAWN, frozenset({Role.DEPARTMENT, Role.COUNTY_OFFICE}), "撤回修订申请",
        party=of_own_body,
        fact=lambda row, _: facts.FormAmendmentWithdrawn(form=row.form),
    ),
})  # fmt: skip


class FormAmendment(Aggregate, Base, table=True):
    """One new version of a catalogued form. `region` is the county, `department` whose form it is."""

    __tablename__ = "form_amendment"
    __table_args__ = (
        sa.Index(
            "one_amendment_per_form", "form_id", unique=True, postgresql_where=sa.text("state = 'filed'"),
        ),
    )  # fmt: skip

    department: str = Field(max_length=60, index=True)
    form_id: UUID = Field(foreign_key="form.id")
    form: str = Field(max_length=60)
    title: str = Field(max_length=200)
    content: dict[str, Any] = document()
    """The whole new version, as a proposal of a form has it."""
    county_survey: bool
    survey_approval: dict[str, Any] | None = document(default=None)
    """The new paper of the statistics office: authority, number, day."""
    survey_recorded_by: str | None = Field(default=None, max_length=200)
    reason: str = Field(max_length=500)
    filed_by: str = Field(max_length=200)
    state: State = enumerated(State, default=State.FILED)
    decided_by: str | None = Field(default=None, max_length=200)
    decided_at: datetime | None = moment(default=None)
    decision_reason: str | None = Field(default=None, max_length=500)
    new_form_id: UUID | None = Field(default=None, foreign_key="form.id")
    """The new version, once it is approved."""

    @property
    def awaits_paper(self) -> bool:
        """Whether the county's statistics office has not approved the new version yet."""
        return self.county_survey and self.survey_approval is None


TODOS = (
    Todo(
        "form_amendment", "审批年中修订报表", FormAmendment, WORKFLOW, "decision",
        record="read_form_amendment", subject="title",
        among=lambda caller: sa.and_(
            not_by(FormAmendment.filed_by)(caller), not_served(FormAmendment, caller),
            sa.not_(col(FormAmendment.county_survey)) | col(FormAmendment.survey_recorded_by).is_not(None),
        ),
    ),
    Todo(
        "form_amendment_survey", "登记修订报表的统计机构审批", FormAmendment, WORKFLOW, "survey-approval",
        record="read_form_amendment", subject="title",
        among=lambda _: sa.and_(
            col(FormAmendment.county_survey), col(FormAmendment.survey_recorded_by).is_(None)
        ),
    ),
)  # fmt: skip
