"""HTTP about additions to the catalogue."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from report_svc.additions import errors, service
from report_svc.additions.models import WORKFLOW
from report_svc.additions.repository import ADDITIONS
from report_svc.additions.schemas import AdditionDecision, AdditionFiling, AdditionView

router = Router(prefix="/v1/catalogue-additions", tags=["catalogues"])
Asker = Annotated[Caller, allow(Role.DEPARTMENT, Role.COUNTY_OFFICE)]
_REFUSED = (errors.CatalogueAwaited, errors.FormCatalogued, errors.FormNotInForce)


@router.post("", status_code=201, responses=refusals(NotFound, *_REFUSED, errors.AdditionYear, errors.AdditionPending))
async def file_catalogue_addition(body: AdditionFiling, tx: Tx, caller: Asker) -> AdditionView:
    """File one approved form for the published catalogue of a year: one matter, one filing (FRM-06)."""
    return AdditionView.of(await service.file(tx, caller, body), caller)


@router.get("")
async def list_catalogue_additions(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, ADDITIONS.filters]
) -> Page[AdditionView]:
    """The additions of the caller's county; a department sees those of its own forms."""
    return await ADDITIONS.page(tx, caller.scope, wanted, paging, lambda row: AdditionView.of(row, caller))


@router.get("/{addition_id}", responses=refusals(NotFound))
async def read_catalogue_addition(addition_id: UUID, tx: Tx, caller: Anyone) -> AdditionView:
    """One addition."""
    return AdditionView.of(await ADDITIONS.get(tx, caller.scope, addition_id), caller)


@router.step(WORKFLOW, "decision", of="/{addition_id}", refused=_REFUSED)
async def decide_catalogue_addition(
    addition_id: UUID, body: AdditionDecision, tx: Tx, caller: Anyone
) -> AdditionView:  # fmt: skip
    """Add the form to the catalogue as a new edition, or refuse it, as the head who did not file it."""
    return AdditionView.of(await service.decide(tx, caller, addition_id, body), caller)


@router.step(WORKFLOW, "withdrawal", of="/{addition_id}")
async def withdraw_catalogue_addition(addition_id: UUID, tx: Tx, caller: Anyone) -> AdditionView:
    """Take an addition back before it is decided."""
    return AdditionView.of(await service.withdraw(tx, caller, addition_id), caller)
