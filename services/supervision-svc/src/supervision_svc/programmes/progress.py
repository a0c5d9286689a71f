"""How far programmes are, as views show it: by today's figures."""

from collections.abc import Sequence

from contracts.programmes import Strand
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.programmes import repository, service
from supervision_svc.programmes.models import OUT, MeasureState, Programme, ProgrammeMeasure
from supervision_svc.programmes.schemas import ProgrammeMeasureView, ProgrammeView, StrandProgress
from supervision_svc.programmes.success import Success


async def shown(tx: Transaction, caller: Caller, rows: Sequence[ProgrammeMeasure]) -> list[ProgrammeMeasureView]:
    """Measures with their values."""
    found = await service.values(tx, rows, today(tx.now))
    views = []
    for row, value in zip(rows, found, strict=True):
        view = ProgrammeMeasureView.of(row, caller)
        view.value, view.reached = value, Success(row.success).reached(value, row.target)
        views.append(view)
    return views


async def whole(tx: Transaction, caller: Caller, programme: Programme) -> ProgrammeView:
    """A programme with the progress of its strands."""
    view = ProgrammeView.of(programme, caller)
    if programme.state not in OUT:
        return view
    rows = await repository.of_programme(tx, programme.id)
    found = await service.values(tx, rows, today(tx.now))
    reached = [Success(row.success).reached(value, row.target) for row, value in zip(rows, found, strict=True)]
    view.strands = [_strand(strand, rows, reached) for strand in Strand if any(row.strand is strand for row in rows)]
    return view


def _strand(strand: Strand, rows: Sequence[ProgrammeMeasure], reached: Sequence[bool]) -> StrandProgress:
    of_it = [(row, good) for row, good in zip(rows, reached, strict=True) if row.strand is strand]
    return StrandProgress(
        strand=strand, measures=len(of_it), reached=sum(good for _, good in of_it),
        met=sum(row.state is MeasureState.MET for row, _ in of_it),
        overdue=sum(row.state is MeasureState.OVERDUE for row, _ in of_it),
    )  # fmt: skip
