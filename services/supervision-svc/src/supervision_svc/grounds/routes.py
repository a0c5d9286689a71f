"""HTTP about a county's own grounds."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.identity import Anyone, Scope
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from supervision_svc.clauses import ClauseUnknown
from supervision_svc.grounds import service
from supervision_svc.grounds.models import WORKFLOW
from supervision_svc.grounds.repository import GROUNDS
from supervision_svc.grounds.schemas import CountyGroundView, GroundEnding, GroundToName
from supervision_svc.routes import FindingReader, Office

router = Router(prefix="/v1/county-grounds", tags=["findings"])


@router.post("", status_code=201, openapi_extra={TITLE: "登记本县依据"}, responses=refusals(ClauseUnknown))
async def name_county_ground(body: GroundToName, tx: Tx, caller: Office) -> CountyGroundView:
    """Name the county's own document behind a rule, which letters cite from its day on."""
    return CountyGroundView.of(await service.name(tx, caller, body), caller)


@router.get("")
async def list_county_grounds(
    tx: Tx, caller: FindingReader, paging: Pages, wanted: Annotated[Wanted, GROUNDS.filters]
) -> Page[CountyGroundView]:
    """The county's own documents behind rules, also those that ended."""
    scope = Scope(caller.region[:6])
    return await GROUNDS.page(tx, scope, wanted, paging, lambda row: CountyGroundView.of(row, caller))


@router.get("/{ground_id}", responses=refusals(NotFound))
async def read_county_ground(ground_id: UUID, tx: Tx, caller: FindingReader) -> CountyGroundView:
    """One document."""
    return CountyGroundView.of(await GROUNDS.get(tx, Scope(caller.region[:6]), ground_id), caller)


@router.step(WORKFLOW, "ending", of="/{ground_id}")
async def end_county_ground(ground_id: UUID, body: GroundEnding, tx: Tx, caller: Anyone) -> CountyGroundView:
    """Cite a document no more; letters that cited it stay as they are."""
    return CountyGroundView.of(await service.end(tx, caller, ground_id, body.note), caller)
