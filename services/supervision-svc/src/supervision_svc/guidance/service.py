"""What can be done with guidance, from its request to its end."""

from datetime import date, timedelta
from uuid import UUID

from contracts.guidance import GuidanceAgreed, GuidanceGiven, GuidanceRequested
from contracts.supervision import GuidanceHeld
from countykit import directory, workdays
from countykit.errors import require_past
from countykit.identity import Caller, Role
from servicekit.errors import NotFound
from servicekit.transaction import Transaction

from supervision_svc.demands import require_undemanding
from supervision_svc.guidance import repository
from supervision_svc.guidance.errors import BeforeTheLetter, GuidanceDayUnfit, GuidanceLetterElsewhere
from supervision_svc.guidance.models import REQUESTS, WORKFLOW, Guidance, GuidanceRequest, RequestState
from supervision_svc.guidance.schemas import (
    GuidanceClosure,
    GuidanceEffect,
    GuidanceRecord,
    GuidanceReply,
    GuidanceToRequest,
)
from supervision_svc.letters import repository as letters
from supervision_svc.letters.models import Letter

_HALF_A_YEAR, _YEAR = timedelta(days=183), timedelta(days=366)


async def request(tx: Transaction, caller: Caller, body: GuidanceToRequest) -> GuidanceRequest:
    """A township wants guidance, or the county offers it with a day.

    Raises Forbidden, GuidanceDayUnfit, GuidanceLetterElsewhere and the refusals of regions.
    """
    caller.require_region(body.region)
    township = await directory.region(tx, body.region, "township")
    by_county, day = Role.TOWNSHIP not in caller.roles, workdays.today(tx.now)
    _require_planned(body.planned_on, day, planned=by_county)
    if body.letter_id is not None:
        await _letter_of(tx, caller, body.letter_id, township.code)
    state = RequestState.AGREED if by_county else RequestState.REQUESTED
    row = tx.target = GuidanceRequest(
        **body.model_dump(), by_county=by_county, state=state, requested_on=day, requested_by=caller.sub
    )
    tx.add(row)
    tx.record(GuidanceRequested(letter=row.letter_id, by_county=by_county), about=row)
    if row.planned_on is not None:
        tx.record(GuidanceAgreed(letter=row.letter_id, by_county=True, planned_on=row.planned_on), about=row)
    return row


def _require_planned(planned_on: date | None, day: date, *, planned: bool) -> None:
    if (planned_on is not None) is not planned:
        raise GuidanceDayUnfit
    if planned_on is not None and not day <= planned_on <= day + _HALF_A_YEAR:
        raise GuidanceDayUnfit


async def _letter_of(tx: Transaction, caller: Caller, letter_id: UUID, township: str) -> Letter:
    try:
        letter = await letters.get(tx, caller.scope, letter_id)
    except NotFound:
        raise GuidanceLetterElsewhere from None
    if letter.region != township:
        raise GuidanceLetterElsewhere
    return letter


async def reply(tx: Transaction, caller: Caller, request_id: UUID, body: GuidanceReply) -> GuidanceRequest:
    """Answer a township: the county comes on a day, or writes; raises IllegalTransition, GuidanceDayUnfit."""
    row = await repository.REQUESTS.locked(tx, caller.scope, request_id)
    taken = REQUESTS.take(row, "reply", caller, outcome=body.decision)
    day = workdays.today(tx.now)
    _require_planned(body.planned_on, day, planned=body.decision == "agreed")
    row.reply, row.planned_on, row.replied_on, row.replied_by = body.reason, body.planned_on, day, caller.sub
    tx.record(taken.event(row), about=row)
    return row


async def keep(tx: Transaction, caller: Caller, request_id: UUID, body: GuidanceRecord) -> Guidance:
    """Record the visit that was planned; raises IllegalTransition, GuideNotIndependent and what `record` raises."""
    row = await repository.REQUESTS.locked(tx, caller.scope, request_id)
    taken = REQUESTS.take(row, "visit", caller)
    letter = None if row.letter_id is None else await letters.get(tx, caller.scope, row.letter_id)
    guidance = await _put(tx, caller, row.region, letter, body)
    row.guidance_id = guidance.id
    tx.record(taken.event(row), about=row)
    tx.target = guidance
    return guidance


async def record(tx: Transaction, caller: Caller, letter_id: UUID, body: GuidanceRecord) -> Guidance:
    """Record a guidance visit about a letter.

    Raises DateInFuture, BeforeTheLetter, GuidanceDayUnfit, DEMAND_REFUSALS and the refusals of departments.
    """
    letter = await letters.get(tx, caller.scope, letter_id)
    return await _put(tx, caller, letter.region, letter, body)


async def _put(tx: Transaction, caller: Caller, region: str, letter: Letter | None, body: GuidanceRecord) -> Guidance:
    require_past(body.held_on, workdays.today(tx.now))
    require_undemanding(body.agreed_measures)
    if letter is not None and body.held_on < letter.sent_on:
        raise BeforeTheLetter
    if body.follow_up_on is not None and not body.held_on < body.follow_up_on <= body.held_on + _YEAR:
        raise GuidanceDayUnfit
    departments = sorted(set(body.participants_departments))
    for code in departments:
        await directory.department(tx, code, on=body.held_on)
    guidance = tx.target = Guidance(
        letter_id=None if letter is None else letter.id, region=region, held_on=body.held_on,
        participants_departments=departments, agreed_measures=body.agreed_measures, follow_up_on=body.follow_up_on,
        recorded_by=caller.sub,
    )  # fmt: skip
    tx.add(guidance)
    await tx.session.flush()  # its request refers to it
    if letter is None:
        tx.record(GuidanceGiven(letter=None, held_on=body.held_on, departments=departments), about=guidance)
    else:
        tx.record(GuidanceHeld(letter=letter.id, held_on=body.held_on, departments=departments), about=guidance)
    return guidance


async def submit_effect(tx: Transaction, caller: Caller, guidance_id: UUID, body: GuidanceEffect) -> Guidance:
    """The township says what became of the measures; raises IllegalTransition."""
    row = await repository.locked(tx, caller.scope, guidance_id)
    taken = WORKFLOW.take(row, "effect", caller)
    said = {"submitted_on": workdays.today(tx.now).isoformat(), "submitted_by": caller.sub, "effect": body.effect}
    row.rounds = [*row.rounds, said]
    tx.record(taken.event(row), about=row)
    return row


async def close(tx: Transaction, caller: Caller, guidance_id: UUID, body: GuidanceClosure) -> Guidance:
    """The county finds the measures carried out, or not; raises IllegalTransition, GuideNotIndependent, ServedThere."""
    row = await repository.locked(tx, caller.scope, guidance_id)
    taken = WORKFLOW.take(row, "closure", caller, outcome=body.decision)
    found = {
        "checked_on": workdays.today(tx.now).isoformat(), "checked_by": caller.sub,
        "decision": body.decision, "note": body.reason,
    }  # fmt: skip
    row.rounds = [*row.rounds[:-1], {**row.rounds[-1], **found}]
    row.note = body.reason
    tx.record(taken.event(row), about=row)
    return row
