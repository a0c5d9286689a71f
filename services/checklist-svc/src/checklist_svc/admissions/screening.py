"""The automatic check of an application: the negative list, notice, funds, the burden budget, duplicates."""

from asyncio import to_thread
from collections.abc import Sequence
from typing import Any

from countykit import directory, workdays
from countykit.calendar import Deadline, WorkCalendar
from countykit.regions import significant
from pydantic import BaseModel
from servicekit.transaction import Transaction
from wording.answers import Verdict
from wording.demands import DemandJudgement, judge_demand

from checklist_svc.admissions import repository
from checklist_svc.admissions.burdens import reckoning
from checklist_svc.admissions.burdens.errors import ExcessRefused, ExcessUndecided, OverBudget
from checklist_svc.admissions.errors import (
    DropInvalid,
    EmergencyUnexplained,
    FollowsInvalid,
    FundingMissing,
    MatterUnlisted,
    NoticeTooShort,
    ScopeOutside,
)
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.same_matter import shared, signs
from checklist_svc.admissions.schemas import Duplicate, Rejection
from checklist_svc.admissions.states import Excess
from checklist_svc.editions import repository as editions
from checklist_svc.editions import service as lists
from checklist_svc.editions.models import Kind
from checklist_svc.judgements.service import published
from checklist_svc.settings import Settings


async def judged(tx: Transaction, admission: Admission) -> DemandJudgement:
    """What the words of the title or of the content are by the negative list in force, whichever is worse."""
    edition = await lists.in_force(tx, lists.county_of(admission.region))
    listed = published(await editions.published_items(tx, edition))
    payer = admission.funding_source if admission.entrusted else None
    today = workdays.today(tx.now)
    found = [
        await to_thread(judge_demand, text, basis=admission.legal_basis, payer=payer, listed=listed, on=today)
        for text in (admission.title, admission.content)
    ]
    return max(found, key=lambda judgement: (judgement.answer is Verdict.BLOCK, judgement.breach))


def rejection_of(judgement: DemandJudgement) -> Rejection | None:
    """The refusal of what names a negative item literally. Any other judgement is advice to the people who decide."""
    if judgement.answer is not Verdict.BLOCK:
        return None
    item = judgement.items[0]
    return Rejection(
        code="LST-01", cited_item=item.code, cited_name=item.name, law=item.law, versions=judgement.versions,
        detail=f"该事项属于村级组织工作负面事项（{item.code} {item.name}），不得派交村级组织；"
        "有异议的可以提出一次，由县减负办人工审核",
    )  # fmt: skip


def require_notice(admission: Admission, tx: Transaction, calendar: WorkCalendar, settings: Settings) -> None:
    """Thirty working days before the start, unless it is an emergency (LST-03)."""
    if admission.emergency:
        if not admission.emergency_reason:
            raise EmergencyUnexplained
        return
    today = workdays.today(tx.now)
    if calendar.between(today, admission.starts_on) < settings.notice_workdays:
        earliest = Deadline.of(calendar, today, workdays=settings.notice_workdays)
        raise NoticeTooShort(earliest_start=earliest.day, provisional=earliest.provisional)


def require_funds(admission: Admission) -> None:
    """Who entrusts work pays for it (LST-05)."""
    if admission.entrusted and not (admission.funding_source and admission.funding_yuan):
        raise FundingMissing


async def require_followed(tx: Transaction, admission: Admission) -> None:
    """What an application takes up again is a rejected one of the same department; raises FollowsInvalid."""
    if admission.follows is None:
        return
    found = await repository.rejected(tx, admission.region, admission.department, admission.follows)
    if found is None:
        raise FollowsInvalid


async def require_places(tx: Transaction, admission: Admission) -> None:
    """The places of a task are townships or villages of its body's own region; raises ScopeOutside, RegionUnknown."""
    for code in admission.regions:
        if not code.startswith(significant(admission.region)):
            raise ScopeOutside(region=code)
        await directory.region(tx, code, "township", "village")


async def dropped(tx: Transaction, admission: Admission) -> Admission | None:
    """The department's running admission that ends for this one; raises DropInvalid."""
    if admission.drops is None:
        return None
    running = await repository.granted_to(tx, admission.region, admission.department)
    found = next((other for other in running if other.id == admission.drops), None)
    if found is None:
        raise DropInvalid
    return found


async def keep_budget(tx: Transaction, admission: Admission, settings: Settings) -> None:
    """Reckon what the task takes in every year that it touches; raises OverBudget, DropInvalid.

    A body that says why it goes beyond its budget comes before the approver.
    """
    added = {year: admission.planned_in(year) for year in admission.years()}
    years = await reckoning.years_of(
        tx, admission.region, admission.department, added, settings, apart_from=admission.id,
        leaving=await dropped(tx, admission), today=workdays.today(tx.now),
    )  # fmt: skip
    admission.budget, admission.over_budget = plain(years), reckoning.is_over(years)
    if admission.over_budget and admission.excess_reason is None:
        raise OverBudget(years=plain(years))


def require_allowed(admission: Admission) -> None:
    """What the budget does not hold is granted where the approver allowed it; raises ExcessUndecided, ExcessRefused."""
    if not admission.over_budget or admission.excess_outcome is Excess.ALLOW:
        return
    raise ExcessRefused if admission.excess_outcome is Excess.REFUSE else ExcessUndecided


async def duplicates_of(tx: Transaction, admission: Admission, settings: Settings) -> list[Duplicate]:
    """Running applications and admissions of the county that may ask for the same."""
    return [
        Duplicate(
            id=other.id, title=other.title, department=other.department, number=other.number, signs=found,
            columns=shared(admission.columns, other.columns),
        )
        for other in await repository.running_in(tx, admission.region, apart_from=admission.id)
        if (found := signs(admission, other, settings.same_matter_threshold))
    ]  # fmt: skip


async def require_matter(tx: Transaction, admission: Admission) -> None:
    """What an application says to be is a duty or an assisted item of the lists in force; raises MatterUnlisted."""
    if admission.matter is None:
        return
    edition = await lists.in_force(tx, lists.county_of(admission.region))
    owed = {item.code for item in await editions.published_items(tx, edition) if item.kind is not Kind.NEGATIVE}
    if admission.matter not in owed:
        raise MatterUnlisted


def plain(views: Sequence[BaseModel]) -> list[dict[str, Any]]:
    """Views as they are stored in a JSON column or shown in a refusal."""
    return [view.model_dump(mode="json") for view in views]
