"""Passes and their checks: the tables, and the rules about one row.

issued ──► used    (a village found it good)
  └──────► void

checked ──► refused  (only after a red answer)
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.passes import PassAnswer, PassReason, VisitPassUsed, VisitPassVoided, VisitRefused
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role, of_own_body
from countykit.never_refused import Claim
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base
from supervision_svc.passes.errors import NotToBeRefused


class State(TitledEnum, name="visit_pass_state", title_zh="检查通行单状态"):
    """What has become of a pass."""

    ISSUED = "issued", "待使用"
    USED = "used", "已核验"
    VOID = "void", "已作废"


class CheckState(TitledEnum, name="pass_check_state", title_zh="通行单核验状态"):
    """What the village did then."""

    CHECKED = "checked", "已核验"
    REFUSED = "refused", "已谢绝"


def only_after_red(row: "PassCheck", _: Caller) -> NotToBeRefused | None:
    """A village declines only what it was told that it may decline."""
    return None if row.answer is PassAnswer.RED else NotToBeRefused()


WORKFLOW = Workflow({
    "use": Step(
        {State.ISSUED}, State.USED, fact=lambda row, _: VisitPassUsed(number=row.number, visit_on=row.visit_on),
    ),
    "voiding": Step(
        {State.ISSUED}, State.VOID, frozenset({Role.DEPARTMENT, Role.COUNTY_OFFICE}), "作废", party=of_own_body,
        fact=lambda row, _: VisitPassVoided(number=row.number, visit_on=row.visit_on),
    ),
})  # fmt: skip
CHECKS = Workflow({
    "refusal": Step(
        {CheckState.CHECKED}, CheckState.REFUSED, frozenset({Role.VILLAGE}), "登记谢绝", rules=(only_after_red,),
        fact=lambda row, _: VisitRefused(reason=row.reason),
    ),
})  # fmt: skip


class VisitPass(Aggregate, Base, table=True):
    """The pass of one visit. `region` is the village; `text` is what was signed, byte for byte."""

    __tablename__ = "visit_pass"
    __table_args__ = (
        sa.UniqueConstraint("code"),
        sa.Index(
            "one_pass_per_visit", "entry_id", "region", "visit_on", unique=True,
            postgresql_where=sa.text("state <> 'void'"),
        ),
    )  # fmt: skip

    entry_id: UUID = Field(foreign_key="plan_entry.id", index=True)
    number: str = Field(max_length=30)
    department: str = Field(max_length=60)
    visit_on: date
    team_size: int
    announced: bool
    code: str = Field(max_length=20)
    text: str = Field(max_length=500)
    signature: str = Field(max_length=120)
    state: State = enumerated(State, default=State.ISSUED)
    used_at: datetime | None = moment(default=None, nullable=True)
    issued_by: str = Field(max_length=200)
    warnings: list[str] = document(default_factory=list)
    """The rules that the visit strains beside those of other bodies, as they stood when the pass was given."""


class PassCheck(Aggregate, Base, table=True):
    """What a village was told about those who came. `region` is the village; the visiting body does not see it."""

    __tablename__ = "pass_check"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)

    state: CheckState = enumerated(CheckState, default=CheckState.CHECKED)
    answer: PassAnswer = enumerated(PassAnswer)
    reason: PassReason = enumerated(PassReason)
    detail: str = Field(max_length=500)
    law: str | None = Field(default=None, max_length=300)
    pass_id: UUID | None = Field(default=None, foreign_key="visit_pass.id", index=True)
    claim: Claim | None = enumerated(Claim, default=None, nullable=True)
    visitor: str | None = Field(default=None, max_length=60)
    note: str | None = Field(default=None, max_length=500)
    checked_by: str = Field(max_length=200)
