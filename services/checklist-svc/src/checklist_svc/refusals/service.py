"""How a village refuses an unlisted demand, and what becomes of it."""

from uuid import UUID

from contracts.checklist import TaskRefused
from contracts.demand_answers import DemandAnswer, DemandReason
from countykit import directory, workdays
from countykit.identity import Caller
from servicekit.errors import Refusal
from servicekit.transaction import Transaction

from checklist_svc.admissions import checks
from checklist_svc.admissions.checks import Coverage, Demanded
from checklist_svc.refusals import advice, letter
from checklist_svc.refusals.answers import Advice, Case, answer, cited
from checklist_svc.refusals.errors import (
    DemandAdmitted,
    DemandListed,
    DemandOnForm,
    DemandUncertain,
    NumberOfAnother,
)
from checklist_svc.refusals.models import WORKFLOW, RefusedDemand
from checklist_svc.refusals.schemas import Demand
from checklist_svc.settings import Settings

_OWED: dict[DemandReason, type[Refusal]] = {
    DemandReason.ADMITTED: DemandAdmitted, DemandReason.LISTED: DemandListed, DemandReason.FORM: DemandOnForm,
}  # fmt: skip


async def advise(tx: Transaction, caller: Caller, demand: Demand, settings: Settings) -> Advice:
    """Whether the caller's village may refuse; raises DepartmentUnknown, RegionUnknown, NoEditionInForce."""
    village = await directory.region(tx, caller.region.ljust(12, "0"), "village")
    await directory.department(tx, demand.department)
    return answer(await advice.look_up(tx, village.code, demand, settings))


async def refuse(tx: Transaction, caller: Caller, demand: Demand, settings: Settings) -> RefusedDemand:
    """Write the letter and keep it, where it is certain that the village may refuse.

    Raises DemandListed, DemandAdmitted, DemandOnForm, DemandUncertain, DepartmentUnknown, RegionUnknown,
    NoEditionInForce.
    """
    village = await directory.region(tx, caller.region.ljust(12, "0"), "village")
    charged = await directory.department(tx, demand.department)
    case = await advice.look_up(tx, village.code, demand, settings)
    found = answer(case)
    if found.answer is not DemandAnswer.RED:
        raise _refusal(found)
    item = cited(case)
    undispatched, shown = _about_numbers(case)
    text = letter.compose(
        village=village.name, department=charged.name, title=demand.title, edition=case.edition, cited=item,
        literal=found.reason is DemandReason.NEGATIVE, shown=shown, basis=demand.basis, undispatched=undispatched,
        day=workdays.today(tx.now),
    )  # fmt: skip
    refused = tx.add(
        RefusedDemand(
            region=village.code, title=demand.title, department=charged.code, charged_home=charged.home,
            basis=demand.basis, edition_number=case.edition.number or 0, cited_item=item.code if item else None,
            letter=text,
        )
    )  # fmt: skip
    fact = TaskRefused(title=refused.title, charged_home=charged.home, cited_item=refused.cited_item)
    tx.record(fact, about=refused, department=charged.code)
    return refused


def _refusal(found: Advice) -> Refusal:
    kind = _OWED.get(found.reason, DemandUncertain)
    return kind(
        found.detail, law=found.law, reason=found.reason, item=found.item, name=found.name, number=found.number,
        question=found.question,
    )  # fmt: skip


def _about_numbers(case: Case) -> tuple[letter.Undispatched | None, str | None]:
    """What the letter says of an admission that was not dispatched, or else of the number that was shown."""
    found, admission = case.number or (None, None)
    undispatched = letter.Undispatched.of(admission if found is Coverage.NOT_ASSIGNED else case.known[1], case.day)
    if found is None or undispatched is not None:
        return undispatched, None
    return None, letter.about_number(case.demand.admission_number or "", found, admission, case.day)


async def follow_up(tx: Transaction, caller: Caller, refusal_id: UUID, step: str, note: str) -> RefusedDemand:
    """Keep whether the body dropped its demand or insists; raises IllegalTransition, Forbidden."""
    refused = await tx.locked(RefusedDemand, refusal_id, caller.scope)
    taken = WORKFLOW.take(refused, step, caller)
    refused.note = note
    tx.record(taken.event(refused), about=refused, department=refused.department)
    return refused


async def admit_later(
    tx: Transaction, caller: Caller, refusal_id: UUID, number: str, note: str, settings: Settings
) -> RefusedDemand:
    """Keep the number under which the body had the matter admitted after all; raises NumberOfAnother."""
    refused = await tx.locked(RefusedDemand, refusal_id, caller.scope)
    taken = WORKFLOW.take(refused, "later-admission", caller)
    demanded = Demanded(refused.department, refused.title, refused.region, workdays.today(tx.now))
    found, _ = await checks.coverage(tx, number, demanded, settings)
    if found in (Coverage.NOT_GENUINE, Coverage.OTHER_MATTER, Coverage.OTHER_PLACE):
        raise NumberOfAnother
    refused.later_number, refused.note = number, note
    tx.record(taken.event(refused), about=refused, department=refused.department)
    return refused
