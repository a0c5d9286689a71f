"""HTTP about visit teams."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from supervision_svc.plan.errors import PlanDoesNotCover, PlanEntryUnknown
from supervision_svc.routes import Office
from supervision_svc.visit_teams import repository, service
from supervision_svc.visit_teams.errors import (
    TeamBasisUnfit,
    TeamBeenThere,
    TeamElsewhere,
    TeamNotOfGroup,
    TeamRouteUnfit,
    TeamUnfit,
)
from supervision_svc.visit_teams.models import WORKFLOW, VisitTeam
from supervision_svc.visit_teams.schemas import TeamDissolution, TeamMembership, TeamToForm, TeamVisit, VisitTeamView
from supervision_svc.visits.schemas import VisitView

_SEATED = (TeamUnfit, TeamBasisUnfit, TeamRouteUnfit, TeamNotOfGroup, *REGION_REFUSALS, *DEPARTMENT_REFUSALS)
router = Router(prefix="/v1/visit-teams", tags=["visits"])


@router.post("", status_code=201, openapi_extra={TITLE: "组建到村检查组"}, responses=refusals(NotFound, *_SEATED))
async def form_visit_team(body: TeamToForm, tx: Tx, caller: Office) -> VisitTeamView:
    """Put named people of several bodies, the city's invited ones too, together for visits by a plan entry or draw."""
    return VisitTeamView.of(await service.form(tx, caller, body), caller)


@router.get("")
async def list_visit_teams(
    tx: Tx,
    caller: Anyone,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", starts_on="开始日期")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[VisitTeamView]:
    """The teams of the county for those who look after visits, and for its people those that they go with."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, VisitTeam, paging, view=lambda row: VisitTeamView.of(row, caller))


@router.get("/{team_id}", responses=refusals(NotFound))
async def read_visit_team(team_id: UUID, tx: Tx, caller: Anyone) -> VisitTeamView:
    """One team with its route."""
    return VisitTeamView.of(await repository.team(tx, caller, team_id), caller)


@router.step(WORKFLOW, "membership", of="/{team_id}", refused=_SEATED)
async def reseat_visit_team(team_id: UUID, body: TeamMembership, tx: Tx, caller: Anyone) -> VisitTeamView:
    """Change people, route or days; a village that was visited stays on the route."""
    return VisitTeamView.of(await service.reseat(tx, caller, team_id, body), caller)


@router.step(WORKFLOW, "dissolution", of="/{team_id}")
async def dissolve_visit_team(team_id: UUID, body: TeamDissolution, tx: Tx, caller: Anyone) -> VisitTeamView:
    """End a team; its people record nothing on visits of other bodies any more, save on those that they made."""
    return VisitTeamView.of(await service.dissolve(tx, caller, team_id, body.note), caller)


@router.step(
    WORKFLOW, "visits", of="/{team_id}", status_code=201,
    refused=(
        TeamElsewhere, TeamBeenThere, TeamUnfit, TeamNotOfGroup, DateInFuture, PlanEntryUnknown,
        PlanDoesNotCover, *REGION_REFUSALS, *DEPARTMENT_REFUSALS,
    ),
)  # fmt: skip
async def record_team_visit(team_id: UUID, body: TeamVisit, tx: Tx, caller: Anyone) -> VisitView:
    """Record a visit to a village of the route, as one of the team's people, whosever body they are."""
    return VisitView.of(await service.visit(tx, caller, team_id, body), caller)
