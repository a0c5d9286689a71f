"""How a letter to who demands is sent, answered, and decided about."""

from uuid import UUID

from contracts.demand_letters import DemandLetterSent
from countykit import workdays
from countykit.calendar import Deadline, calendar_of
from countykit.identity import Caller
from countykit.lateness import LastDays
from countykit.questions import WORKDAYS, require_neutral
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from certificate_svc.letters.errors import CopyTooEarly
from certificate_svc.letters.models import WORKFLOW, DemandLetter, Kind, State
from certificate_svc.letters.schemas import LetterAnswer
from certificate_svc.unlisted import require_nameless

LAST_DAYS = LastDays(DemandLetter, WORKFLOW, "demand-letter-lateness", awaited={State.SENT})
CALENDAR = Tick("demand-letter-deadlines", every_seconds=5, run=LAST_DAYS.follow_the_calendar)


async def send(tx: Transaction, letter: DemandLetter) -> DemandLetter:
    """Send a letter that was drafted; raises CopyTooEarly, QuestionNotNeutral, QuestionWouldIdentify."""
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


def follow(last: DemandLetter, letter: DemandLetter, caller: Caller) -> None:
    """Let a letter take the place of one that nobody answered."""
    WORKFLOW.take(last, "reminder", caller)
    last.version += 1  # the next letter's own event says so
    letter.follows = last.id


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
