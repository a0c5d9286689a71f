"""Filings (填报): the table, and the rules about one row."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.report import FilingCorrected
from contracts.report_tables import FilingAccepted, FilingReturned
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from countykit.workdays import end_of_day
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from report_svc.closings.models import closed
from report_svc.forms.fields import FormField, Value
from report_svc.models import Base


class State(TitledEnum, name="filing_state", title_zh="填报状态"):
    """Whether a filing stands as it came in."""

    SUBMITTED = "submitted", "已报送"
    CORRECTED = "corrected", "已更正"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "审核通过"


class How(TitledEnum, name="value_provenance", title_zh="填报值由来"):
    """How a value came into a filing; only what is typed or corrected costs a village work."""

    SOURCE = "source", "来源推送"
    CONFIRMED = "confirmed", "村级确认"
    CORRECTED = "corrected", "村级更正"
    TYPED = "typed", "村级填写"
    REFUSED = "refused", "依规拒填"


class Remaining(TitledEnum, name="prefill_remaining", title_zh="预填后所余工作"):
    """What a prefilled column, or form, still asks of the village."""

    NOTHING = "nothing", "无须填写"
    CONFIRMATION = "confirmation", "只需确认"
    TYPING = "typing", "需要填写"


def _asker(filing: "Filing", caller: Caller) -> bool:
    return Role.COUNTY_OFFICE in caller.roles or caller.acts_for(filing.department)


_WHOSE = frozenset({"element", "source", "as_of"})
"""What a correction keeps of a value's origin: whose it was that proved wrong."""
FILERS = frozenset({Role.VILLAGE, Role.TOWNSHIP})
_ASKERS = frozenset({Role.DEPARTMENT, Role.COUNTY_OFFICE})
_UNCHECKED = frozenset({State.SUBMITTED, State.CORRECTED})
WORKFLOW = Workflow({
    "correction": Step(
        set(State), State.CORRECTED, FILERS, "更正",
        fact=lambda row, _: FilingCorrected(form=row.form, period=row.period, complete=row.complete),
    ),
    # Who asks checks and gives back; what a village said is changed by itself or its township only.
    "return": Step(
        _UNCHECKED | {State.ACCEPTED}, State.RETURNED, _ASKERS, "退回补正", party=_asker,
        fact=lambda row, _: FilingReturned(form=row.form, period=row.period),
    ),
    "acceptance": Step(
        _UNCHECKED, State.ACCEPTED, _ASKERS, "审核通过", party=_asker,
        fact=lambda row, _: FilingAccepted(form=row.form, period=row.period),
    ),
})  # fmt: skip


def in_open_period(_: Caller) -> sa.ColumnElement[bool]:
    """Whether the filing's period still takes corrections: what is closed is nobody's to-do."""
    return ~closed(col(Filing.form_id), col(Filing.period))


class Filing(Aggregate, Base, table=True):
    """One filled form. `region` is the village, `department` whose form it is.

    The foreign key takes a key-share lock on the arrangement, so villages never wait for one another; the unique
    constraint decides between two filings of the same village and period.
    """

    __tablename__ = "filing"
    __table_args__ = (
        sa.UniqueConstraint("arrangement_id", "region", "period"),
        sa.Index("filing_form_period_idx", "form_id", "period"),
    )

    department: str = Field(max_length=60)
    arrangement_id: UUID = Field(foreign_key="arrangement.id")
    form_id: UUID = Field(foreign_key="form.id", index=True)
    form: str = Field(max_length=60)
    period: str = Field(max_length=20)
    due_on: date
    provisional: bool = False
    values: dict[str, Any] = document()
    provenance: dict[str, Any] = document(default_factory=dict)
    """For each column how its value came, from whom and as of when; for a refused one the reason."""
    doubts: list[dict[str, Any]] = document(default_factory=list)
    """What contradicted a rule when it came in, as `Doubt`s, each with what the village said to it."""
    last_day: date | None = None
    """The last day of the period; None in filings of before this was kept."""
    on_time: bool
    complete: bool
    state: State = enumerated(State, default=State.SUBMITTED)
    reason: str | None = Field(default=None, max_length=500)
    """Why it was corrected or returned."""
    checked_by: str | None = Field(default=None, max_length=200)
    checked_at: datetime | None = moment(default=None)
    filed_at: datetime = moment()

    def correct(
        self, fields: Sequence[FormField], values: Mapping[str, Value], reason: str, doubts: Sequence[dict[str, Any]]
    ) -> Event:
        """Replace the values; whether the filing was on time stays what it was."""
        taken = WORKFLOW.take(self, "correction")
        self.reason = reason
        self.checked_by = self.checked_at = None
        changed = {
            name: {
                **{part: said for part, said in self.provenance.get(name, {}).items() if part in _WHOSE},
                "how": How.CORRECTED.value, "was": self.values.get(name),
            }
            for name, value in values.items() if self.values.get(name) != value
        }  # fmt: skip
        kept = {name: entry for name, entry in self.provenance.items() if name in values or entry["how"] == How.REFUSED}
        self.provenance = kept | changed
        self.values, self.doubts = dict(values), list(doubts)
        refused = {name for name, entry in self.provenance.items() if entry["how"] == How.REFUSED}
        self.complete = is_complete(fields, values, refused)
        return taken.event(self)

    def check(self, action: str, caller: Caller, now: datetime, reason: str | None) -> Event:
        """Accept the filing, or return it with the reason; raises Forbidden, IllegalTransition."""
        taken = WORKFLOW.take(self, action, caller)
        self.reason, self.checked_by, self.checked_at = reason, caller.sub, now
        return taken.event(self)


def is_complete(fields: Sequence[FormField], values: Mapping[str, Value], refused: Collection[str] = ()) -> bool:
    """Whether nothing compulsory is empty but what was lawfully refused."""
    return not any(field.lacks(values.get(field.name)) for field in fields if field.name not in refused)


def is_on_time(now: datetime, due_on: date, *, provisional: bool) -> bool:
    """A filing is on time until the due day has ended in China; nothing is late by a provisional day."""
    return provisional or now < end_of_day(due_on)


TODOS = (
    Todo(
        "filing_return", "补正退回的填报", Filing, WORKFLOW, "correction",
        record="read_filing", subject="form", states=frozenset({State.RETURNED}), among=in_open_period,
    ),
)  # fmt: skip
