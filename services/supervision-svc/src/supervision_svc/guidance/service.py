"""What can be done with guidance visits."""

from uuid import UUID

from contracts.supervision import GuidanceHeld
from countykit import directory, workdays
from countykit.errors import require_past
from countykit.identity import Caller
from servicekit.transaction import Transaction

from supervision_svc.guidance.errors import BeforeTheLetter
from supervision_svc.guidance.models import Guidance
from supervision_svc.guidance.schemas import GuidanceRecord
from supervision_svc.letters import repository as letters


async def record(tx: Transaction, caller: Caller, letter_id: UUID, body: GuidanceRecord) -> Guidance:
    """Record a guidance visit about a letter; raises DateInFuture, BeforeTheLetter, DepartmentUnknown."""
    letter = await letters.get(tx, caller.scope, letter_id)
    require_past(body.held_on, workdays.today(tx.now))
    if body.held_on < letter.sent_on:
        raise BeforeTheLetter
    departments = sorted(set(body.participants_departments))
    for code in departments:
        await directory.department(tx, code, on=body.held_on)
    guidance = tx.target = Guidance(
        letter_id=letter.id, region=letter.region, held_on=body.held_on, participants_departments=departments,
        agreed_measures=body.agreed_measures, recorded_by=caller.sub,
    )  # fmt: skip
    tx.add(guidance)
    tx.record(GuidanceHeld(letter=letter.id, held_on=body.held_on, departments=departments), about=guidance)
    return guidance
