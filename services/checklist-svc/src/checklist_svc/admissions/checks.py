"""What a number that somebody shows proves: for which matter, in which places, on which days."""

from dataclasses import dataclass
from datetime import date

from contracts.titles import TitledEnum
from countykit import directory, lineage, workdays
from servicekit.transaction import Transaction

from checklist_svc.admissions import numbers, repository
from checklist_svc.admissions.assignments.repository import is_assigned
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.schemas import NumberStatus, Place, PublicCheck
from checklist_svc.admissions.states import State
from checklist_svc.settings import Settings
from checklist_svc.wording import sameness

_SHOWN = {
    "title", "department", "region", "starts_on", "valid_until", "signature", "frequency", "work_form", "quantity",
    "papers_by",
}  # fmt: skip
_NOT_ASSIGNED = "未查到该日向该村派交的记录：未派交的村不承担"
_NOTE = "本编号仅在所列范围、内容和期限内有效，超出部分未经准入"


class Coverage(TitledEnum, name="number_coverage", title_zh="编号覆盖情况"):
    """Whether a number covers a demand, and where it fails."""

    COVERED = "covered", "在准入范围内"
    OTHER_PLACE = "other_place", "不在所列村"
    OTHER_DAY = "other_day", "不在期限内"
    OTHER_MATTER = "other_matter", "不是该任务"
    NOT_ASSIGNED = "not_assigned", "未向该村派交"
    NOT_GENUINE = "not_genuine", "编号不真实"


@dataclass(frozen=True, slots=True)
class Demanded:
    """What a body wants of a place, and on which day it is to be done."""

    department: str
    title: str
    place: str
    day: date


async def check(
    tx: Transaction, number: str, signature: str | None, settings: Settings, *, village: str | None, on: date | None
) -> PublicCheck:
    """What anyone may know about a number; unknown, mistyped and tampered ones are all called forged."""
    admission = await repository.by_number(tx, number) if numbers.well_formed(number) else None
    if admission is None or not numbers.genuine(admission, settings.public_keys, signature):
        return PublicCheck(number=number, status=NumberStatus.FORGED)
    today = workdays.today(tx.now)
    shown = admission.model_dump(include=_SHOWN)
    answer = PublicCheck(number=number, status=_status(admission, today), note=_NOTE, **shown)
    answer.places = [await _place(tx, code) for code in admission.regions]
    if village is not None or on is not None:
        answer.covered = admission.in_force(on or today)
    if village is not None:
        codes = await lineage.family(tx, village)
        answer.covered = answer.covered and admission.covers(codes)
        answer.assigned = await is_assigned(tx, admission, codes, on or today)
        answer.note = _NOT_ASSIGNED if answer.covered and not answer.assigned else answer.note
    return answer


def _status(admission: Admission, today: date) -> NumberStatus:
    if admission.state == State.LAPSED:
        return NumberStatus.LAPSED
    if admission.state == State.WITHDRAWN or admission.ended_on is not None:
        return NumberStatus.WITHDRAWN
    if today < admission.starts_on:
        return NumberStatus.NOT_STARTED
    if not admission.in_force(today):
        return NumberStatus.EXPIRED
    return NumberStatus.PROVISIONAL if admission.undecided_number else NumberStatus.VALID


async def _place(tx: Transaction, code: str) -> Place:
    return Place(code=code, name=(await directory.known_region(tx, code)).name)


async def coverage(
    tx: Transaction, number: str, demanded: Demanded, settings: Settings
) -> tuple[Coverage, Admission | None]:
    """Whether a number that was shown admits this demand of this body in this place on this day, and what it admits."""
    admission = await repository.by_number(tx, number)
    if (
        admission is None
        or admission.department not in await lineage.bodies(tx, demanded.department)
        or not numbers.genuine(admission, settings.public_keys)
    ):  # fmt: skip
        return Coverage.NOT_GENUINE, None
    if sameness(admission.title, demanded.title) < settings.same_matter_threshold:
        return Coverage.OTHER_MATTER, admission
    if not admission.in_force(demanded.day):
        return Coverage.OTHER_DAY, admission
    codes = await lineage.family(tx, demanded.place)
    if not admission.covers(codes):
        return Coverage.OTHER_PLACE, admission
    assigned = await is_assigned(tx, admission, codes, demanded.day)
    return (Coverage.COVERED if assigned else Coverage.NOT_ASSIGNED), admission


async def covering(
    tx: Transaction, demanded: Demanded, settings: Settings
) -> tuple[Coverage, Admission] | tuple[None, None]:
    """An admission of this body that covers the demand although nobody showed its number, and if it was dispatched."""
    undispatched, codes = None, await lineage.family(tx, demanded.place)
    counties, bodies = {code[:6] for code in codes}, await lineage.bodies(tx, demanded.department)
    for admission in await repository.numbered(tx, counties, bodies):
        if (
            admission.in_force(demanded.day)
            and admission.covers(codes)
            and sameness(admission.title, demanded.title) >= settings.same_matter_threshold
        ):
            if await is_assigned(tx, admission, codes, demanded.day):
                return Coverage.COVERED, admission
            undispatched = undispatched or admission
    return (None, None) if undispatched is None else (Coverage.NOT_ASSIGNED, undispatched)


async def running(tx: Transaction, demanded: Demanded) -> list[Admission]:
    """What asks something of the place on that day under whatever name, of whichever body; the body's own first."""
    codes, own = await lineage.family(tx, demanded.place), await lineage.bodies(tx, demanded.department)
    found = [
        admission
        for admission in await repository.dispatched(tx, codes, demanded.day)
        if admission.in_force(demanded.day) and admission.covers(codes)
    ]
    return sorted(found, key=lambda admission: admission.department not in own)
