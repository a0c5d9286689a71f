"""What can be done with a county's own grounds."""

from uuid import UUID

from contracts.county_grounds import CountyGroundNamed
from countykit.identity import Caller
from countykit.regions import county_of
from servicekit.transaction import Transaction

from supervision_svc.clauses import clause
from supervision_svc.grounds.models import WORKFLOW, CountyGround
from supervision_svc.grounds.repository import GROUNDS
from supervision_svc.grounds.schemas import GroundToName


async def name(tx: Transaction, caller: Caller, body: GroundToName) -> CountyGround:
    """Name the county's document for a rule, instead of the one before from its day; raises ClauseUnknown."""
    clause(body.clause)
    row = tx.target = CountyGround(
        **body.model_dump(), region=county_of(caller.region.ljust(12, "0")), named_by=caller.sub
    )
    tx.add(row)
    tx.record(CountyGroundNamed(clause=row.clause, number=row.number), about=row)
    return row


async def end(tx: Transaction, caller: Caller, ground_id: UUID, note: str) -> CountyGround:
    """Cite a document no more; letters that cited it stay as they are. Raises NotFound, IllegalTransition."""
    row = await GROUNDS.locked(tx, caller.scope, ground_id)
    taken = WORKFLOW.take(row, "ending", caller)
    row.note = note
    tx.record(taken.event(row), about=row)
    return row
