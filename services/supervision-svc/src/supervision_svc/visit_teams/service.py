"""What can be done with visit teams."""

from datetime import date, timedelta
from uuid import UUID

from contracts.visit_teams import VisitTeamFormed
from countykit import directory, lineage
from countykit.identity import Caller
from countykit.regions import TOWNSHIP_DIGITS, county_of, significant
from servicekit.transaction import Transaction

from supervision_svc.draws import repository as draws
from supervision_svc.draws.models import DrawState
from supervision_svc.visit_teams import repository
from supervision_svc.visit_teams.errors import (
    TeamBasisUnfit,
    TeamBeenThere,
    TeamElsewhere,
    TeamNotOfGroup,
    TeamRouteUnfit,
    TeamUnfit,
)
from supervision_svc.visit_teams.models import WORKFLOW, VisitTeam
from supervision_svc.visit_teams.schemas import TeamMember, TeamMembership, TeamToForm, TeamVisit
from supervision_svc.visits import service as visits
from supervision_svc.visits.models import Visit
from supervision_svc.visits.schemas import VisitRecord
from supervision_svc.work_groups import repository as work_groups
from supervision_svc.work_groups.models import GroupState, WorkGroup

_LONGEST = timedelta(days=31)


async def form(tx: Transaction, caller: Caller, body: TeamToForm) -> VisitTeam:
    """Put people of several bodies together for visits by a plan entry or draw.

    Raises TeamBasisUnfit, TeamRouteUnfit, TeamUnfit, TeamNotOfGroup, NotFound for a draw or work group that is not the
    county's, and the refusals of departments.
    """
    if (body.number is None) == (body.draw_id is None):
        raise TeamBasisUnfit
    row = VisitTeam(
        region=county_of(caller.region.ljust(12, "0")), number=body.number, draw_id=body.draw_id, unannounced=True,
        work_group_id=body.work_group_id, starts_on=body.starts_on, ends_on=body.ends_on, route=[], members=[],
        accounts=[], formed_by=caller.sub,
    )  # fmt: skip
    await _seat(tx, caller, row, body)
    tx.target = tx.add(row)
    tx.record(VisitTeamFormed(**row.size, starts_on=row.starts_on, ends_on=row.ends_on), about=row)
    return row


async def _seat(tx: Transaction, caller: Caller, row: VisitTeam, body: TeamMembership) -> None:
    """Who goes where from now on; a village that was visited stays on the route."""
    bodies_of_plan = await _follow_basis(tx, caller, row, body)
    row.members = [member.model_dump() for member in body.members]
    row.accounts = sorted({member.account for member in body.members if member.account is not None})
    await _require_people(tx, row, body.members, bodies_of_plan)
    if row.work_group_id is not None:
        await work_groups.group(tx, caller, row.work_group_id)
        tx.target = None
        await _signing(tx, row, body.ends_on)
    row.starts_on, row.ends_on, row.route, row.note = body.starts_on, body.ends_on, body.route, body.note


async def _signing(tx: Transaction, row: VisitTeam, until: date) -> WorkGroup | None:
    """The work group in whose name the team goes, as it is today; raises TeamNotOfGroup."""
    if row.work_group_id is None:
        return None
    group = await work_groups.group_by_system(tx, row.work_group_id)
    seated = {(member["name"], member["department"]) for member in group.members}
    own = all((member["name"], member["department"]) in seated for member in row.members)
    if group.state is not GroupState.ACTIVE or group.until < until or county_of(group.region) != row.region or not own:
        raise TeamNotOfGroup
    return group


