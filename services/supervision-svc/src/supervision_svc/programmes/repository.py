"""SQL about programmes and their measures. Everybody in the county reads what is published."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree, Year
from countykit.identity import EVERYTHING, Caller, Role
from countykit.regions import TOWNSHIP_DIGITS, significant
from countykit.workdays import CHINA
from servicekit.filters import AnyOf, Equal, Until, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.board.repository import span
from supervision_svc.measures import Span
from supervision_svc.plan.repository import WATCHING
from supervision_svc.programmes.errors import ProgrammeNotOut
from supervision_svc.programmes.models import OUT, RUNNING, MeasureState, Programme, ProgrammeMeasure, ProgrammeState
from supervision_svc.programmes.success import Counted

PROGRAMMES = filters(Programme, q=Words("title"), region=Subtree(), state=AnyOf(), year=Equal(kind=Year))
MEASURES = filters(
    ProgrammeMeasure, q=Words("title"), region=Subtree(), state=AnyOf(), strand=AnyOf(), department=Equal(),
    programme=Equal(column="programme_id"), due_until=Until("deadline"),
)  # fmt: skip
SETTLING = timedelta(hours=6)
"""How long after its last day a measure is looked at: facts of the evening arrive first."""
_SUMS = sa.text("""
    SELECT wanted.place, daily.figure, daily.day > wanted.since AS late, sum(daily.total)::bigint AS total
    FROM unnest(CAST(:firsts AS text[]), CAST(:lasts AS text[]), CAST(:sinces AS date[]), CAST(:untils AS date[]))
        WITH ORDINALITY AS wanted(first, last, since, until, place)
    JOIN daily ON daily.region >= wanted.first AND daily.region <= wanted.last AND daily.day <= wanted.until
        AND daily.recorded_on <= :known AND daily.figure = ANY(:figures)
    GROUP BY 1, 2, 3
""")


_NAMES = sa.text("""
    SELECT code, name FROM region WHERE code = ANY(:codes) UNION ALL SELECT code, name FROM department
    WHERE code = ANY(:codes)
