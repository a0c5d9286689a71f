"""Judges a demand by the negative list in force in the caller's county."""

from asyncio import to_thread
from collections.abc import Iterable

from countykit import workdays
from countykit.identity import Caller
from servicekit.transaction import Transaction
from wording.demands import DemandJudgement, Published, judge_demand

from checklist_svc.editions import repository as editions
from checklist_svc.editions import service as lists
from checklist_svc.editions.models import Kind, ListItem
from checklist_svc.judgements.schemas import DemandText


async def judge(tx: Transaction, caller: Caller, demand: DemandText) -> DemandJudgement:
    """What a demand is; raises NoEditionInForce."""
    edition = await lists.in_force(tx, lists.county_of(caller.region))
    listed = published(await editions.published_items(tx, edition))
    return await to_thread(
        judge_demand, demand.text, basis=demand.basis, payer=demand.payer, plan_number=demand.plan_number,
        listed=listed, on=workdays.today(tx.now),
    )  # fmt: skip


def published(items: Iterable[ListItem]) -> list[Published]:
    """The negative items among those of an edition, for comparing with what somebody writes."""
    return [
        Published(item.code, item.name, item.wordings, item.legal_basis)
        for item in items if item.kind == Kind.NEGATIVE
    ]  # fmt: skip
