"""HTTP about labels."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from signage_svc.labels import service
from signage_svc.labels.errors import LabelledAlready
from signage_svc.labels.models import WORKFLOW
from signage_svc.labels.repository import LABELS
from signage_svc.labels.schemas import LabelEntry, LabelReason, LabelView

router = Router(prefix="/v1/labels", tags=["reports by code"])
Township = Annotated[Caller, allow(Role.TOWNSHIP)]


@router.post("", status_code=201, responses=refusals(Forbidden, *REGION_REFUSALS, LabelledAlready))
async def issue_label(entry: LabelEntry, tx: Tx, caller: Township) -> LabelView:
    """Give the notice board of a village its code, by which anybody reports a misfit board."""
    return LabelView.of(await service.issue(tx, caller, entry.region), caller)


@router.get("")
async def list_labels(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, LABELS.filters]
) -> Page[LabelView]:
    """The codes of the villages within the caller's region."""
    return await LABELS.page(tx, caller.scope, wanted, paging, lambda row: LabelView.of(row, caller))


@router.get("/{label_id}", responses=refusals(NotFound))
async def read_label(label_id: UUID, tx: Tx, caller: Anyone) -> LabelView:
    """One code."""
    return LabelView.of(await LABELS.get(tx, caller.scope, label_id), caller)


@router.step(WORKFLOW, "replacement", of="/{label_id}", refused=REGION_REFUSALS)
async def replace_label(label_id: UUID, body: LabelReason, tx: Tx, caller: Anyone) -> LabelView:
    """Replace a code that is worn or misused; the old one leads nowhere."""
    return LabelView.of(await service.replace(tx, caller, label_id, body.reason), caller)
