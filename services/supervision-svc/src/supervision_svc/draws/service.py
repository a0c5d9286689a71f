"""What can be done with draws."""

import secrets
from datetime import date
from uuid import UUID

from contracts.draws import DrawMade
from countykit import directory, workdays
from countykit.identity import Caller
from countykit.regions import township_of
from servicekit.transaction import Transaction

from supervision_svc.draws import repository
from supervision_svc.draws.errors import DrawEmpty, DrawRunning, DrawSpanUnfit, VisitDoesNotFit
from supervision_svc.draws.models import Draw, DrawnVillage, State, choose
from supervision_svc.draws.schemas import DrawnVisit, DrawToMake
from supervision_svc.schemes import repository as schemes
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.visits import repository as visits
from supervision_svc.visits.models import State as VisitState
from supervision_svc.visits.models import Visit

LEAST_DAYS, MOST_DAYS = 30, 183
"""Short draws one after the other would let somebody look only where the lot was kind."""
_USUAL = 2
"""How many villages of a township are drawn under a scheme from before there were draws."""


async def make(tx: Transaction, caller: Caller, body: DrawToMake) -> Draw:
    """Draw villages in every township of the county; raises DrawSpanUnfit, DrawRunning, DrawEmpty."""
    day = workdays.today(tx.now)
    days = (body.visit_until - body.visit_from).days + 1
    if body.visit_from < day or not LEAST_DAYS <= days <= MOST_DAYS:
        raise DrawSpanUnfit
    county = caller.region[:6].ljust(12, "0")
    last = await repository.last_day(tx, county)
    if last is not None and last >= max(day, body.visit_from):
        raise DrawRunning(until=last.isoformat())
    missed = await _close(tx, county, day)
    scheme = SchemeDocument.saved((await schemes.current(tx, county, day)).body)
    villages = [region.code for region in await directory.regions_within(tx, county[:6], "village")]
    seed, per_township = secrets.token_hex(32), scheme.evidence_villages or _USUAL
    chosen = choose(seed, villages, per_township)
    if not chosen:
        raise DrawEmpty
    draw = Draw(
        region=county, seed=seed, per_township=per_township, villages=len(chosen), drawn_by=caller.sub,
        visit_from=body.visit_from, visit_until=body.visit_until,
    )  # fmt: skip
    tx.target = tx.add(draw)
    await tx.session.flush()  # the villages refer to it
    for village in chosen:
        tx.add(
            DrawnVillage(
                region=village, draw_id=draw.id, visit_from=draw.visit_from, visit_until=draw.visit_until, matters=[]
            )
        )
    tx.record(
        DrawMade(villages=len(chosen), missed=missed, visit_from=draw.visit_from, visit_until=draw.visit_until),
        about=draw,
    )
    return draw


async def _close(tx: Transaction, county: str, day: date) -> int:
    """What nobody visited in its time stays unvisited; returns how many."""
    missed = [row for row in await repository.locked_unvisited(tx, county) if row.visit_until < day]
    for row in missed:
        row.state = State.MISSED
        row.version += 1
    return len(missed)


async def visit(tx: Transaction, caller: Caller, village_id: UUID, body: DrawnVisit) -> DrawnVillage:
    """Somebody looked at a drawn village.

    Raises NotFound, IllegalTransition, AskerNotIndependent, VisitDoesNotFit.
    """
    row = await repository.locked_village(tx, caller, village_id)
    seen = await visits.get(tx, caller, body.visit_id)
    event = row.visit(caller, seen.id, seen.visited_on, body.matters)
    await _require_fitting(tx, row, seen)
    tx.record(event, about=row)
    return row


async def _require_fitting(tx: Transaction, row: DrawnVillage, seen: Visit) -> None:
    if seen.state is not VisitState.COMPLETED:
        raise VisitDoesNotFit("反映的计划外检查不是督查人员的到村核实")
    if seen.by_body:
        raise VisitDoesNotFit("单位自行登记的到村不能作为随机核实")
    if seen.region != row.region:
        raise VisitDoesNotFit("该次检查不是到抽取的村（社区）")
    if not row.visit_from <= seen.visited_on <= row.visit_until:
        raise VisitDoesNotFit("该次检查不在抽取的核实期限内", until=row.visit_until.isoformat())
    if not seen.unannounced:
        raise VisitDoesNotFit("事先打招呼的检查不能作为随机核实，应直接到村")
    if seen.department is not None:
        body = await directory.department(tx, seen.department, on=seen.visited_on)
        if body.home[:9] == township_of(row.region)[:9]:
            raise VisitDoesNotFit("乡镇自己的检查不能作为对本乡镇的核实")
