"""What can be done with service halls."""

from collections.abc import Iterable
from uuid import UUID

from countykit import directory
from countykit.identity import Caller
from countykit.validity import valid_on
from countykit.workdays import today
from servicekit.codes import verification_code
from servicekit.transaction import Transaction

from signage_svc.halls import repository
from signage_svc.halls.errors import (
    HallDoubled,
    MatterNotOffered,
    PlaceUnknown,
    PlanDoubled,
    SamePersonAB,
    ShortNameIsBoard,
)
from signage_svc.halls.models import WORKFLOW, Hall, State
from signage_svc.halls.schemas import HallEntry, HallPlan, PublicArea, PublicBoard, PublicPlace, PublicWindow
from signage_svc.labels import repository as labels
from signage_svc.labels.models import Label
from signage_svc.matters import repository as matters
from signage_svc.matters.schemas import MatterRef
from signage_svc.plaques import repository as plaques
from signage_svc.plaques.ledger import yardstick
from signage_svc.plaques.names import fingerprint
from signage_svc.settings import Settings
from signage_svc.specs.models import SpecPlacement


async def enter(tx: Transaction, caller: Caller, entry: HallEntry, settings: Settings) -> Hall:
    """Enter a hall with its plan; raises RegionUnknown, HallDoubled and what is wrong with the plan."""
    caller.require_region(entry.region)
    await directory.region(tx, entry.region, "township", "village")
    if await repository.open_as(tx, entry.region, entry.name) is not None:
        raise HallDoubled
    await _check(tx, entry, entry.region, settings)
    hall = tx.add(Hall(code=verification_code(), **entry.model_dump(mode="json")))
    tx.record(hall.opened(), about=hall)
    return hall


async def revise(tx: Transaction, caller: Caller, hall_id: UUID, plan: HallPlan, settings: Settings) -> Hall:
    """Replace the plan as a whole; the code stays, so that the old sign leads to the new plan."""
    hall = await repository.HALLS.locked(tx, caller.scope, hall_id)
    taken = WORKFLOW.take(hall, "revision", caller)
    if plan.name != hall.name and await repository.open_as(tx, hall.region, plan.name) is not None:
        raise HallDoubled
    await _check(tx, plan, hall.region, settings)
    hall.sqlmodel_update(plan.model_dump(mode="json"))
    tx.record(taken.event(hall), about=hall)
    return hall


async def close(tx: Transaction, caller: Caller, hall_id: UUID, reason: str) -> Hall:
    """A hall serves nobody any more; its page says so."""
    hall = await repository.HALLS.locked(tx, caller.scope, hall_id)
    taken = WORKFLOW.take(hall, "closure", caller)
    hall.reason = reason
    tx.record(taken.event(hall), about=hall)
    return hall


async def _check(tx: Transaction, plan: HallPlan, region: str, settings: Settings) -> None:
    windows = [window for area in plan.areas for window in area.windows]
    for names in (
        (area.name for area in plan.areas), (area.short_name for area in plan.areas),
        (window.number for window in windows),
    ):  # fmt: skip
        if twice := _doubled(names):
            raise PlanDoubled(name=twice)
    for window in windows:
        if window.staff_a == window.staff_b:
            raise SamePersonAB(window=window.number)
    measure = await yardstick(tx, settings, region)
    for area in plan.areas:
        row = measure.named(fingerprint(area.short_name, ()))
        if row is not None and row.placement is SpecPlacement.OUTSIDE:
            raise ShortNameIsBoard(name=area.short_name)
    wanted = {matter for window in windows for matter in window.matters}
    if missing := wanted - (await matters.offered_in(tx, region, wanted)).keys():
        raise MatterNotOffered(matters=sorted(str(matter) for matter in missing))


def _doubled(names: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


async def public_place(tx: Transaction, code: str) -> PublicPlace:
    """The hall or the village with this code as anybody sees it; raises PlaceUnknown."""
    label = await labels.by_code(tx, code)
    if label is not None:
        return await _village(tx, label)
    hall = await repository.by_code(tx, code)
    if hall is None:
        raise PlaceUnknown
    return await _hall(tx, hall)


async def _village(tx: Transaction, label: Label) -> PublicPlace:
    """What hangs in a village, so that anybody can tell which board is meant."""
    village = await directory.known_region(tx, label.region)
    boards = sorted(
        (plaque for plaque in await plaques.of_villages(tx, [label.region]) if plaque.hangs),
        key=lambda plaque: (plaque.placement, plaque.name),
    )  # fmt: skip
    return PublicPlace(
        code=label.code, kind="village", name=village.name, region=village.code, region_name=village.name,
        in_use=valid_on(village, today(tx.now)), boards=[PublicBoard.model_validate(board) for board in boards],
    )  # fmt: skip


async def _hall(tx: Transaction, hall: Hall) -> PublicPlace:
    """Where what is handled, and by whom; matters that were ended are left out."""
    region = await directory.known_region(tx, hall.region)
    wanted = {UUID(matter) for window in hall.windows for matter in window["matters"]}
    offered = {str(key): matter for key, matter in (await matters.offered_in(tx, hall.region, wanted)).items()}
    areas = [
        PublicArea(
            name=area["name"], short_name=area["short_name"], location=area["location"],
            windows=[
                PublicWindow(
                    number=window["number"], post=window["post"], staff_a=window["staff_a"], staff_b=window["staff_b"],
                    matters=[
                        MatterRef.model_validate(offered[matter]) for matter in window["matters"] if matter in offered
                    ],
                )
                for window in area["windows"]
            ],
        )
        for area in hall.areas
    ]  # fmt: skip
    return PublicPlace(
        code=hall.code, kind="hall", name=hall.name, region=hall.region, region_name=region.name,
        in_use=hall.state is State.OPEN, address=hall.address, hours=hall.hours, phone=hall.phone, areas=areas,
    )  # fmt: skip
