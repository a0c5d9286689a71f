"""What can be done with draws."""

import hmac
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import orjson
from contracts.draws import DrawCommitted, DrawMade, DrawnInquiryCorrected
from contracts.words import Matter
from countykit import directory, workdays
from countykit.identity import Caller, Role
from countykit.regions import county_of, township_of
from servicekit.transaction import Transaction

from supervision_svc.draws import frames, lots, repository
from supervision_svc.draws.errors import (
    DrawFrameChanged,
    DrawRevealEarly,
    DrawRevealLate,
    DrawRunning,
    DrawSealed,
    DrawSpanUnfit,
    DrawStopAwaited,
    DrawStopsOver,
    PublicNumberUnfit,
    VisitDoesNotFit,
)
from supervision_svc.draws.lots import Frame
from supervision_svc.draws.models import DRAWS, Draw, DrawnVillage, DrawState, State
from supervision_svc.draws.schemas import DrawnVisit, DrawProof, DrawToMake, DrawToReveal
from supervision_svc.schemes import repository as schemes
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.visits import repository as visits
from supervision_svc.visits.models import State as VisitState
from supervision_svc.visits.models import Visit

LEAST_DAYS, MOST_DAYS = 30, 183
"""Short draws one after the other would let somebody look only where the lot was kind."""
_USUAL = 2
"""How many villages of a township are drawn under a scheme from before there were draws."""
PUBLIC_HOUR: Final = 20
"""China's evening lotteries are drawn after 20:00: what is bound before cannot know their numbers."""


async def commit(tx: Transaction, caller: Caller, body: DrawToMake) -> Draw:
    """Bind the next draw of the county before anybody can know its result.

    Raises DrawSpanUnfit, PublicNumberUnfit, DrawRunning, DrawEmpty, DrawExclusionUnknown, DrawTeamUnfit,
    DepartmentUnknown, DepartmentEnded, DepartmentNotYetValid.
    """
    day = workdays.today(tx.now)
    _require_days(tx, body, day)
    county = county_of(caller.region.ljust(12, "0"))
    last = await repository.last_day(tx, county)
    if last is not None and last >= body.visit_from:
        raise DrawRunning(until=last.isoformat())
    scheme = SchemeDocument.saved((await schemes.current(tx, county, day)).body)
    per_township = scheme.evidence_villages or _USUAL
    frame = lots.text_of(await frames.build(tx, county, body, per_stratum=per_township))
    secret = secrets.token_hex(32)
    draw = Draw(
        region=county, commitment=lots.commitment(frame, secret), frame=frame, secret=secret,
        people=[person.model_dump(include={"name", "department"}) for person in body.people],
        public_source=body.public_source, public_on=body.number_drawn_on, per_township=per_township,
        visit_from=body.visit_from, visit_until=body.visit_until, drawn_by=caller.sub, stop_by_stop=body.stop_by_stop,
    )  # fmt: skip
    tx.target = tx.add(draw)
    assert draw.commitment is not None  # noqa: S101
    tx.record(DrawCommitted(commitment=draw.commitment), about=draw)
    return draw


def _require_days(tx: Transaction, body: DrawToMake, day: date) -> None:
    days = (body.visit_until - body.visit_from).days + 1
    if body.visit_from <= day or not LEAST_DAYS <= days <= MOST_DAYS:
        raise DrawSpanUnfit
    late = body.number_drawn_on == day and tx.now.astimezone(workdays.CHINA).hour >= PUBLIC_HOUR
    if not day <= body.number_drawn_on < body.visit_from or late:
        raise PublicNumberUnfit


async def reveal(tx: Transaction, caller: Caller, draw_id: UUID, body: DrawToReveal) -> Draw:
    """The villages and teams that follow from frame, secret and the number that has come out.

    Raises NotFound, IllegalTransition, AskerNotIndependent, DrawSamePerson, DrawRevealEarly, DrawRevealLate,
    DrawFrameChanged.
    """
    draw = await repository.locked_draw(tx, caller, draw_id)
    DRAWS.take(draw, "reveal", caller)
    day = workdays.today(tx.now)
    if day < draw.visit_from:
        raise DrawRevealEarly(until=draw.visit_from.isoformat())
    if day > draw.visit_until:
        raise DrawRevealLate
    frame_text, secret = draw.frame or "", draw.secret or ""
    bound = lots.commitment(frame_text, secret)
    if not (hmac.compare_digest(bound, draw.commitment or "") and hmac.compare_digest(bound, body.commitment)):
        raise DrawFrameChanged
    frame: Frame = orjson.loads(frame_text)
    draw.public_value = lots.digits(body.public_value)
    draw.seed = lots.seed(secret, draw.public_value)
    draw.revealed_at, draw.revealed_by = tx.now, caller.sub
    chosen = lots.villages(draw.seed, frame["strata"], frame["per_stratum"])
    draw.villages = len(chosen)
    missed = await _close(tx, draw.region, day)
    _place(tx, draw, frame, chosen)
    tx.record(
        DrawMade(villages=len(chosen), missed=missed, visit_from=draw.visit_from, visit_until=draw.visit_until),
        about=draw,
    )
    return draw


