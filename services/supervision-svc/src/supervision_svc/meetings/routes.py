"""HTTP about meetings of work groups."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from supervision_svc.decisions.errors import DecisionBodyUnfit, DecisionDayUnfit, DecisionPersonUnfit
from supervision_svc.demands import DEMAND_REFUSALS
from supervision_svc.meetings import repository, service
from supervision_svc.meetings.errors import MeetingDayUnfit
from supervision_svc.meetings.models import WORKFLOW, Meeting
from supervision_svc.meetings.schemas import MeetingCorrection, MeetingToRecord, MeetingView
from supervision_svc.work_groups.models import WORKFLOW as GROUPS

_DECIDED = (
    MeetingDayUnfit, DecisionBodyUnfit, DecisionPersonUnfit, DecisionDayUnfit, *DEMAND_REFUSALS, *REGION_REFUSALS,
    *DEPARTMENT_REFUSALS,
)  # fmt: skip
router = Router(prefix="/v1", tags=["work groups"])


@router.step(GROUPS, "meetings", of="/work-groups/{group_id}", refused=_DECIDED, status_code=201)
async def record_meeting(group_id: UUID, body: MeetingToRecord, tx: Tx, caller: Anyone) -> MeetingView:
    """Put a meeting on the record with its minutes; each decision becomes a task of one body with a deadline."""
    return MeetingView.of(await service.meet(tx, caller, group_id, body), caller)


@router.get("/meetings")
async def list_meetings(
    tx: Tx,
    caller: Anyone,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", held_on="举办日期")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[MeetingView]:
    """The meetings of the groups that the caller sees."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, Meeting, paging, view=lambda row: MeetingView.of(row, caller))


@router.get("/meetings/{meeting_id}", responses=refusals(NotFound))
async def read_meeting(meeting_id: UUID, tx: Tx, caller: Anyone) -> MeetingView:
    """One meeting with its minutes."""
    return MeetingView.of(await repository.get(tx, caller, meeting_id), caller)


@router.step(WORKFLOW, "correction", of="/meetings/{meeting_id}")
async def correct_meeting(meeting_id: UUID, body: MeetingCorrection, tx: Tx, caller: Anyone) -> MeetingView:
    """Correct the minutes; what they said before stays readable."""
    return MeetingView.of(await service.correct(tx, caller, meeting_id, body), caller)
