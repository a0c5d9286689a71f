"""How a village refuses an unlisted demand."""

from asyncio import to_thread
from collections.abc import Sequence
from datetime import date

from contracts.checklist import TaskRefused
from countykit import directory, workdays
from countykit.identity import Caller
from servicekit.transaction import Transaction
from wording.answers import Verdict
from wording.demands import judge_demand

from checklist_svc.admissions import checks
from checklist_svc.admissions.checks import Coverage, Demanded
from checklist_svc.editions import repository as editions
from checklist_svc.editions import service as lists
from checklist_svc.editions.models import Kind, ListItem
from checklist_svc.judgements.service import published
from checklist_svc.refusals import letter
from checklist_svc.refusals.errors import DemandAdmitted, DemandListed
from checklist_svc.refusals.models import RefusedDemand
from checklist_svc.refusals.schemas import Demand
from checklist_svc.settings import Settings
from checklist_svc.wording import sameness

_DOUBT = 0.2
"""From this probability of a breach doubt speaks for the village."""


async def refuse(tx: Transaction, caller: Caller, demand: Demand, settings: Settings) -> RefusedDemand:
    """Write the letter and keep it; raises DemandListed, DemandAdmitted, DepartmentUnknown, RegionUnknown."""
    village = await directory.region(tx, caller.region.ljust(12, "0"), "village")
    charged = await directory.department(tx, demand.department)
    day = demand.wanted_on or workdays.today(tx.now)
    demanded = Demanded(demand.department, demand.title, village.code, day)
    known, undispatched = await checks.covering(tx, demanded, settings)
    if undispatched is not None and known is Coverage.COVERED:
        raise DemandAdmitted(number=undispatched.number)
    number, shown = demand.admission_number, None
    if number:
        found, admission = await checks.coverage(tx, number, demanded, settings)
        if found is Coverage.COVERED:
            raise DemandAdmitted(number=number)
        if found is Coverage.NOT_ASSIGNED:
            undispatched = admission
        elif undispatched is None:
            shown = letter.about_number(number, found, admission, day)
    edition = await lists.in_force(tx, lists.county_of(village.code))
    items = await editions.published_items(tx, edition)
    _require_unlisted(demand.title, items, settings.same_matter_threshold)
    cited = await _negative(demand.title, items, workdays.today(tx.now))
    text = letter.compose(
        village=village.name, department=charged.name, title=demand.title, edition=edition, cited=cited,
        shown=shown, undispatched=letter.Undispatched.of(undispatched, day), day=workdays.today(tx.now),
    )  # fmt: skip
    refused = tx.add(
        RefusedDemand(
            region=village.code, title=demand.title, department=charged.code, charged_home=charged.home,
            edition_number=edition.number or 0, cited_item=cited.code if cited else None, letter=text,
        )
    )  # fmt: skip
    fact = TaskRefused(title=refused.title, charged_home=charged.home, cited_item=refused.cited_item)
    tx.record(fact, about=refused, department=charged.code)
    return refused


def _require_unlisted(title: str, items: Sequence[ListItem], threshold: int) -> None:
    """Only what reads like the listed matter itself counts as listed: doubt speaks for the village."""
    for item in items:
        if item.kind != Kind.NEGATIVE and sameness(title, item.name) >= threshold:
            raise DemandListed(item=item.code, name=item.name, law=item.legal_basis)


async def _negative(title: str, items: Sequence[ListItem], day: date) -> ListItem | None:
    """The negative item that the letter cites: the likeliest of a breach, or of what is doubtful but points to one."""
    negative = {item.code: item for item in items if item.kind == Kind.NEGATIVE}
    judgement = await to_thread(judge_demand, title, listed=published(negative.values()), on=day)
    likely = [found for found in judgement.items if found.code in negative]
    doubtful = judgement.answer is Verdict.UNSURE
    if judgement.answer is Verdict.PASS or not likely or (doubtful and judgement.breach < _DOUBT):
        return None
    return negative[likely[0].code]
