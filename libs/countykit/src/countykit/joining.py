"""Several reports of one matter are one case (并案): joined, judged once, counted once.

    reported ──► joined ──► reported
       (joining)    (parting)

The county office joins a report to another one about the same body whose day is within 30 days; `alike` offers them.
The other then answers for both: its verdict is told to who reported the first, and the body is charged once. Whoever
reported any of them, or joined them, judges the case no more, and what several reported is dismissed by two people.
Until the verdict a report can be parted again. For every aggregate that is reported and judged: its states have these
names, and its rows the columns of `Joined` beside `reported_by`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field as BodyField
from pydantic import PrivateAttr
from servicekit.bodies import Body, View
from servicekit.errors import Conflict
from servicekit.tables import document
from servicekit.transaction import Transaction
from servicekit.workflow import Fact, Rule, Step, Workflow
from sqlalchemy.orm import aliased
from sqlmodel import Field, SQLModel, col

from countykit.identity import Caller, Role, Scope, allow
from countykit.lateness import LastDays
from countykit.neutrality import neutral
from countykit.objections import reporters
from countykit.workdays import CHINA, today

DayOfAct = Annotated[date, BodyField(ge=date(2000, 1, 1))]
"""The day of what is reported: from the first day that the product knows, for reports are compared by their days."""
DAYS = 30
"""Reports about one body whose days lie further apart are not one matter."""
OFFICE = frozenset({Role.COUNTY_OFFICE})
JUDGES = frozenset({Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER})
"""Who judges reports, or watches over those who do."""
Judge = Annotated[Caller, allow(Role.COUNTY_OFFICE, Role.APPROVER)]


class DismissalNeedsTwo(Conflict):
    """What several people reported is not dismissed by one."""

    code = "dismissal_needs_two"
    rule = "INS-14"
    detail = "该事项有两次以上反映，认定不属实须由一人提出意见、另一人认定"
    law = "政府督查工作条例第16、17条：结论应当事实清楚、证据充分"


class NotOneMatter(Conflict):
    """Only what is about the same body and time, and waits for its verdict, is joined."""

    code = "not_one_matter"
    detail = "只能并入尚待认定、针对同一机构、日期相差不超过30日的另一件反映；已有其他反映并入的，请先拆案"


class MatterJudged(Conflict):
    """What was judged together stays together; the objection is the way back."""

    code = "matter_judged"
    detail = "所并入的反映已经认定，不能再拆案"


class Joined(SQLModel):
    """The columns of a report that takes others of its matter, or went to one."""

    reports: int = 1
    joined_by: list[str] = document(default_factory=list)
    """The logins that recorded a further report of it, or put one to it: none of them judges it."""
    joined_to: UUID | None = Field(default=None, index=True)
    """The report that answers for this one."""
    dismissal_by: str | None = Field(default=None, max_length=200)
    dismissal_reason: str | None = Field(default=None, max_length=500)


J = TypeVar("J", bound=Any)


class JoiningBody(Body):
    """To which report of the same matter it is put."""

    into: UUID = BodyField(title="并入的反映")


class JoinedView(View):
    """What those who judge are shown of reports of one matter."""

    reports: int | None = BodyField(title="反映次数", description="for those who judge, as what follows")
    joined_to: UUID | None = BodyField(title="并入的反映")
    dismissal_reason: str | None = BodyField(title="不属实意见")
    _answering: UUID | None = PrivateAttr(None)

    def kept_for_judges(self, caller: Caller) -> None:
        """Who reported learns that it was joined and what came of it, never of which other report."""
        self._answering = self.joined_to
        if not judging(caller):
            self.reports = self.joined_to = self.dismissal_reason = None

    @property
    def answering(self) -> UUID | None:
        """The report that answers for this one, whoever reads it."""
        return self._answering


def judging(caller: Caller) -> bool:
    """Whether the caller judges or watches; who is placed in a township is of it, and it may be the accused one."""
    return bool(caller.roles & JUDGES) and not caller.is_of_a_township


def dismissed_by_two(case: Any, caller: Caller) -> DismissalNeedsTwo | None:
    """Of several reports one person proposes the dismissal and another decides on it."""
    alone = case.dismissal_by is None or caller.is_any_of(case.dismissal_by)
    return DismissalNeedsTwo() if case.reports > 1 and alone else None


def joining(states: Any, *, joined: Fact, parted: Fact, proposed: Fact, judge: Rule) -> dict[str, Step[Any]]:
    """The steps before a verdict on several reports; `judge` is the rule of who judges, and so who joins, them."""
    return {
        "joining": Step({states.REPORTED}, states.JOINED, OFFICE, "并案", fact=joined, rules=(judge, neutral)),
        "parting": Step({states.JOINED}, states.REPORTED, OFFICE, "拆案", fact=parted, rules=(neutral,)),
        "dismissal-proposal": Step(
            {states.REPORTED}, None, OFFICE, "提出不属实意见", fact=proposed, rules=(judge, neutral),
            when=lambda case: case.reports > 1 and case.dismissal_by is None,
        ),
    }  # fmt: skip


def join(case: Any, *logins: str | None, reports: int = 1) -> None:
    """Put further reports to a case: who recorded and who puts them judges no more, nor stands a former opinion."""
    case.reports += reports
    case.joined_by = sorted({*case.joined_by, *(login for login in logins if login)})
    case.dismissal_by = case.dismissal_reason = None
    case.version += 1  # the report's own event says so


def propose_dismissal(tx: Transaction, table: Workflow[Any], case: Any, caller: Caller, reason: str) -> None:
    """Say why several reports are unfounded; another person decides. Raises IllegalTransition, ReporterCannotJudge."""
    taken = table.take(case, "dismissal-proposal", caller)
    case.dismissal_by, case.dismissal_reason = caller.sub, reason
    tx.record(taken.event(case), about=case)


def outcome(model: Any) -> sa.ColumnElement[Any]:
    """What became of a report: of a joined one, what became of the report that answers for it."""
    answering = aliased(model)
    state = sa.select(answering.state).where(answering.id == model.joined_to).correlate(model).scalar_subquery()
    return sa.func.coalesce(state, model.state)


@dataclass(frozen=True)
class Joining(Generic[J]):
    """How the reports of one model are joined, for its routes.

    `seen` is what a caller may see of them, `heard` raises StatementAwaited while a question about one is open, `day`
    is the column of when it was, and what is `same` of all reports of a matter is the body that they are about.
    `last_days` are those for the verdict: a parted report waits for its own again.
    """

    model: type[J]
    steps: Workflow[Any]
    seen: Callable[[Caller], Scope]
    heard: Callable[[Transaction, Workflow[Any], Any], Awaitable[None]]
    last_days: LastDays
    day: str = "occurred_on"
    same: tuple[str, ...] = ("department",)

    async def alike(self, tx: Transaction, caller: Caller, case_id: UUID) -> Sequence[J]:
        """The reports to which this one may be joined, those of the same title first, then by their days."""
        model, seen = self.model, self.seen(caller)
        case = await tx.get(model, case_id, seen)
        reported_on = sa.cast(model.created_at.op("AT TIME ZONE")(CHINA.key), sa.Date)
        around, on = timedelta(days=DAYS), sa.func.coalesce(getattr(model, self.day), reported_on)
        title = getattr(case, "title", None)
        statement = sa.select(model).where(
            seen.where(model), model.id != case.id,
            *(getattr(model, name) == getattr(case, name) for name in self.same),
            model.state.in_(self._start), on.between(self._day(case) - around, self._day(case) + around),
        )  # fmt: skip
        nearest = [sa.func.abs(on - self._day(case)), col(model.id)]
        order = nearest if title is None else [col(model.title) != title, *nearest]
        found = await tx.session.execute(statement.order_by(*order))
        return found.scalars().all() if case.state in self._start else ()

    async def join(self, tx: Transaction, caller: Caller, case_id: UUID, into: UUID) -> J:
        """Put a report to another one of its matter.

        Raises NotFound, IllegalTransition, ReporterCannotJudge, NotOneMatter, StatementAwaited, ServedThere.
        """
        case, answering = await self._locked(tx, caller, case_id, into)
        await self.heard(tx, self.steps, case)
        taken = self.steps.take(case, "joining", caller)
        apart = abs(self._day(case) - self._day(answering))
        if (
            case_id == into or answering.state not in self._start or apart > timedelta(days=DAYS)
            or any(getattr(case, name) != getattr(answering, name) for name in self.same)
            or await self._leads(tx, case_id)
        ):  # fmt: skip
            raise NotOneMatter
        case.joined_to = into
        self.last_days.schedule(tx, case)
        join(answering, *reporters(case), caller.sub, reports=case.reports)
        tx.record(taken.event(case), about=case)
        return case

    async def part(self, tx: Transaction, caller: Caller, case_id: UUID) -> J:
        """Make a joined report a matter of its own again; raises NotFound, IllegalTransition, MatterJudged."""
        known = await tx.get(self.model, case_id, self.seen(caller))
        case, answering = await self._locked(tx, caller, case_id, known.joined_to or case_id)
        taken = self.steps.take(case, "parting", caller)
        if answering.state not in self._start:
            raise MatterJudged
        join(answering, reports=-case.reports)
        case.joined_to = None
        self.last_days.schedule(tx, case)
        tx.record(taken.event(case), about=case)
        return case

    async def tell(self, tx: Transaction, *views: Any) -> None:
        """Put into the views of joined reports what became of their matter."""
        joined = [view for view in views if view.answering is not None]
        if not joined:
            return
        wanted = {view.answering for view in joined}
        statement = sa.select(self.model.id, self.model.state).where(self.model.id.in_(wanted))
        states = {row.id: row.state for row in await tx.session.execute(statement)}
        for view in joined:
            state = states[view.answering]
            view.joined_outcome = None if state in self._start else state

    @property
    def _start(self) -> Any:
        return self.steps.step("joining").start

    def _day(self, case: Any) -> Any:
        return getattr(case, self.day) or today(case.created_at)

    async def _leads(self, tx: Transaction, case_id: UUID) -> bool:
        statement = sa.select(sa.literal(1)).where(self.model.joined_to == case_id)
        return (await tx.session.execute(statement.limit(1))).first() is not None

    async def _locked(self, tx: Transaction, caller: Caller, *ids: UUID) -> list[J]:
        """The reports, locked in one order whoever joins what to what; the request is about the first of them."""
        await tx.get(self.model, ids[0], self.seen(caller))
        rows = {each: await tx.locked(self.model, each, self.seen(caller)) for each in sorted(set(ids))}
        return [rows[each] for each in ids]
