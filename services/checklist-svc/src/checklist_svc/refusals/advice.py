"""Whether a village may refuse a demand: everything that may cover it on its day is looked up, and one rule answers."""

from asyncio import to_thread
from datetime import date

from countykit import workdays
from servicekit.transaction import Transaction
from wording.demands import judge_demand

from checklist_svc.admissions import checks
from checklist_svc.admissions.burdens import repository as burdens
from checklist_svc.admissions.checks import Demanded
from checklist_svc.editions import repository as editions
from checklist_svc.editions import service as lists
from checklist_svc.judgements.service import published
from checklist_svc.refusals.answers import Case
from checklist_svc.refusals.schemas import Demand
from checklist_svc.settings import Settings


async def look_up(tx: Transaction, village: str, demand: Demand, settings: Settings) -> Case:
    """The demand with all that may cover it; raises NoEditionInForce."""
    day: date = demand.wanted_on or workdays.today(tx.now)
    edition = await lists.in_force(tx, lists.county_of(village), day)
    items = await editions.published_items(tx, edition)
    demanded = Demanded(demand.department, demand.title, village, day)
    number = demand.admission_number
    return Case(
        demand=demand, day=day, village=village, edition=edition, items=items,
        judgement=await to_thread(
            judge_demand, demand.title, basis=demand.basis, listed=published(items), on=day, known=False
        ),
        number=await checks.coverage(tx, number, demanded, settings) if number else None,
        known=await checks.covering(tx, demanded, settings),
        running=await checks.running(tx, demanded),
        forms=await burdens.forms_on(tx, village, demand.department, day),
        threshold=settings.same_matter_threshold,
    )  # fmt: skip
