"""When the office writes to who demanded, and when it writes again."""

from uuid import UUID

from contracts.envelope import new_id
from countykit import workdays
from countykit.cases import CHARGING
from countykit.identity import Caller
from countykit.regions import county_of
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.charges import repository as charges
from certificate_svc.charges.models import DemandCharge
from certificate_svc.demands import repository as demands
from certificate_svc.demands.models import WORKFLOW, Demand
from certificate_svc.items import repository as items
from certificate_svc.letter_writing.errors import LetterCovers, LetterUnanswered
from certificate_svc.letters import repository
from certificate_svc.letters.models import DemandLetter, Kind, State
from certificate_svc.letters.service import follow, send


async def write(tx: Transaction, caller: Caller, demand_id: UUID, copy_to: str | None) -> DemandLetter:
    """Write to who demanded: a neutral question to a body of the county until a charge is confirmed, else a notice.

    Raises CopyTooEarly, LetterUnanswered, LetterCovers, QuestionNotNeutral, QuestionWouldIdentify.
    """
    demand = await demands.locked(tx, caller, demand_id)
    WORKFLOW.take(demand, "letter", caller)
    charge = await _charge_of(tx, demand)
    letter = await _drafted(tx, caller, demand, _kind(demand.department, charge))
    letter.charge_id = charge.id if charge else None
    last = await repository.last_of(tx, letter.region, letter.recipient, letter.item_name)
    if last is not None:
        _require_more_to_say(last, letter, demand)
        if last.state is State.LAPSED:
            follow(last, letter, caller)
        else:
            letter.repeated = letter.kind is Kind.NOTICE and demand.demanded_on > last.sent_on
    letter.copy_to = copy_to
    demand.letter_id = letter.id
    demand.version += 1  # the letter's own event says so
    return await send(tx, letter)


async def remind(tx: Transaction, caller: Caller, letter_id: UUID, copy_to: str | None) -> DemandLetter:
    """Write again, also to the superior, where nobody answered; raises what `write` raises."""
    seen = await tx.one(repository.visible(caller.scope).where(col(DemandLetter.id) == letter_id))
    await repository.last_of(tx, seen.region, seen.recipient, seen.item_name)
    last = await tx.locked(DemandLetter, letter_id, caller.scope)
    charge = await tx.session.get(DemandCharge, last.charge_id) if last.charge_id else None
    kept = {"region", "department", "recipient", "item_code", "item_name", "basis", "issue_instead", "charge_id"}
    letter = DemandLetter(
        id=new_id(), kind=_kind(last.department, charge), sent_on=workdays.today(tx.now), sent_by=caller.sub,
        copy_to=copy_to, **last.model_dump(include=kept),
    )  # fmt: skip
    follow(last, letter, caller)
    return await send(tx, letter)


async def _charge_of(tx: Transaction, demand: Demand) -> DemandCharge | None:
    if demand.charge_id is not None:
        return await tx.session.get_one(DemandCharge, demand.charge_id)
    if demand.department is None or demand.item_code is None:
        return None
    return await charges.of_matter(tx, demand.department, demand.item_code, demand.demanded_on)


def _kind(department: str | None, charge: DemandCharge | None) -> Kind:
    confirmed = charge is not None and charge.state in CHARGING
    return Kind.NOTICE if department is None or confirmed else Kind.QUESTION


async def _drafted(tx: Transaction, caller: Caller, demand: Demand, kind: Kind) -> DemandLetter:
    item = demand.item_code and await items.one_in_force(tx, demand.region, demand.item_code, demand.demanded_on)
    return DemandLetter(
        id=new_id(), region=demand.charged_home or county_of(demand.region), kind=kind, department=demand.department,
        recipient=demand.demander, item_code=demand.item_code, item_name=demand.item_name,
        basis=item.legal_basis if item else None, issue_instead=item.issue_instead if item else None,
        sent_on=workdays.today(tx.now), sent_by=caller.sub,
    )  # fmt: skip


def _require_more_to_say(last: DemandLetter, letter: DemandLetter, demand: Demand) -> None:
    if last.state is State.SENT:
        raise LetterUnanswered(letter_id=str(last.id))
    after_the_verdict = letter.kind is Kind.NOTICE and last.kind is Kind.QUESTION
    if last.state is not State.LAPSED and demand.demanded_on <= last.sent_on and not after_the_verdict:
        raise LetterCovers(letter_id=str(last.id))
