"""HTTP about endpoints and their secrets."""

from typing import Annotated
from uuid import UUID

from countykit.directory import RegionUnknown
from countykit.identity import Anyone
from fastapi import Response
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import ADMINISTRATION, Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from gateway.catalogue.errors import EventTypeUnknown
from gateway.webhooks.endpoints import errors, repository
from gateway.webhooks.endpoints.access import PREFIX, Owner, Settings
from gateway.webhooks.endpoints.models import WORKFLOW, Endpoint
from gateway.webhooks.endpoints.schemas import (
    EndpointChange,
    EndpointDetailView,
    EndpointRegistration,
    EndpointStep,
    EndpointView,
    NetworkAllowance,
    NewSecretView,
    RegisteredView,
    SecretRotation,
)
from gateway.webhooks.registration import service

router = Router(prefix=PREFIX, tags=["webhooks"], dependencies=[ADMINISTRATION])
_CHECKED = (errors.UrlRefused, EventTypeUnknown, errors.CertificateRefused, RegionUnknown, Forbidden)


@router.post("", status_code=201, responses=refusals(*_CHECKED, errors.TooManyEndpoints))
async def register_endpoint(
    registration: EndpointRegistration, tx: Tx, caller: Owner, settings: Settings, response: Response
) -> RegisteredView:
    """Register an endpoint; its secrets are in this answer and nowhere else, and a challenge is on its way."""
    endpoint, made = await service.register(tx, caller, settings, registration)
    response.headers["Cache-Control"] = "no-store"
    shown = [NewSecretView.shown(secret, plain) for secret, plain in made]
    return RegisteredView(**EndpointView.of(endpoint, caller).model_dump(), secrets=shown)


@router.get("")
async def list_endpoints(
    tx: Tx, caller: Owner, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[EndpointView]:
    """The endpoints within the caller's region."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, Endpoint, paging, view=lambda endpoint: EndpointView.of(endpoint, caller))


@router.get("/{id}", responses=refusals(NotFound))
async def read_endpoint(id: UUID, tx: Tx, caller: Owner) -> EndpointDetailView:
    """One endpoint with the public parts of its secrets and its health."""
    endpoint = await repository.get(tx, caller, id)
    secrets = list(await repository.secrets(tx, id))
    return EndpointDetailView.whole(endpoint, caller, secrets, await repository.health(tx, id))


@router.step(WORKFLOW, "amendment", of="/{id}", method="PATCH", refused=_CHECKED)
async def change_endpoint(id: UUID, body: EndpointChange, tx: Tx, caller: Anyone, settings: Settings) -> EndpointView:
    """Change an endpoint; a new address has to echo a new challenge first."""
    return EndpointView.of(await service.change(tx, caller, settings, id, body), caller)


@router.step(WORKFLOW, "deletion", of="/{id}", method="DELETE", status_code=204)
async def delete_endpoint(id: UUID, tx: Tx, caller: Anyone) -> None:
    """Delete an endpoint with its secrets and all that waits for it."""
    await service.delete(tx, caller, id)


@router.step(WORKFLOW, "networks", of="/{id}", method="PUT", refused=(errors.NetworkRefused,))
async def allow_endpoint_networks(id: UUID, body: NetworkAllowance, tx: Tx, caller: Anyone) -> EndpointView:
    """Let deliveries of this endpoint go to internal networks; needs an operator who did not register it."""
    return EndpointView.of(await service.allow_networks(tx, caller, id, body.networks), caller)


@router.step(WORKFLOW, "secret-rotations", of="/{id}", refused=(errors.SecretRefused,), status_code=201)
async def rotate_endpoint_secret(
    id: UUID, body: SecretRotation, tx: Tx, caller: Anyone, settings: Settings, response: Response
) -> NewSecretView:
    """Make a new secret, shown in this answer only; the old one signs along for the overlap."""
    secret, plain = await service.rotate(tx, caller, settings, id, body)
    response.headers["Cache-Control"] = "no-store"
    return NewSecretView.shown(secret, plain)


@router.step(WORKFLOW, "pause", "resumption", "deactivation", "activation", "challenge", of="/{id}")
async def step_endpoint(
    id: UUID, action: str, tx: Tx, caller: Anyone, settings: Settings, body: EndpointStep | None = None
) -> EndpointView:
    """Pause, resume, disable or enable deliveries, or send the challenge again."""
    return EndpointView.of(await service.step(tx, caller, settings, id, action, body.reason if body else ""), caller)
