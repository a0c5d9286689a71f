"""How who demands is told, and answers."""

from uuid import UUID

from contracts.demand_letters import DemandLetterSent
from contracts.envelope import new_id
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from certificate_svc.demands import repository as demands
from certificate_svc.demands.models import WORKFLOW as DEMAND_WORKFLOW
from certificate_svc.items import repository as items
from certificate_svc.letters import repository
from certificate_svc.letters.errors import LetterCovers, LetterUnanswered
from certificate_svc.letters.models import WORKFLOW, DemandLetter, Kind, State
from certificate_svc.letters.schemas import LetterAnswer


async def write(tx: Transaction, caller: Caller, demand_id: UUID, copy_to: str | None) -> DemandLetter:
    """Write to who demanded: a question to a body of the county, a notice to others and about what is repeated.

    Raises LetterUnanswered, LetterCovers.
    """
    demand = await demands.locked(tx, caller, demand_id)
    DEMAND_WORKFLOW.take(demand, "letter", caller)
    region = caller.region.ljust(12, "0")
    last = await repository.last_of(tx, region, demand.demander, demand.item_name)
    if last is not None and last.state == State.SENT:
        raise LetterUnanswered(letter_id=str(last.id))
    if last is not None and demand.demanded_on <= last.sent_on:
        raise LetterCovers(letter_id=str(last.id))
    item = demand.item_code and await items.one_in_force(tx, demand.region, demand.item_code, demand.demanded_on)
    question = last is None and demand.department is not None
    tx.target = None
    letter = tx.add(DemandLetter(
        id=new_id(), region=region, kind=Kind.QUESTION if question else Kind.NOTICE, department=demand.department,
        recipient=demand.demander, copy_to=None if question else copy_to, item_code=demand.item_code,
        item_name=demand.item_name, basis=item.legal_basis if item else None,
        issue_instead=item.issue_instead if item else None, repeated=last is not None, sent_on=today(tx.now),
        sent_by=caller.sub,
    ))  # fmt: skip
    demand.letter_id = letter.id
    demand.version += 1  # the letter's own event says so
    fact = DemandLetterSent(
        kind=letter.kind, item=letter.item_code, recipient=letter.recipient, repeated=letter.repeated,
        charged_home=demand.charged_home,
    )  # fmt: skip
    tx.record(fact, about=letter, department=letter.department)
    return letter


async def answer(tx: Transaction, caller: Caller, letter_id: UUID, step: str, body: LetterAnswer) -> DemandLetter:
    """The body answers by itself, or the office records what it answered on paper."""
    letter = await tx.locked(DemandLetter, letter_id, caller.scope)
    taken = WORKFLOW.take(letter, step, caller)
    letter.answer, letter.law, letter.statement = body.answer, body.law, body.statement
    letter.answered_on, letter.answered_by = today(tx.now), caller.sub
    tx.record(taken.event(letter), about=letter, department=letter.department)
    return letter
