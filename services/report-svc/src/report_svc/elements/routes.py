"""HTTP about data elements."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Query
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from report_svc.elements import errors, mergers, repository, service, starter
from report_svc.elements.models import WORKFLOW, Element
from report_svc.elements.relations import CODE
from report_svc.elements.schemas import (
    EditionView,
    ElementEditions,
    ElementMerger,
    ElementProposal,
    ElementReason,
    ElementRevision,
    ElementStewardship,
    ElementSummary,
    ElementView,
    MergerPreview,
    StarterReport,
)

router = Router(prefix="/v1/elements", tags=["elements"])
Proposer = Annotated[Caller, allow(Role.DEPARTMENT, Role.COUNTY_OFFICE)]
Office = Annotated[Caller, allow(Role.COUNTY_OFFICE)]
_UNSOUND = (errors.ElementCodeTaken, errors.ElementUnknown, errors.RelationsInCircle)
_UNMERGEABLE = (errors.ElementUnknown, errors.ElementsUnlike, errors.ElementsRelated, errors.ElementWithItself)


@router.post("", status_code=201, responses=refusals(*_UNSOUND, errors.StewardNeeded, *DEPARTMENT_REFUSALS))
async def propose_element(proposal: ElementProposal, tx: Tx, caller: Proposer) -> ElementView:
    """Propose a data element; what the county office enters is recorded at once."""
    return ElementView.of(await service.register(tx, caller, proposal), caller)


@router.get("")
async def list_elements(
    tx: Tx,
    caller: Anyone,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", code="编码", name="名称")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[ElementSummary]:
    """The county's dictionary of data elements."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(
        tx, statement, Element, paging, view=lambda element: ElementSummary.of(element, caller)
    )  # fmt: skip


@router.post("/starter-set", responses=refusals(*REGION_REFUSALS))
async def adopt_starter_set(tx: Tx, caller: Office) -> StarterReport:
    """Take over the 180 elements that come with the product; what the county has already stays as it is."""
    return await starter.adopt(tx, caller)


@router.get("/{element_id}", responses=refusals(NotFound))
async def read_element(element_id: UUID, tx: Tx, caller: Anyone) -> ElementView:
    """One data element."""
    return ElementView.of(await repository.get(tx, caller.scope, element_id), caller)


@router.get("/{element_id}/editions", responses=refusals(NotFound))
async def read_element_editions(element_id: UUID, tx: Tx, caller: Anyone) -> ElementEditions:
    """Everything that the element said before, edition by edition."""
    element = await repository.get(tx, caller.scope, element_id)
    return ElementEditions(
        editions=[EditionView.model_validate(each) for each in await repository.editions_of(tx, element)]
    )


@router.step(WORKFLOW, "revision", of="/{element_id}", refused=_UNSOUND)
async def revise_element(element_id: UUID, body: ElementRevision, tx: Tx, caller: Anyone) -> ElementView:
    """Describe an element anew, as its steward or the office: a new edition, and a standard is confirmed again."""
    return ElementView.of(await service.revise(tx, caller, element_id, body), caller)


@router.step(WORKFLOW, "registration", "standardisation", of="/{element_id}", bulk=True)
async def step_element(element_id: UUID, action: str, body: ElementReason, tx: Tx, caller: Anyone) -> ElementView:
    """Record a candidate, or make a recorded element the county's standard."""
    return ElementView.of(await service.step(tx, caller, element_id, action, body.reason), caller)


@router.step(WORKFLOW, "retirement", of="/{element_id}", refused=(errors.ElementInUse,))
async def retire_element(element_id: UUID, body: ElementReason, tx: Tx, caller: Anyone) -> ElementView:
    """Retire an element that no approved form asks for."""
    return ElementView.of(await service.step(tx, caller, element_id, "retirement", body.reason), caller)


@router.step(WORKFLOW, "stewardship", of="/{element_id}", refused=DEPARTMENT_REFUSALS)
async def entrust_element(element_id: UUID, body: ElementStewardship, tx: Tx, caller: Anyone) -> ElementView:
    """Name the body that answers for the element's meaning."""
    return ElementView.of(await service.entrust(tx, caller, element_id, body.steward, body.reason), caller)


@router.get("/{element_id}/merger", responses=refusals(NotFound, *_UNMERGEABLE))
async def preview_element_merger(
    element_id: UUID, tx: Tx, caller: Office,
    into: Annotated[str, Query(pattern=f"^{CODE}$", description="code of the element that survives")],
) -> MergerPreview:  # fmt: skip
    """What a merger would change: the names that the other element gets, and the columns that will ask for it."""
    return await mergers.preview(tx, caller, element_id, into)


@router.step(WORKFLOW, "merger", of="/{element_id}", refused=_UNMERGEABLE)
async def merge_element(element_id: UUID, body: ElementMerger, tx: Tx, caller: Anyone) -> ElementView:
    """Merge the element into another one of the same unit and kind; to be undone within thirty days."""
    return ElementView.of(await mergers.merge(tx, caller, element_id, body.into, body.reason), caller)


@router.step(WORKFLOW, "separation", of="/{element_id}", refused=(errors.UndoTooLate, errors.MergedOnward))
async def separate_element(element_id: UUID, body: ElementReason, tx: Tx, caller: Anyone) -> ElementView:
    """Undo a merger: both elements are as they were before."""
    return ElementView.of(await mergers.separate(tx, caller, element_id, body.reason), caller)
