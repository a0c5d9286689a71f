"""What a person does on the workbench: accept, reject, undo, close."""

import hashlib
import json
from asyncio import to_thread
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from contracts.consolidation import StepState
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.consolidation import repository
from report_svc.consolidation.composing import Wish, compose
from report_svc.consolidation.desk import Desk, desk_of
from report_svc.consolidation.errors import (
    ApprovalsNeeded,
    LinesUnknown,
    ProposalUnknown,
    StepBuiltUpon,
    StepNotTaken,
    StepTooOld,
)
from report_svc.consolidation.finding import proposals
from report_svc.consolidation.kept import PROPOSALS
from report_svc.consolidation.lines import Line
from report_svc.consolidation.measures import measure
from report_svc.consolidation.models import UNDO, WORKFLOW, Consolidation, ConsolidationStep
from report_svc.consolidation.opening import subjects_of
from report_svc.consolidation.proposals import Proposal
from report_svc.consolidation.schemas import ProposalAcceptance, ProposalRejection, StepUndoing


async def desk(tx: Transaction, row: Consolidation) -> Desk:
    """The workbench of a round as it is now."""
    lines = await repository.lines_of(tx, row.id)
    return desk_of(lines, await subjects_of(tx, row.region), today(tx.now))


async def found(tx: Transaction, row: Consolidation) -> list[Proposal]:
    """What can be proposed now and was not rejected."""
    unwanted = await repository.rejected(tx, row.id)
    return [each for each in await _every(tx, row) if each.id not in unwanted]


async def _every(tx: Transaction, row: Consolidation) -> list[Proposal]:
    """Everything that can be proposed, found once for each state of the workbench."""
    day = today(tx.now)
    stand = await repository.stand_of(tx, row, day)
    known = PROPOSALS.get(stand)
    if known is not None:
        return known
    present = await desk(tx, row)
    find = partial(proposals, present)
    # What somebody changed between the two looks is nobody's stand. Others are answered while a thread computes.
    if await repository.stand_of(tx, row, day) != stand:
        return await to_thread(find)
    return await to_thread(PROPOSALS.find, stand, find)


async def preview(tx: Transaction, row: Consolidation, codes: Iterable[str], wish: Wish) -> Proposal:
    """What putting these forms together would make of them; raises what accepting it would be refused with."""
    return _composed(await desk(tx, row), codes, wish)


async def accept(tx: Transaction, caller: Caller, consolidation_id: UUID, given: ProposalAcceptance) -> Consolidation:
    """Change the forms as proposed.

    Raises ProposalUnknown, LinesUnknown, ApprovalsNeeded, FrequencyNotOffered, FormsUnmergeable, NothingToConsolidate.
    """
    row = await repository.locked(tx, caller.scope, consolidation_id)
    taken = WORKFLOW.take(row, "acceptance", caller)
    present = await desk(tx, row)
    codes = given.forms
    if given.proposal is not None or not codes:
        codes = await _forms_of(tx, row, given.proposal)
    wish = Wish(title=given.title, owner=given.owner, frequency=given.frequency, keep=given.keep)
    proposal = _composed(present, codes, wish)
    needed = {each.form for each in proposal.conditions} - {each.form for each in given.approvals}
    if needed:
        raise ApprovalsNeeded(conditions=[each.model_dump() for each in proposal.conditions if each.form in needed])
    changes_to = _approved(proposal, given)
    await _apply(tx, row, present, proposal.changes_from, changes_to)
    _keep(
        tx, row, caller, state=StepState.ACCEPTED, proposal=proposal.id, action=proposal.action,
        forms=proposal.forms, title=proposal.result.title, reason=given.reason,
        approvals=[each.model_dump(mode="json") for each in given.approvals],
        changes_from=_dumped(proposal.changes_from), changes_to=_dumped(changes_to),
        before=measure(present.lines.values(), present.subjects).model_dump(),
    )  # fmt: skip
    tx.record(taken.event(row), about=row)
    return row


