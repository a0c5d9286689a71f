"""HTTP about drawn samples of disposals."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from signage_svc.disposal_samples import service
from signage_svc.disposal_samples.errors import NothingToSample, SampleOpenAlready, SampleUnseen
from signage_svc.disposal_samples.models import WORKFLOW
from signage_svc.disposal_samples.repository import SAMPLES
from signage_svc.disposal_samples.schemas import SampleConclusion, SampleDraw, SampleView
from signage_svc.plaques.errors import BodyCannotVerify, DoerCannotVerify
from signage_svc.settings import Configured

router = Router(prefix="/v1/disposal-samples", tags=["plaques"])
Checker = Annotated[Caller, allow(Role.INSPECTOR, Role.COUNTY_OFFICE)]


@router.post(
    "", status_code=201,
    responses=refusals(Forbidden, *REGION_REFUSALS, BodyCannotVerify, SampleOpenAlready, NothingToSample),
)  # fmt: skip
async def draw_disposal_sample(body: SampleDraw, tx: Tx, caller: Checker, settings: Configured) -> SampleView:
    """Draw some of a township's disposals that wait for their verification, by a seed that anybody can check."""
    return SampleView.of(await service.draw(tx, caller, body, settings), caller)


@router.get("")
async def list_disposal_samples(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, SAMPLES.filters]
) -> Page[SampleView]:
    """The drawn samples within the caller's region."""
    return await SAMPLES.page(tx, caller.scope, wanted, paging, lambda row: SampleView.of(row, caller))


@router.get("/{sample_id}", responses=refusals(NotFound))
async def read_disposal_sample(sample_id: UUID, tx: Tx, caller: Anyone) -> SampleView:
    """One drawn sample."""
    return SampleView.of(await SAMPLES.get(tx, caller.scope, sample_id), caller)


@router.step(WORKFLOW, "conclusion", of="/{sample_id}", refused=(SampleUnseen, DoerCannotVerify))
async def conclude_disposal_sample(
    sample_id: UUID, body: SampleConclusion, tx: Tx, caller: Anyone, settings: Configured
) -> SampleView:
    """Verify what was not drawn with the sample; as large a share of it as failed counts for nothing."""
    return SampleView.of(await service.conclude(tx, caller, sample_id, body, settings), caller)
