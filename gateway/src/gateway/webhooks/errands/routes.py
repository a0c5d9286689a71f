"""HTTP about tests and challenges."""

from uuid import UUID

from servicekit.errors import NotFound
from servicekit.http import ADMINISTRATION, Router, Tx
from servicekit.problems import refusals

from gateway.catalogue.errors import EventTypeUnknown
from gateway.webhooks.endpoints import repository as endpoints
from gateway.webhooks.endpoints.errors import TypeHidden
from gateway.webhooks.endpoints.routes import PREFIX, Owner
from gateway.webhooks.errands import repository, service
from gateway.webhooks.errands.schemas import ErrandView, TestRequest

router = Router(prefix=PREFIX, tags=["webhooks"], dependencies=[ADMINISTRATION])


@router.post("/{id}/test", status_code=202, responses=refusals(NotFound, EventTypeUnknown, TypeHidden))
async def test_endpoint(id: UUID, request: TestRequest, tx: Tx, caller: Owner) -> ErrandView:
    """Send a signed example of a type; what came back is read under `errands`."""
    endpoint = await endpoints.get(tx, caller, id)
    return ErrandView.of(await service.test(tx, endpoint, request.type))


@router.get("/{id}/errands", responses=refusals(NotFound))
async def list_endpoint_errands(id: UUID, tx: Tx, caller: Owner) -> list[ErrandView]:
    """The latest challenges and tests of an endpoint, newest first."""
    await endpoints.get(tx, caller, id)
    return [ErrandView.of(errand) for errand in await repository.recent(tx, id)]


@router.get("/{id}/errands/{errand_id}", responses=refusals(NotFound))
async def read_endpoint_errand(id: UUID, errand_id: UUID, tx: Tx, caller: Owner) -> ErrandView:
    """One challenge or test."""
    await endpoints.get(tx, caller, id)
    errand = await repository.one(tx, id, errand_id)
    if errand is None:
        raise NotFound
    return ErrandView.of(errand)
