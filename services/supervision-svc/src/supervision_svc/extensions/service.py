"""What can be done with requests for more time."""

from uuid import UUID

from contracts.extensions import ExtensionRequested
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.extensions import repository
from supervision_svc.extensions.errors import ExtensionRequestLate, ExtensionWaits
from supervision_svc.extensions.models import WORKFLOW, ExtensionRequest, State
from supervision_svc.extensions.schemas import ExtensionDecision, ExtensionToRequest
from supervision_svc.rectifications import repository as repairs
from supervision_svc.rectifications import service as rectifications
from supervision_svc.rectifications.models import UNREPAIRED
from supervision_svc.rectifications.schemas import DeadlineExtension


async def request(tx: Transaction, caller: Caller, body: ExtensionToRequest) -> ExtensionRequest:
    """Request more time as the township, before the deadline; raises NotFound, ExtensionRequestLate, ExtensionWaits."""
    repair = await repairs.locked(tx, caller.scope, body.rectification_id)
    if repair.state not in UNREPAIRED or repair.is_overdue(tx.now):
        raise ExtensionRequestLate
    if await repository.waits(tx, repair.id):
        raise ExtensionWaits
    row = tx.target = ExtensionRequest(
        region=repair.region, letter_number=repair.letter_number, deadline=repair.deadline,
        requested_on=today(tx.now), requested_by=caller.sub, **body.model_dump(),
    )  # fmt: skip
    tx.add(row)
    tx.record(ExtensionRequested(**row.standing), about=row)
    return row


async def decide(tx: Transaction, caller: Caller, request_id: UUID, body: ExtensionDecision) -> ExtensionRequest:
    """Grant more time or not.

    What is granted after the deadline still waits for a second person, as every late extension does. Raises NotFound,
    IllegalTransition, ExtensionNotIndependent, ServedThere, RepairInHand once the repair was submitted.
    """
    row = await repository.REQUESTS.locked(tx, caller.scope, request_id)
    taken = WORKFLOW.take(row, "decision", caller, outcome=body.decision)
    row.note, row.decided_on, row.decided_by = body.reason, today(tx.now), caller.sub
    tx.record(taken.event(row), about=row)
    if row.state is State.GRANTED:
        extension = DeadlineExtension(workdays=row.workdays, reason=row.reason)
        await rectifications.extend(tx, caller, row.rectification_id, extension)
    tx.target = row
    return row
