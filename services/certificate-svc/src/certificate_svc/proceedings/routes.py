"""HTTP about proceedings; they are made by steps of an application."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from certificate_svc.proceedings import repository
from certificate_svc.proceedings.models import Proceeding
from certificate_svc.proceedings.schemas import ProceedingView

router = Router(prefix="/v1/proceedings", tags=["applications"])
Reader = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR)]


@router.get("")
async def list_proceedings(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ProceedingView]:
    """Deliberations (CER-03) and exceptions (CER-04) on applications in the caller's region."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Proceeding, paging, view=ProceedingView.model_validate)


@router.get("/{proceeding_id}", responses=refusals(NotFound))
async def read_proceeding(proceeding_id: UUID, tx: Tx, caller: Reader) -> ProceedingView:
    """One of them."""
    return ProceedingView.model_validate(await repository.get(tx, caller, proceeding_id))
