"""HTTP about replays."""

from typing import Annotated
from uuid import UUID

from servicekit.errors import NotFound
from servicekit.http import ADMINISTRATION, Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from gateway.catalogue.errors import EventTypeUnknown
from gateway.webhooks.endpoints import repository as endpoints
from gateway.webhooks.endpoints.access import PREFIX, Owner
from gateway.webhooks.endpoints.errors import NotReceiving
from gateway.webhooks.replays import repository, service
from gateway.webhooks.replays.models import Replay
from gateway.webhooks.replays.schemas import ReplayOrder, ReplayView

router = Router(prefix=PREFIX, tags=["webhooks"], dependencies=[ADMINISTRATION])


@router.post("/{id}/replays", status_code=202, responses=refusals(NotFound, NotReceiving, EventTypeUnknown))
async def order_replay(id: UUID, order: ReplayOrder, tx: Tx, caller: Owner) -> ReplayView:
    """Send a range of stored events again, under the same webhook-ids; `dry_run` only counts them."""
    return await service.order(tx, caller, id, order)


@router.get("/{id}/replays", responses=refusals(NotFound))
async def list_replays(
    id: UUID, tx: Tx, caller: Owner, paging: Annotated[SortedPaging, sorted_by("id", "created_at")]
) -> Page[ReplayView]:
    """The replays and catch-ups of an endpoint, newest first."""
    await endpoints.get(tx, caller, id)
    found = repository.of_endpoint(id)
    return await page(tx, found, Replay, paging, view=ReplayView.model_validate)