def _place(tx: Transaction, draw: Draw, frame: Frame, chosen: list[str]) -> None:
    """A row for each village, with the names of who goes there."""
    teams = _teams(draw.seed or "", frame)
    if draw.stop_by_stop:
        draw.sealed_in = dict(Counter(township_of(village) for village in chosen))
    for village in chosen:
        people = [draw.people[number - 1] for number in teams.get(township_of(village), [])]
        tx.add(
            DrawnVillage(
                region=village, draw_id=draw.id, visit_from=draw.visit_from, visit_until=draw.visit_until,
                state=State.SEALED if draw.stop_by_stop else State.DRAWN,
                team=[person["name"] for person in people], matters=[],
            )
        )  # fmt: skip


def _teams(seed: str, frame: Frame) -> dict[str, list[int]]:
    if not frame["team_size"]:
        return {}
    return {each: lots.team(seed, each, frame["people"], frame["team_size"]) for each in sorted(frame["strata"])}


async def _close(tx: Transaction, county: str, day: date) -> int:
    """What nobody visited in its time stays unvisited; returns how many."""
    missed = [row for row in await repository.locked_unvisited(tx, county) if row.visit_until < day]
    for row in missed:
        row.state = State.MISSED
        row.version += 1
    for draw in await repository.locked_sealed(tx, county, day):
        draw.sealed_in = {}
        draw.version += 1
    return len(missed)


async def depart(tx: Transaction, caller: Caller, draw_id: UUID, township: str) -> DrawnVillage:
    """Reveal the next village of a township, in the order of the lot, as its team departs for it.

    Raises NotFound, IllegalTransition, AskerNotIndependent, DrawRevealLate, DrawStopAwaited, DrawStopsOver.
    """
    draw = await repository.locked_draw(tx, caller, draw_id)
    taken, day = DRAWS.take(draw, "departure", caller), workdays.today(tx.now)
    if day > draw.visit_until:
        raise DrawRevealLate
    rows = {row.region: row for row in await repository.locked_of_township(tx, draw.id, township)}
    for row in rows.values():
        if row.state is State.DRAWN and row.departed_at is not None and workdays.today(row.departed_at) == day:
            raise DrawStopAwaited(region=row.region)
    frame: Frame = orjson.loads(draw.frame or "")
    order = lots.villages(draw.seed or "", frame["strata"], frame["per_stratum"])
    left = [rows[code] for code in order if code in rows and rows[code].state is State.SEALED]
    if not left:
        raise DrawStopsOver
    stop = tx.target = left[0]
    stop.state, stop.departed_at, stop.departed_by = State.DRAWN, tx.now, caller.sub
    stop.version += 1  # the event is about the draw, which tells no village
    waiting = {**draw.sealed_in, township: len(left) - 1}
    draw.sealed_in = {code: count for code, count in waiting.items() if count}
    tx.record(taken.event(draw), about=draw)
    return stop


async def proof(tx: Transaction, draw_id: UUID) -> DrawProof:
    """All of a draw for anybody, once nobody can be warned any more; raises DrawSealed also for what is not there."""
    draw = await repository.bound_draw(tx, draw_id)
    if draw is None or draw.state is not DrawState.REVEALED or draw.seed is None or draw.commitment is None:
        raise DrawSealed
    over = draw.visit_until < workdays.today(tx.now)
    if not over and await repository.unvisited(tx, draw.id):
        raise DrawSealed
    frame: Frame = orjson.loads(draw.frame or "")
    return DrawProof.model_validate({
        **draw.model_dump(),
        "villages": lots.villages(draw.seed, frame["strata"], frame["per_stratum"]),
        "teams": _teams(draw.seed, frame),
    })  # fmt: skip


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


async def inquired(tx: Transaction, caller: Caller, seen: Visit, matters: Sequence[Matter]) -> DrawnVillage | None:
    """The drawn village that a visit looked at by asking about these matters; None where it does not count.

    Raises AskerNotIndependent, ServedThere.
    """
    # A body's clerk may go along, but what they write down is not evidence about bodies.
    counts = matters and Role.INSPECTOR in caller.roles
    row = await repository.waiting(tx, seen.region, seen.visited_on) if counts else None
    if row is None:
        return None
    try:
        await _require_fitting(tx, row, seen)
    except VisitDoesNotFit:
        return None
    tx.record(row.visit(caller, seen.id, seen.visited_on, matters), about=row)
    return row


async def inquiry_corrected(tx: Transaction, village_id: UUID, matters: Sequence[Matter]) -> None:
    """What a drawn village was asked about, as it should have been recorded."""
    row = await repository.village_by_system(tx, village_id)
    before, after = {Matter(each) for each in row.matters}, set(matters)
    if before == after or row.visited_on is None:
        return
    row.matters = sorted(matter.value for matter in after)
    added, removed = sorted(after - before), sorted(before - after)
    tx.record(DrawnInquiryCorrected(added=added, removed=removed, visited_on=row.visited_on), about=row)


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
