"""HTTP about suggestions."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from example_svc.suggestions import service
from example_svc.suggestions.models import WORKFLOW
from example_svc.suggestions.repository import SUGGESTIONS
from example_svc.suggestions.schemas import SuggestionDecision, SuggestionRegistration, SuggestionView

router = Router(prefix="/v1/suggestions", tags=["suggestions"])
Township = Annotated[Caller, allow(Role.TOWNSHIP)]


@router.post("", status_code=201, responses=refusals(*REGION_REFUSALS))
async def register_suggestion(registration: SuggestionRegistration, tx: Tx, caller: Township) -> SuggestionView:
    """Put a suggestion on the record."""
    return SuggestionView.of(await service.register(tx, caller, registration), caller)


@router.get("")
async def list_suggestions(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, SUGGESTIONS.filters]
) -> Page[SuggestionView]:
    """The suggestions within the caller's region."""
    return await SUGGESTIONS.page(tx, caller.scope, wanted, paging, lambda row: SuggestionView.of(row, caller))


@router.get("/{suggestion_id}", responses=refusals(NotFound))
async def read_suggestion(suggestion_id: UUID, tx: Tx, caller: Anyone) -> SuggestionView:
    """One suggestion."""
    return SuggestionView.of(await SUGGESTIONS.get(tx, caller.scope, suggestion_id), caller)


@router.step(WORKFLOW, "adoption", "refusal", of="/{suggestion_id}")
async def step_suggestion(
    suggestion_id: UUID, action: str, body: SuggestionDecision, tx: Tx, caller: Anyone
) -> SuggestionView:
    """Adopt a suggestion, or decline it with the reason."""
    return SuggestionView.of(await service.step(tx, caller, suggestion_id, action, body.reason), caller)
