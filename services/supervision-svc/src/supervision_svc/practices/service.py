"""What can be done with good practices."""

from uuid import UUID

from contracts.supervision import PracticeRecorded
from countykit.identity import Caller
from countykit.regions import township_of
from servicekit.transaction import Transaction

from supervision_svc.practices.errors import PracticeNotDistinct
from supervision_svc.practices.models import Practice
from supervision_svc.practices.repository import PRACTICES, verified_of
from supervision_svc.practices.schemas import PracticeRecord
from supervision_svc.visits import repository as visits
from supervision_svc.visits.models import WORKFLOW as VISIT_WORKFLOW


async def record(tx: Transaction, caller: Caller, visit_id: UUID, body: PracticeRecord) -> Practice:
    """Record a good practice that a visit met; raises Forbidden, and IllegalTransition for a visit that others made."""
    visit = await visits.get(tx, caller, visit_id)
    VISIT_WORKFLOW.take(visit, "practices", caller)
    practice = tx.target = Practice(
        **body.model_dump(), visit_id=visit.id, village=visit.region, region=township_of(visit.region),
        recorded_by=caller.sub,
    )  # fmt: skip
    tx.add(practice)
    tx.record(PracticeRecorded(action=practice.action, title=practice.title), about=practice)
    return practice


async def verify(tx: Transaction, caller: Caller, practice_id: UUID, note: str) -> Practice:
    """Verify a practice that somebody else recorded.

    Raises SamePerson, VerifierNotIndependent, IllegalTransition, PracticeNotDistinct.
    """
    practice = await PRACTICES.locked(tx, caller.scope, practice_id)
    fact = practice.verify(caller, note)
    if any(practice.repeats(other) for other in await verified_of(tx, practice.region) if other.id != practice.id):
        raise PracticeNotDistinct
    tx.record(fact, about=practice)
    return practice
