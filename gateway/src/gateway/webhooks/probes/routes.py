"""HTTP about tests and challenges."""

from typing import Annotated
from uuid import UUID

from servicekit.errors import NotFound
from servicekit.http import ADMINISTRATION, Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from gateway.catalogue.errors import EventTypeUnknown
from gateway.webhooks.endpoints import repository as endpoints
from gateway.webhooks.endpoints.access import PREFIX, Owner
from gateway.webhooks.endpoints.errors import TypeHidden
from gateway.webhooks.probes import repository, service
from gateway.webhooks.probes.models import Probe
from gateway.webhooks.probes.schemas import ProbeView, TestRequest

router = Router(prefix=PREFIX, tags=["webhooks"], dependencies=[ADMINISTRATION])


@router.post("/{id}/test", status_code=202, responses=refusals(NotFound, EventTypeUnknown, TypeHidden))
async def test_endpoint(id: UUID, request: TestRequest, tx: Tx, caller: Owner) -> ProbeView:
    """Send a signed example of a type; what came back is read under `probes`."""
    endpoint = await endpoints.get(tx, caller, id)
    return ProbeView.of(await service.test(tx, endpoint, request.type))


@router.get("/{id}/probes", responses=refusals(NotFound))
async def list_endpoint_probes(
    id: UUID, tx: Tx, caller: Owner, paging: Annotated[SortedPaging, sorted_by("id", "created_at")]
) -> Page[ProbeView]:
    """The challenges and tests of an endpoint, newest first."""
    await endpoints.get(tx, caller, id)
    return await page(tx, repository.of_endpoint(id), Probe, paging, view=ProbeView.of)


@router.get("/{id}/probes/{probe_id}", responses=refusals(NotFound))
async def read_endpoint_probe(id: UUID, probe_id: UUID, tx: Tx, caller: Owner) -> ProbeView:
    """One challenge or test."""
    await endpoints.get(tx, caller, id)
    probe = await repository.one(tx, id, probe_id)
    if probe is None:
        raise NotFound
    return ProbeView.of(probe)
