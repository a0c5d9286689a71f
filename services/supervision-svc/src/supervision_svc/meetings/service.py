"""What can be done with meetings."""

from uuid import UUID

from contracts.work_groups import MeetingRecorded
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.decisions import service as decisions
from supervision_svc.meetings import repository
from supervision_svc.meetings.errors import MeetingDayUnfit
from supervision_svc.meetings.models import WORKFLOW, Meeting
from supervision_svc.meetings.schemas import MeetingCorrection, MeetingToRecord
from supervision_svc.work_groups import repository as groups
from supervision_svc.work_groups.models import WORKFLOW as GROUPS


async def meet(tx: Transaction, caller: Caller, group_id: UUID, body: MeetingToRecord) -> Meeting:
    """Put a meeting on the record; each decision becomes a task of one body.

    Raises Forbidden, IllegalTransition, MeetingDayUnfit, DecisionBodyUnfit, DecisionPersonUnfit, DecisionDayUnfit and
    the refusals of regions and departments.
    """
    group = await groups.locked_group(tx, caller, group_id)
    GROUPS.take(group, "meetings", caller)
    if not group.formed_on <= body.held_on <= today(tx.now):
        raise MeetingDayUnfit
    meeting = tx.target = Meeting(
        region=group.region, group_id=group.id, bodies=group.bodies, held_on=body.held_on, title=body.title,
        present=list(dict.fromkeys(body.present)), minutes=body.minutes, decisions=len(body.decisions),
        corrections=[], recorded_by=caller.sub,
    )  # fmt: skip
    tx.add(meeting)
    await tx.session.flush()
    tx.record(MeetingRecorded(group=group.id, held_on=meeting.held_on, decisions=meeting.decisions), about=meeting)
    for decision in body.decisions:
        await decisions.make(tx, caller, group, meeting.id, decision)
    return meeting


async def correct(tx: Transaction, caller: Caller, meeting_id: UUID, body: MeetingCorrection) -> Meeting:
    """Correct the minutes; what they said before stays. Raises Forbidden."""
    meeting = await repository.locked(tx, caller, meeting_id)
    taken = WORKFLOW.take(meeting, "correction", caller)
    before = {"minutes": meeting.minutes, "corrected_on": today(tx.now).isoformat(), "reason": body.correction}
    meeting.corrections = [*meeting.corrections, before]
    meeting.minutes, meeting.correction = body.minutes, body.correction
    tx.record(taken.event(meeting), about=meeting)
    return meeting
