"""HTTP about refused forms."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.idempotency import SAME_WITHIN_MINUTES
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from report_svc.refusals import errors, service
from report_svc.refusals.repository import REFUSALS
from report_svc.refusals.schemas import DemandedForm, FormRefusalView

router = Router(prefix="/v1/form-refusals", tags=["form-refusals"])
Village = Annotated[Caller, allow(Role.VILLAGE)]


@router.post(
    "", status_code=201, openapi_extra=SAME_WITHIN_MINUTES,
    responses=refusals(
        *REGION_REFUSALS, *DEPARTMENT_REFUSALS, errors.FormLawful, errors.SurveyMarked, errors.NoCatalogueYet
    ),
)  # fmt: skip
async def refuse_form(body: DemandedForm, tx: Tx, caller: Village) -> FormRefusalView:
    """Refuse a form and get the letter: 统计法(2024)第17条 for surveys, otherwise the county's own rule."""
    return FormRefusalView.of(await service.refuse(tx, caller, body), caller)


@router.get("")
async def list_form_refusals(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, REFUSALS.filters]
) -> Page[FormRefusalView]:
    """The refusals within the caller's region; a department sees those addressed to itself."""
    return await REFUSALS.page(tx, caller.scope, wanted, paging, lambda row: FormRefusalView.of(row, caller))


@router.get("/{refusal_id}", responses=refusals(NotFound))
async def read_form_refusal(refusal_id: UUID, tx: Tx, caller: Anyone) -> FormRefusalView:
    """One refusal with its letter."""
    return FormRefusalView.of(await REFUSALS.get(tx, caller.scope, refusal_id), caller)
