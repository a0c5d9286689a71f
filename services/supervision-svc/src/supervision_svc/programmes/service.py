"""What can be done with programmes, and what the deadlines of their measures do by themselves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.programmes import ProgrammeConcluded, ProgrammeFiled
from countykit import directory
from countykit.identity import Caller
from countykit.regions import county_of
from countykit.workdays import end_of_day, today
from servicekit.due import Job
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from supervision_svc.programmes import repository
from supervision_svc.programmes.errors import (
    MeasureBodyUnfit,
    MeasureTargetUnfit,
    PostponementUnfit,
    ProgrammeDaysUnfit,
    ProgrammeReplacedUnknown,
    ProgrammeTooLarge,
    ProgrammeUnsettled,
)
from supervision_svc.programmes.models import (
    MEASURES,
    PROGRAMMES,
    RUNNING,
    MeasureState,
    Programme,
    ProgrammeMeasure,
    ProgrammeState,
)
from supervision_svc.programmes.schemas import (
    MeasureExplanation,
    MeasureRuling,
    MeasureToPlan,
    ProgrammeApproval,
    ProgrammeToFile,
)
from supervision_svc.programmes.success import Counted, Success

_MOST_ROWS, _LONGEST, _LATEST = 500, timedelta(days=3 * 366), timedelta(days=366)
_TEXTS = ("year", "title", "number", "requirements", "aims", "safeguards", "starts_on", "ends_on", "replaces")


async def file(tx: Transaction, caller: Caller, body: ProgrammeToFile) -> Programme:
    """Put a programme before the approver.

    Raises ProgrammeDaysUnfit, MeasureBodyUnfit, MeasureTargetUnfit, ProgrammeTooLarge, ProgrammeReplacedUnknown,
    Forbidden, and the refusals of regions and departments.
    """
    county = county_of(caller.region.ljust(12, "0"))
    caller.require_region(county)
    await directory.region(tx, county, "county")
    programme = Programme(region=county, plan=[], rows=0, filed_by=caller.sub, **body.model_dump(include=set(_TEXTS)))
    await _fill(tx, programme, body)
    tx.add(programme)
    tx.record(ProgrammeFiled(year=programme.year, measures=programme.rows), about=programme)
    return programme


async def resubmit(tx: Transaction, caller: Caller, programme_id: UUID, body: ProgrammeToFile) -> Programme:
    """File a returned programme again, mended; raises what `file` raises, and IllegalTransition."""
    programme = await repository.locked_programme(tx, caller, programme_id)
    taken = PROGRAMMES.take(programme, "resubmission", caller)
    for name in _TEXTS:
        setattr(programme, name, getattr(body, name))
    programme.filed_by = caller.sub
    await _fill(tx, programme, body)
    tx.record(taken.event(programme), about=programme)
    return programme


async def _fill(tx: Transaction, programme: Programme, body: ProgrammeToFile) -> None:
    day = today(tx.now)
    if not body.starts_on < body.ends_on <= body.starts_on + _LONGEST:
        raise ProgrammeDaysUnfit
    if body.replaces is not None and await repository.in_force(tx, programme.region, body.replaces) is None:
        raise ProgrammeReplacedUnknown
    for number, measure in enumerate(body.measures, 1):
        await _require_fitting(tx, programme.region, measure, number)
        if not max(day, body.starts_on) <= measure.deadline <= body.ends_on:
            raise ProgrammeDaysUnfit(measure=number)
    programme.plan = [measure.model_dump(mode="json") for measure in body.measures]
    programme.rows = sum(max(1, len(set(measure.townships))) for measure in body.measures)
    if programme.rows > _MOST_ROWS:
        raise ProgrammeTooLarge(rows=programme.rows)


async def _require_fitting(tx: Transaction, county: str, measure: MeasureToPlan, number: int) -> None:
    if (measure.department is None) == (not measure.townships):
        raise MeasureBodyUnfit(measure=number)
    if not measure.success.fits(measure.target):
        raise MeasureTargetUnfit(measure=number)
    for code in dict.fromkeys([*([measure.department] if measure.department else []), *measure.joint]):
        if county_of((await directory.department(tx, code)).home) != county:
            raise Forbidden("所填机构不属于本县")
    for code in dict.fromkeys(measure.townships):
        if county_of((await directory.region(tx, code, "township")).code) != county:
            raise Forbidden("所填乡镇不属于本县")


async def approve(tx: Transaction, caller: Caller, programme_id: UUID, body: ProgrammeApproval) -> Programme:
    """Approve a programme, whose measures run from now on, or give it back.

    Raises ProgrammeSamePerson, IllegalTransition, ProgrammeReplacedUnknown, ProgrammeDaysUnfit when a deadline passed
    meanwhile, and the refusals of regions and departments that ended meanwhile.
    """
    programme = await repository.locked_programme(tx, caller, programme_id)
    taken = PROGRAMMES.take(programme, "approval", caller, outcome=body.decision)
    programme.note, programme.approved_by = body.reason, caller.sub
    if programme.state is ProgrammeState.PUBLISHED:
        programme.published_on = today(tx.now)
        await _replace(tx, programme)
        for place, planned in enumerate(programme.plan, 1):
            await _begin(tx, programme, MeasureToPlan.model_validate(planned), place)
    tx.record(taken.event(programme), about=programme)
    return programme


async def _replace(tx: Transaction, programme: Programme) -> None:
    if programme.replaces is None:
        return
    before = await repository.in_force(tx, programme.region, programme.replaces)
    if before is None:
        raise ProgrammeReplacedUnknown
    for measure in await repository.locked_running(tx, before.id):
        tx.record(MEASURES.take(measure, "ending").event(measure), about=measure)
        tx.schedule(LOOKING.name, measure.id, None)
    tx.record(PROGRAMMES.take(before, "supersession").event(before), about=before)


async def _begin(tx: Transaction, programme: Programme, planned: MeasureToPlan, place: int) -> None:
    """The rows of one measure: one of its body, or one for each of its townships."""
    if planned.deadline < today(tx.now):
        raise ProgrammeDaysUnfit(measure=place)
    home = None if planned.department is None else (await directory.department(tx, planned.department)).home
    for region in [home] if home else sorted(set(planned.townships)):
        row = ProgrammeMeasure(
            region=region, programme_id=programme.id, place=place, counts_from=programme.starts_on, rounds=[],
            **planned.model_dump(exclude={"townships"}),
        )  # fmt: skip
        tx.add(row)
        tx.schedule(LOOKING.name, row.id, looked_at(row.deadline))


async def conclude(tx: Transaction, caller: Caller, programme_id: UUID, summary: str) -> Programme:
    """Close a programme whose measures are all settled; raises IllegalTransition, ProgrammeUnsettled."""
    programme = await repository.locked_programme(tx, caller, programme_id)
    PROGRAMMES.take(programme, "conclusion", caller)
    states = [measure.state for measure in await repository.of_programme(tx, programme.id)]
    waiting = sum(state in RUNNING for state in states)
    if waiting:
        raise ProgrammeUnsettled(waiting=waiting)
    programme.summary, programme.concluded_on = summary, today(tx.now)
    tx.record(
        ProgrammeConcluded(
            year=programme.year, measures=programme.rows, met=states.count(MeasureState.MET),
            missed=states.count(MeasureState.MISSED),
        ),
        about=programme,
    )  # fmt: skip
    return programme


async def explain(tx: Transaction, caller: Caller, measure_id: UUID, body: MeasureExplanation) -> ProgrammeMeasure:
    """Say why a measure was missed, as the body that answers for it; raises Forbidden, IllegalTransition."""
    measure = await repository.locked_measure(tx, caller, measure_id)
    taken = MEASURES.take(measure, "explanation", caller)
    measure.cause, measure.next_step, measure.proposed_deadline = body.cause, body.next_step, body.proposed_deadline
    measure.explained_on, measure.explained_by = today(tx.now), caller.sub
    tx.record(taken.event(measure), about=measure)
    return measure


async def rule(tx: Transaction, caller: Caller, measure_id: UUID, body: MeasureRuling) -> ProgrammeMeasure:
    """Postpone a missed measure or close it; raises IllegalTransition, ProgrammeSamePerson, PostponementUnfit."""
    measure = await repository.locked_measure(tx, caller, measure_id)
    taken = MEASURES.take(measure, "ruling", caller, outcome=body.decision)
    day = today(tx.now)
    measure.ruling_note = body.reason
    if body.decision == "missed":
        if body.deadline is not None:
            raise PostponementUnfit
        measure.settled_on = day
        tx.schedule(LOOKING.name, measure.id, None)
    else:
        if body.deadline is None or not day < body.deadline <= day + _LATEST:
            raise PostponementUnfit
        measure.postpone(body.deadline)
        tx.schedule(LOOKING.name, measure.id, looked_at(measure.deadline))
    tx.record(taken.event(measure), about=measure)
    return measure


def looked_at(deadline: date) -> datetime:
    """When the figures of a deadline are complete enough to judge by."""
    return end_of_day(deadline) + repository.SETTLING


async def values(tx: Transaction, rows: Sequence[ProgrammeMeasure], day: date) -> list[Decimal | None]:
    """What the figures of each measure say as of a day; what must not be passed is counted up to its deadline."""
    wanted = [
        Counted(
            Success(row.success), row.region, row.counts_from,
            day if Success(row.success).is_share else min(day, row.deadline),
        )
        for row in rows
    ]  # fmt: skip
    found = await repository.sums(tx, wanted, day)
    return [each.success.value_of(sums) for each, sums in zip(wanted, found, strict=True)]


async def look(tx: Transaction, key: str) -> None:
    """A measure's last day is over: it is met by its figures, or overdue until they, or the approver, say otherwise."""
    measure = await repository.locked_by_system(tx, UUID(key))
    due = looked_at(measure.deadline)
    if measure.state not in RUNNING or tx.now < due:
        tx.schedule(LOOKING.name, measure.id, due if measure.state in RUNNING else None)
        return
    day = today(tx.now)
    (value,) = await values(tx, [measure], day)
    if Success(measure.success).reached(value, measure.target):
        _settle(tx, measure, "completion", value, day)
        tx.schedule(LOOKING.name, measure.id, None)
        return
    if measure.state is MeasureState.OPEN:
        _settle(tx, measure, "lapse", value, day)
    tx.schedule(LOOKING.name, measure.id, tx.now + timedelta(days=1))


def _settle(tx: Transaction, measure: ProgrammeMeasure, step: str, value: Decimal | None, day: date) -> None:
    taken = MEASURES.take(measure, step)
    measure.settled_value, measure.settled_on = value, day
    tx.record(taken.event(measure), about=measure)


LOOKING = Job("programme-measures", look, repository.to_look_at)
