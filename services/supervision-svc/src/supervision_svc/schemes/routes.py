"""HTTP about schemes."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Caller, Role, allow
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from supervision_svc.schemes import repository
from supervision_svc.schemes.errors import (
    DirectionFixed,
    ForbiddenIndicator,
    IndicatorNotComputable,
    KindForbidden,
    PublicationTooOften,
    SchemeContradicts,
    SilenceRewarded,
    TracesAsIndicator,
    VillagesNeverRanked,
    WeightsNot100,
    WindowTooShort,
)
from supervision_svc.schemes.models import Scheme
from supervision_svc.schemes.schemas import SchemeSummary, SchemeView

router = Router(prefix="/v1/schemes", tags=["schemes"])
Reader = Annotated[
    Caller,
    allow(Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OPERATOR, Role.OBSERVER, Role.TOWNSHIP),
]
GUARD = (
    WeightsNot100,
    WindowTooShort,
    DirectionFixed,
    PublicationTooOften,
    ForbiddenIndicator,
    TracesAsIndicator,
    VillagesNeverRanked,
    IndicatorNotComputable,
    KindForbidden,
    SchemeContradicts,
    SilenceRewarded,
)


@router.get("")
async def list_schemes(
    tx: Tx, caller: Reader, paging: Annotated[SortedPaging, sorted_by("id", number="编号", effective_from="生效日期")]
) -> Page[SchemeSummary]:
    """The schemes that apply or applied to the caller's region, newest first."""
    return await page(
        tx, repository.visible(caller.scope), Scheme, paging, view=SchemeSummary.model_validate
    )  # fmt: skip


@router.get("/current")
async def read_current_scheme(tx: Tx, caller: Reader) -> SchemeView:
    """The scheme in force today."""
    return SchemeView.of(await repository.current(tx, caller.region, today(tx.now)))


@router.get("/{scheme_id}", responses=refusals(NotFound))
async def read_scheme(scheme_id: UUID, tx: Tx, caller: Reader) -> SchemeView:
    """One scheme with its document."""
    return SchemeView.of(await repository.get(tx, caller.scope, scheme_id))