async def reject(tx: Transaction, caller: Caller, consolidation_id: UUID, given: ProposalRejection) -> Consolidation:
    """Set a proposal aside for as long as its forms stay as they are; raises ProposalUnknown."""
    row = await repository.locked(tx, caller.scope, consolidation_id)
    taken = WORKFLOW.take(row, "rejection", caller)
    proposal = next((each for each in await found(tx, row) if each.id == given.proposal), None)
    if proposal is None:
        raise ProposalUnknown
    _keep(
        tx, row, caller, state=StepState.REJECTED, proposal=proposal.id, action=proposal.action,
        forms=proposal.forms, title=proposal.result.title, reason=given.reason, before=row.now,
    )  # fmt: skip
    tx.record(taken.event(row), about=row)
    return row


async def undo(tx: Transaction, caller: Caller, consolidation_id: UUID, given: StepUndoing) -> Consolidation:
    """Put back the forms that a step changed, as they were; raises StepNotTaken, StepTooOld, StepBuiltUpon."""
    row = await repository.locked(tx, caller.scope, consolidation_id)
    taken = WORKFLOW.take(row, "undoing", caller)
    step = await repository.step_of(tx, row.id, given.step)
    if step is None or step.state is not StepState.ACCEPTED:
        raise StepNotTaken
    if tx.now > step.taken_at + UNDO:
        raise StepTooOld
    present = await desk(tx, row)
    made, before = _loaded(step.changes_to), _loaded(step.changes_from)
    if any(present.lines.get(line.code) != line for line in made):
        raise StepBuiltUpon
    await _apply(tx, row, present, made, before)
    step.state, step.undone_at, step.undo_reason = StepState.UNDONE, tx.now, given.reason
    tx.record(taken.event(row), about=row)
    return row


async def close(tx: Transaction, caller: Caller, consolidation_id: UUID, reason: str) -> Consolidation:
    """End the work: nothing changes any more."""
    row = await repository.locked(tx, caller.scope, consolidation_id)
    taken = WORKFLOW.take(row, "closing", caller)
    row.reason = reason
    tx.record(taken.event(row), about=row)
    return row


def digest(lines: Iterable[Line]) -> str:
    """A fingerprint of forms: equal forms have an equal one."""
    text = json.dumps(_dumped(lines), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _composed(present: Desk, codes: Iterable[str], wish: Wish) -> Proposal:
    wanted = list(dict.fromkeys(codes))
    strangers = sorted(set(wanted) - present.lines.keys())
    if strangers:
        raise LinesUnknown(forms=strangers)
    return compose(present, wanted, wish)


async def _forms_of(tx: Transaction, row: Consolidation, proposal: str | None) -> list[str]:
    for each in await found(tx, row):
        if each.id == proposal:
            return each.forms
    raise ProposalUnknown


def _approved(proposal: Proposal, given: ProposalAcceptance) -> list[Line]:
    """The forms as they will be; a survey that was approved anew carries the new number."""
    numbers = {each.form: each.number for each in given.approvals}
    return [
        line.model_copy(update={"approval_number": numbers[line.code]}) if line.code in numbers else line
        for line in proposal.changes_to
    ]  # fmt: skip


async def _apply(tx: Transaction, row: Consolidation, present: Desk, old: list[Line], new: list[Line]) -> None:
    await repository.replace(tx, row.id, [line.code for line in old], new)
    gone = {line.code for line in old}
    lines = [*(line for code, line in present.lines.items() if code not in gone), *new]
    row.now = measure(lines, present.subjects).model_dump()


def _keep(tx: Transaction, row: Consolidation, caller: Caller, **facts: Any) -> None:
    row.steps += 1
    tx.add(
        ConsolidationStep(
            consolidation_id=row.id, number=row.steps, after=row.now, taken_by=caller.sub, taken_at=tx.now, **facts
        )
    )  # fmt: skip


def _dumped(lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [line.model_dump(mode="json") for line in lines]


def _loaded(lines: Iterable[dict[str, Any]]) -> list[Line]:
    return [Line.model_validate(line) for line in lines]
