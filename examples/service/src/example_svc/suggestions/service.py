"""What can be done with suggestions."""

from uuid import UUID

from countykit import directory
from countykit.identity import Caller
from servicekit.transaction import Transaction

from example_svc.suggestions.models import WORKFLOW, Suggestion, changed
from example_svc.suggestions.repository import SUGGESTIONS
from example_svc.suggestions.schemas import SuggestionRegistration


async def register(tx: Transaction, caller: Caller, registration: SuggestionRegistration) -> Suggestion:
    """Put a suggestion on the record; raises RegionUnknown, Forbidden."""
    caller.require_region(registration.region)
    await directory.region(tx, registration.region, "township")
    suggestion = tx.add(Suggestion(**registration.model_dump()))
    tx.record(changed(suggestion), about=suggestion)
    return suggestion


async def step(tx: Transaction, caller: Caller, suggestion_id: UUID, action: str, reason: str) -> Suggestion:
    """Adopt or decline; raises IllegalTransition."""
    suggestion = await SUGGESTIONS.locked(tx, caller.scope, suggestion_id)
    taken = WORKFLOW.take(suggestion, action, caller)
    suggestion.reason = reason
    tx.record(taken.event(suggestion), about=suggestion)
    return suggestion
