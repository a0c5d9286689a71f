"""HTTP about clients."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DepartmentEnded, DepartmentUnknown, RegionEnded, RegionUnknown
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Response
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from gateway.identity.clients import repository, service
from gateway.identity.clients.models import WORKFLOW, Client
from gateway.identity.clients.schemas import ClientCreation, ClientSecretView, ClientView
from gateway.identity.grants import RoleNotGrantable, RoleRegionMismatch

router = Router(prefix="/api/identity/v1/clients", tags=["clients"])
Operator = Annotated[Caller, allow(Role.OPERATOR)]


@router.post(
    "", status_code=201,
    responses=refusals(
        RoleNotGrantable, RoleRegionMismatch, RegionUnknown, RegionEnded, DepartmentUnknown, DepartmentEnded
    ),
)  # fmt: skip
async def create_client(creation: ClientCreation, tx: Tx, caller: Operator, response: Response) -> ClientSecretView:
    """Register another system; its secret is in this answer and nowhere else."""
    return _with_secret(*await service.create(tx, caller, creation), caller, response)


@router.get("")
async def list_clients(tx: Tx, caller: Operator, paging: Pages) -> Page[ClientView]:
    """The registered clients within the caller's region."""
    statement = repository.visible(caller.scope)
    return await page(tx, statement, Client, paging, view=lambda client: ClientView.of(client, caller))


@router.get("/{id}", responses=refusals(NotFound))
async def read_client(id: UUID, tx: Tx, caller: Operator) -> ClientView:
    """One client; its secret is shown nowhere."""
    return ClientView.of(await repository.get(tx, caller.scope, id), caller)


@router.step(WORKFLOW, "secret", of="/{id}")
async def renew_secret(id: UUID, tx: Tx, caller: Anyone, response: Response) -> ClientSecretView:
    """Replace the client's secret; the new one is in this answer and nowhere else."""
    return _with_secret(*await service.renew_secret(tx, caller, id), caller, response)


@router.step(WORKFLOW, "deactivation", "activation", of="/{id}")
async def step_client(id: UUID, action: str, tx: Tx, caller: Anyone) -> ClientView:
    """Disable a client, and its webhook endpoints with it, or enable it again."""
    return ClientView.of(await service.step(tx, caller, id, action), caller)


def _with_secret(client: Client, secret: str, caller: Caller, response: Response) -> ClientSecretView:
    response.headers["Cache-Control"] = "no-store"
    view = ClientView.of(client, caller)
    return ClientSecretView(**view.model_dump(), client_secret=secret)