""")


async def names(tx: Transaction, codes: Collection[str]) -> dict[str, str]:
    """What bodies and places are called, those too that ended since."""
    rows = await tx.session.execute(_NAMES, {"codes": sorted(codes)})
    return {code.strip(): name for code, name in rows}


async def on_paper(tx: Transaction, caller: Caller, programme_id: UUID) -> Programme:
    """One programme that is out; raises NotFound, ProgrammeNotOut."""
    found = await programme(tx, caller, programme_id)
    if found.state not in OUT:
        raise ProgrammeNotOut
    return found


def watches(caller: Caller) -> bool:
    """Whether the caller is of those who follow the whole county."""
    return bool(caller.roles & WATCHING) and not caller.is_of_a_township


def _county(model: Any, caller: Caller) -> sa.ColumnElement[bool]:
    own: sa.ColumnElement[bool] = col(model.region).startswith(caller.region[:6], autoescape=True)
    return own


def programmes(caller: Caller) -> sa.Select[Programme]:
    """The programmes that a caller may see."""
    statement = sa.select(Programme).where(_county(Programme, caller))
    return statement if watches(caller) else statement.where(col(Programme.state).in_(OUT))


def measures(caller: Caller) -> sa.Select[ProgrammeMeasure]:
    """The measures that a caller may see: all, a body what it answers for or helps with, a township its own.

    How others stand is nobody's: figures of townships beside each other would be a live ranking.
    """
    statement = sa.select(ProgrammeMeasure).where(_county(ProgrammeMeasure, caller))
    return statement if watches(caller) else statement.where(_concerned(caller))


def _concerned(caller: Caller) -> sa.ColumnElement[bool]:
    concerned: sa.ColumnElement[bool] = sa.false()
    if caller.department is not None:
        own = col(ProgrammeMeasure.department).in_(caller.bodies)
        concerned = own | col(ProgrammeMeasure.joint).contains([caller.department])
    if Role.TOWNSHIP in caller.roles and len(caller.region) >= TOWNSHIP_DIGITS:
        concerned = concerned | col(ProgrammeMeasure.region).startswith(caller.region, autoescape=True)
    return concerned


async def programme(tx: Transaction, caller: Caller, programme_id: UUID) -> Programme:
    """One programme; raises NotFound."""
    return await tx.one(programmes(caller).where(col(Programme.id) == programme_id))


async def locked_programme(tx: Transaction, caller: Caller, programme_id: UUID) -> Programme:
    """One programme to change; raises NotFound, StaleVersion."""
    await programme(tx, caller, programme_id)
    return await tx.locked(Programme, programme_id, EVERYTHING)


async def in_force(tx: Transaction, county: str, programme_id: UUID) -> Programme | None:
    """A programme of a county that is in force, locked."""
    statement = sa.select(Programme).where(
        col(Programme.id) == programme_id, col(Programme.region) == county,
        col(Programme.state) == ProgrammeState.PUBLISHED,
    )  # fmt: skip
    return (await tx.session.execute(statement.with_for_update())).scalar_one_or_none()


async def measure(tx: Transaction, caller: Caller, measure_id: UUID) -> ProgrammeMeasure:
    """One measure; raises NotFound."""
    return await tx.one(measures(caller).where(col(ProgrammeMeasure.id) == measure_id))


async def locked_measure(tx: Transaction, caller: Caller, measure_id: UUID) -> ProgrammeMeasure:
    """One measure to change; raises NotFound, StaleVersion."""
    await measure(tx, caller, measure_id)
    return await tx.locked(ProgrammeMeasure, measure_id, EVERYTHING)


async def locked_running(tx: Transaction, programme_id: UUID) -> list[ProgrammeMeasure]:
    """The measures of a programme that are not settled."""
    statement = sa.select(ProgrammeMeasure).where(
        col(ProgrammeMeasure.programme_id) == programme_id, col(ProgrammeMeasure.state).in_(RUNNING)
    )
    return list((await tx.session.execute(statement.order_by(col(ProgrammeMeasure.id)).with_for_update())).scalars())


async def of_programme(tx: Transaction, programme_id: UUID) -> list[ProgrammeMeasure]:
    """The measures of a programme in the order of its text."""
    statement = sa.select(ProgrammeMeasure).where(col(ProgrammeMeasure.programme_id) == programme_id)
    order = statement.order_by(col(ProgrammeMeasure.place), col(ProgrammeMeasure.region))
    return list((await tx.session.execute(order)).scalars())


async def sums(tx: Transaction, wanted: Sequence[Counted], known: date) -> list[dict[tuple[str, Span], int]]:
    """For each success its figures, over its days and ever, in one statement."""
    if not wanted:
        return []
    spans = [span(significant(each.region)) for each in wanted]
    values = {
        "firsts": [first for first, _ in spans], "lasts": [last for _, last in spans],
        "sinces": [each.since - timedelta(days=1) for each in wanted], "untils": [each.until for each in wanted],
        "known": known, "figures": sorted({figure for each in wanted for figure, _ in each.success.figures}),
    }  # fmt: skip
    found: list[dict[tuple[str, Span], int]] = [{} for _ in wanted]
    for place, figure, late, total in await tx.session.execute(_SUMS, values):
        sums_of = found[place - 1]
        sums_of[figure, Span.EVER] = sums_of.get((figure, Span.EVER), 0) + total
        if late:
            sums_of[figure, Span.WINDOW] = total
    return found


def to_look_at(now: datetime) -> sa.Select[Any, Any]:
    """The measures that run, due to be looked at after their last day; what is overdue at once, then each day."""
    passed: sa.ColumnElement[datetime] = sa.cast(col(ProgrammeMeasure.deadline) + 1, sa.DateTime)
    at = passed.op("AT TIME ZONE")(CHINA.key) + sa.literal(SETTLING)
    late = col(ProgrammeMeasure.state) == MeasureState.OVERDUE
    statement = sa.select(sa.cast(col(ProgrammeMeasure.id), sa.Text), sa.case((late, sa.literal(now)), else_=at))
    return statement.where(col(ProgrammeMeasure.state).in_(RUNNING))


async def locked_by_system(tx: Transaction, measure_id: UUID) -> ProgrammeMeasure:
    """A measure whose day has come."""
    return await tx.locked(ProgrammeMeasure, measure_id, EVERYTHING)
