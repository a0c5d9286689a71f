"""HTTP about the consolidation workbench."""

from typing import Annotated
from uuid import UUID

from contracts.report import Frequency
from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Query
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals
from servicekit.transaction import Transaction

from report_svc.consolidation import errors, opening, repository, service
from report_svc.consolidation.composing import Wish
from report_svc.consolidation.models import WORKFLOW, Consolidation
from report_svc.consolidation.schemas import (
    ConsolidationClosing,
    ConsolidationOpening,
    ConsolidationSummary,
    ConsolidationView,
    FormCode,
    ProposalAcceptance,
    ProposalPreview,
    ProposalRejection,
    Proposals,
    StepUndoing,
    StepView,
    WorkbenchForms,
)

router = Router(prefix="/v1/consolidations", tags=["consolidations"])
Office = Annotated[Caller, allow(Role.COUNTY_OFFICE)]
SHOWN = 100
_UNFIT = (errors.LinesUnknown, errors.FrequencyNotOffered, errors.FormsUnmergeable, errors.NothingToConsolidate)


@router.post(
    "", status_code=201, responses=refusals(*REGION_REFUSALS, errors.LinesRepeated, errors.WorkbenchEmpty)
)  # fmt: skip
async def open_consolidation(body: ConsolidationOpening, tx: Tx, caller: Office) -> ConsolidationView:
    """Put the county's approved forms, and those that villages are found to be asked for, onto a workbench."""
    return await _view(tx, await opening.begin(tx, caller, body), caller)


@router.get("")
async def list_consolidations(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ConsolidationSummary]:
    """The rounds of consolidation of the county."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Consolidation, paging, view=lambda row: ConsolidationSummary.of(row, caller))


@router.get("/{consolidation_id}", responses=refusals(NotFound))
async def read_consolidation(consolidation_id: UUID, tx: Tx, caller: Anyone) -> ConsolidationView:
    """A round: what the forms cost a village at first and now, and every step."""
    return await _view(tx, await repository.get(tx, caller.scope, consolidation_id), caller)


@router.get("/{consolidation_id}/forms", responses=refusals(NotFound))
async def read_workbench_forms(consolidation_id: UUID, tx: Tx, caller: Anyone) -> WorkbenchForms:
    """The forms as they are now, each with its edition, what was merged into it and its seasons."""
    row = await repository.get(tx, caller.scope, consolidation_id)
    lines = await repository.lines_of(tx, row.id)
    return WorkbenchForms(digest=service.digest(lines), forms=lines)


@router.get("/{consolidation_id}/proposals", responses=refusals(NotFound))
async def read_consolidation_proposals(consolidation_id: UUID, tx: Tx, caller: Anyone) -> Proposals:
    """What can be merged, slimmed or moved now, with reasons, conditions and the exact before and after."""
    found = await service.found(tx, await repository.get(tx, caller.scope, consolidation_id))
    return Proposals(total=len(found), more=len(found) > SHOWN, proposals=found[:SHOWN])


@router.get("/{consolidation_id}/preview", responses=refusals(NotFound, *_UNFIT))
async def preview_consolidation(
    consolidation_id: UUID, tx: Tx, caller: Anyone,
    form: Annotated[list[FormCode], Query(min_length=1, max_length=100, description="codes of forms")],
    frequency: Frequency | None = None,
) -> ProposalPreview:  # fmt: skip
    """What putting these forms together, at this frequency, would make of them."""
    row = await repository.get(tx, caller.scope, consolidation_id)
    proposal = await service.preview(tx, row, form, Wish(frequency=frequency))
    left = {line.code for line in proposal.changes_to}
    gone = [line.code for line in proposal.changes_from if line.code not in left]
    return ProposalPreview(proposal=proposal, changed=proposal.changes_to, gone=gone)


@router.step(
    WORKFLOW, "acceptance", of="/{consolidation_id}",
    refused=(errors.ProposalUnknown, errors.ApprovalsNeeded, *_UNFIT),
)  # fmt: skip
async def accept_proposal(
    consolidation_id: UUID, body: ProposalAcceptance, tx: Tx, caller: Anyone
) -> ConsolidationView:
    """Change the forms as proposed, or as a person puts them together; conditions need their new approvals."""
    return await _view(tx, await service.accept(tx, caller, consolidation_id, body), caller)


@router.step(WORKFLOW, "rejection", of="/{consolidation_id}", refused=(errors.ProposalUnknown,))
async def reject_proposal(consolidation_id: UUID, body: ProposalRejection, tx: Tx, caller: Anyone) -> ConsolidationView:
    """Set a proposal aside for as long as its forms stay as they are."""
    return await _view(tx, await service.reject(tx, caller, consolidation_id, body), caller)


@router.step(
    WORKFLOW, "undoing", of="/{consolidation_id}",
    refused=(errors.StepNotTaken, errors.StepTooOld, errors.StepBuiltUpon),
)  # fmt: skip
async def undo_consolidation_step(
    consolidation_id: UUID, body: StepUndoing, tx: Tx, caller: Anyone
) -> ConsolidationView:
    """Put back the forms that a step changed, exactly as they were; within thirty days."""
    return await _view(tx, await service.undo(tx, caller, consolidation_id, body), caller)


@router.step(WORKFLOW, "closing", of="/{consolidation_id}")
async def close_consolidation(
    consolidation_id: UUID, body: ConsolidationClosing, tx: Tx, caller: Anyone
) -> ConsolidationView:
    """End the work: nothing changes any more."""
    return await _view(tx, await service.close(tx, caller, consolidation_id, body.reason), caller)


async def _view(tx: Transaction, row: Consolidation, caller: Caller) -> ConsolidationView:
    view = ConsolidationView.of(row, caller)
    await tx.session.flush()
    view.taken = [StepView.model_validate(step) for step in await repository.steps_of(tx, row.id)]
    return view