async def _follow_basis(tx: Transaction, caller: Caller, row: VisitTeam, body: TeamMembership) -> set[str]:
    """Check days and route against the plan entry or draw; returns the bodies of the entry."""
    long = body.ends_on - body.starts_on >= _LONGEST
    if body.starts_on > body.ends_on or long or len(set(body.route)) != len(body.route):
        raise TeamRouteUnfit
    been = await repository.visited_by(tx, row.id)
    if not been <= set(body.route):
        raise TeamRouteUnfit
    if row.draw_id is not None:
        drawn = await draws.draw(tx, caller, row.draw_id)
        tx.target = None
        if drawn.state is not DrawState.REVEALED:
            raise TeamBasisUnfit
        allowed = await repository.waiting_villages(tx, row.draw_id, body.starts_on, body.ends_on)
        if not set(body.route) <= allowed | been:
            raise TeamRouteUnfit
        return set()
    entry = await repository.entry_in_force(tx, row.number or "", row.region)
    if entry is None:
        raise TeamBasisUnfit
    days = (body.starts_on, body.ends_on)
    codes = await lineage.families(tx, body.route)
    if not all(entry.covers(codes[village], day) for village in body.route for day in days):
        raise TeamRouteUnfit
    for village in body.route:
        await directory.region(tx, village, "village")
    row.department, row.unannounced = entry.department, not entry.announced
    return {entry.department, *entry.joint}


async def _require_people(tx: Transaction, row: VisitTeam, members: list[TeamMember], of_plan: set[str]) -> None:
    bodies = {member.department for member in members}
    named = {(member.name, member.department) for member in members}
    given = [member.account for member in members if member.account is not None]
    fits = (
        sum(member.leader for member in members) == 1
        and len(bodies) > 1
        and len(named) == len(members)
        and 0 < len(given) == len(row.accounts)
        and (not of_plan or not bodies.isdisjoint(of_plan))
    )
    if not fits:
        raise TeamUnfit
    for code in sorted(bodies):
        home = (await directory.department(tx, code)).home
        # Who belongs to a township would know whom to warn.
        if row.unannounced and len(significant(home)) >= TOWNSHIP_DIGITS:
            raise TeamUnfit("四不两直的检查组不编入乡镇单位的人员")


async def reseat(tx: Transaction, caller: Caller, team_id: UUID, body: TeamMembership) -> VisitTeam:
    """Change people, route or days; raises what `form` raises, and IllegalTransition."""
    row = await repository.locked(tx, caller, team_id)
    taken = WORKFLOW.take(row, "membership", caller)
    await _seat(tx, caller, row, body)
    tx.target = row
    tx.record(taken.event(row), about=row)
    return row


async def dissolve(tx: Transaction, caller: Caller, team_id: UUID, note: str) -> VisitTeam:
    """End a team; raises IllegalTransition."""
    row = await repository.locked(tx, caller, team_id)
    taken = WORKFLOW.take(row, "dissolution", caller)
    row.note = note
    tx.record(taken.event(row), about=row)
    return row


async def visit(tx: Transaction, caller: Caller, team_id: UUID, body: TeamVisit) -> Visit:
    """Record a visit to a village of the route, as one of the team's people, whosever body they are.

    Raises Forbidden, IllegalTransition, TeamElsewhere, TeamBeenThere, TeamUnfit, TeamNotOfGroup, DateInFuture,
    PlanEntryUnknown, PlanDoesNotCover and the refusals of regions.
    """
    row = await repository.locked(tx, caller, team_id)
    tx.target = None  # the answer is the visit
    WORKFLOW.take(row, "visits", caller)
    if not _goes_there(row, body.region, body.visited_on):
        raise TeamElsewhere
    if body.region in await repository.visited_by(tx, row.id):
        raise TeamBeenThere
    present = set(body.present)
    if not present <= {member["name"] for member in row.members}:
        raise TeamUnfit("到场人员须是检查组成员")
    group = await _signing(tx, row, body.visited_on)
    tx.target = None
    record = VisitRecord(
        region=body.region, visited_on=body.visited_on, plan=row.reference, unannounced=row.unannounced,
        team_size=len(present), department=row.department,
    )  # fmt: skip
    signed = None if group is None else (group.id, group.title)
    made = await visits.complete(
        tx, caller, record, by_body=row.draw_id is None, team=visits.Team(row.id, row.accounts, body.present, signed)
    )
    tx.target = made
    return made


def _goes_there(row: VisitTeam, village: str, day: date) -> bool:
    return village in row.route and row.starts_on <= day <= row.ends_on
