"""How who demands is told, answers, and is written to again."""

from uuid import UUID

from contracts.demand_letters import DemandLetterSent
from contracts.envelope import new_id
from countykit import workdays
from countykit.calendar import Deadline, calendar_of
from countykit.cases import CHARGING
from countykit.identity import Caller
from countykit.lateness import LastDays
from countykit.questions import WORKDAYS, require_neutral
from countykit.regions import county_of
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from certificate_svc.charges import repository as charges
from certificate_svc.charges.models import DemandCharge
from certificate_svc.demands import repository as demands
from certificate_svc.demands.models import WORKFLOW as DEMAND_WORKFLOW
from certificate_svc.demands.models import Demand
from certificate_svc.items import repository as items
from certificate_svc.letters import repository
from certificate_svc.letters.errors import CopyTooEarly, LetterCovers, LetterUnanswered
from certificate_svc.letters.models import WORKFLOW, DemandLetter, Kind, State
from certificate_svc.letters.schemas import LetterAnswer
from certificate_svc.unlisted import require_nameless

LAST_DAYS = LastDays(DemandLetter, WORKFLOW, "demand-letter-lateness", awaited=State.SENT)
CALENDAR = Tick("demand-letter-deadlines", every_seconds=5, run=LAST_DAYS.follow_the_calendar)


async def write(tx: Transaction, caller: Caller, demand_id: UUID, copy_to: str | None) -> DemandLetter:
    """Write to who demanded: a neutral question to a body of the county until a charge is confirmed, else a notice.

    Raises CopyTooEarly, LetterUnanswered, LetterCovers, QuestionNotNeutral, QuestionWouldIdentify.
    """
    demand = await demands.locked(tx, caller, demand_id)
    DEMAND_WORKFLOW.take(demand, "letter", caller)
    charge = await _charge_of(tx, demand)
    letter = await _drafted(tx, caller, demand, _kind(demand.department, charge))
    letter.charge_id = charge.id if charge else None
    last = await repository.last_of(tx, letter.region, letter.recipient, letter.item_name)
    if last is not None:
        _require_more_to_say(last, letter, demand)
        if last.state is State.LAPSED:
            _follow(last, letter, caller)
        else:
            letter.repeated = letter.kind is Kind.NOTICE
    letter.copy_to = copy_to
    demand.letter_id = letter.id
    demand.version += 1  # the letter's own event says so
    return await _send(tx, letter)


async def remind(tx: Transaction, caller: Caller, letter_id: UUID, copy_to: str | None) -> DemandLetter:
    """Write again, also to the superior, where nobody answered; raises what `write` raises."""
    last = await tx.locked(DemandLetter, letter_id, caller.scope)
    charge = last.charge_id and await tx.session.get(DemandCharge, last.charge_id)
    kept = {"region", "department", "recipient", "item_code", "item_name", "basis", "issue_instead", "charge_id"}
    letter = DemandLetter(
        id=new_id(), kind=_kind(last.department, charge or None), sent_on=workdays.today(tx.now), sent_by=caller.sub,
        copy_to=copy_to, **last.model_dump(include=kept),
    )  # fmt: skip
    _follow(last, letter, caller)
    return await _send(tx, letter)


async def answer(tx: Transaction, caller: Caller, letter_id: UUID, step: str, body: LetterAnswer) -> DemandLetter:
    """The body answers by itself, or the office records what it answered on paper; raises NameHoldsPerson."""
    for words in (body.law, body.statement):
        require_nameless(words)
    letter = await tx.locked(DemandLetter, letter_id, caller.scope)
    taken = WORKFLOW.take(letter, step, caller)
    letter.answer, letter.law, letter.statement = body.answer, body.law, body.statement
    letter.answered_on, letter.answered_by = workdays.today(tx.now), caller.sub
    LAST_DAYS.schedule(tx, letter)
    tx.record(taken.event(letter), about=letter, department=letter.department)
    return letter


async def decide(tx: Transaction, caller: Caller, letter_id: UUID, decision: str, reason: str) -> DemandLetter:
    """Accept the law that a body cites, or find that it is no ground for the demand; raises NameHoldsPerson."""
    require_nameless(reason)
    letter = await tx.locked(DemandLetter, letter_id, caller.scope)
    taken = WORKFLOW.take(letter, "decision", caller, outcome=decision)
    letter.reason, letter.decided_by = reason, caller.sub
    tx.record(taken.event(letter), about=letter, department=letter.department)
    return letter


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


def _follow(last: DemandLetter, letter: DemandLetter, caller: Caller) -> None:
    WORKFLOW.take(last, "reminder", caller)
    last.version += 1  # the next letter's own event says so
    letter.follows = last.id


async def _send(tx: Transaction, letter: DemandLetter) -> DemandLetter:
    if letter.kind is Kind.QUESTION:
        if letter.copy_to and not letter.follows:
            raise CopyTooEarly
        # The list's own name of an item says nothing about reports; the demander's words may.
        words = "" if letter.item_code else letter.item_name
        await require_neutral(tx, letter.region, words, letter.basis or "")
    calendar = await calendar_of(tx, letter.region)
    letter.set_deadline(Deadline.of(calendar, letter.sent_on, workdays=WORKDAYS))
    tx.target = tx.add(letter)
    LAST_DAYS.schedule(tx, letter)
    fact = DemandLetterSent(
        kind=letter.kind, item=letter.item_code, recipient=letter.recipient,
        repeated=letter.repeated or letter.follows is not None, charged_home=letter.charged_home,
    )  # fmt: skip
    tx.record(fact, about=letter, department=letter.department)
    return letter
