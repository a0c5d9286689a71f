"""What can be done with reminder letters."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from contracts.envelope import new_id
from contracts.supervision import LetterSent
from countykit import directory
from countykit.calendar import Deadline, WorkCalendar, calendar_of, calendars_now
from countykit.identity import Caller
from countykit.regions import county_of, township_of
from countykit.workdays import today
from servicekit.ticks import Tick
from servicekit.transaction import Transaction
from wording.folding import fold

from supervision_svc.clauses import clause
from supervision_svc.demands import flags, require_telling, require_undemanding
from supervision_svc.findings import repository as findings
from supervision_svc.grounds.errors import GroundMissing
from supervision_svc.grounds.repository import grounds
from supervision_svc.letters import repository
from supervision_svc.letters.errors import (
    AlreadyUnderRepair,
    FindingClosed,
    FindingElsewhere,
    MassLetter,
    StatementLate,
)
from supervision_svc.letters.models import WORKFLOW, Letter, State
from supervision_svc.letters.schemas import LetterCheck, LetterDraft, LetterProblem, Receipt
from supervision_svc.rectifications import repository as repairs
from supervision_svc.rectifications import service as rectifications
from supervision_svc.rectifications.models import Rectification
from supervision_svc.settings import Settings

_AT_ONCE = 500
MOST_RECIPIENTS = 3
"""One text to more townships within a week is no letter from point to point any more."""
_WEEK, _YEAR = timedelta(days=6), timedelta(days=365)
_MOST_REPEATS = 10


async def send(tx: Transaction, caller: Caller, draft: LetterDraft, settings: Settings) -> Letter:
    """Number the letter, send it, and open one rectification per problem, all or nothing.

    Raises Forbidden, MassLetter, GroundMissing, FindingElsewhere, FindingClosed, AlreadyUnderRepair, ClauseUnknown and
    the refusals of regions.
    """
    caller.require_region(draft.region)
    township = await directory.region(tx, draft.region, "township")
    county = await directory.region(tx, draft.region[:6].ljust(12, "0"), "county")
    problems = await _problems(tx, caller, draft)
    cited = await _cited(tx, county.code, problems)
    day, calendar = today(tx.now), await calendar_of(tx, township.code)
    due = Deadline.of(calendar, day, workdays=draft.deadline_workdays)
    # The serial's lock comes late, so that letters are written in parallel for most of the work; what others wrote this
    # week is read under it, so that of many letters sent at once each sees those before it.
    serial = await repository.next_serial(tx, county.code, day.year)
    checked = await _checked(tx, township.code, problems, day)
    if checked.reason_needed and draft.mass_reason is None:
        raise MassLetter(recipients=checked.recipients)
    letter = tx.add(
        Letter(
            region=township.code, county=county.code, year=day.year, serial=serial,
            number=f"{settings.letter_prefix}〔{day.year}〕{serial}号", addressee=township.name,
            sender=county.name + settings.letter_office, sent_on=day,
            problems=[
                {**each.model_dump(mode="json"), "grounds": cited[each.clause], "rectification_id": str(new_id())}
                for each in problems
            ],
            deadline=due.day, provisional=due.provisional, deadline_rule=due.rule,
            deadline_workdays=draft.deadline_workdays,
            texts=_texts(problems), mass_reason=draft.mass_reason, repeats=checked.repeats,
            contact_name=draft.contact.name, contact_phone=draft.contact.phone, sent_by=caller.sub,
        )
    )  # fmt: skip
    tx.record(
        LetterSent(
            number=letter.number,
            actions=list(letter.actions),
            deadline=letter.deadline,
            provisional=letter.provisional,
            problems=len(problems),
        ),
        about=letter,
    )
    _open_repairs(tx, letter, due, calendar)
    return letter


async def check(tx: Transaction, caller: Caller, draft: LetterDraft) -> LetterCheck:
    """What to think of before the letter is sent; raises what `send` raises, save MassLetter."""
    caller.require_region(draft.region)
    township = await directory.region(tx, draft.region, "township")
    problems = await _problems(tx, caller, draft)
    await _cited(tx, county_of(township.code), problems)
    return await _checked(tx, township.code, problems, today(tx.now))


async def _checked(tx: Transaction, township: str, problems: Sequence[LetterProblem], day: date) -> LetterCheck:
    """To whom else the text went within the week, and whether guidance would help more than another letter."""
    county = county_of(township)
    others = await repository.recipients_of(tx, county, _texts(problems), day - _WEEK)
    matters = {(problem.action.value, problem.clause) for problem in problems}
    repeats = await repository.unguided(tx, township, matters, day - _YEAR, _MOST_REPEATS)
    count = len(others | {township})
    return LetterCheck(
        recipients=count, reason_needed=count > MOST_RECIPIENTS, repeats=repeats,
        flags=flags(*(text for each in problems for text in (each.demand, each.description))),
        advice=f"同一问题已发函（{'、'.join(repeats)}），建议先上门指导、现场会商，再考虑发函" if repeats else None,
    )  # fmt: skip


def _texts(problems: Sequence[LetterProblem]) -> list[str]:
    """What was written out and rests on no finding there, in one spelling; a few changed signs make no other text."""
    written = {fold(problem.description) for problem in problems if problem.finding_id is None}
    return sorted(hashlib.sha256(text.encode()).hexdigest() for text in written)


async def _problems(tx: Transaction, caller: Caller, draft: LetterDraft) -> list[LetterProblem]:
    """The problems as they will be sent.

    Raises FindingElsewhere, FindingClosed, AlreadyUnderRepair, ClauseUnknown, DEMAND_REFUSALS.
    """
    named = await findings.locked_together(tx, caller.scope, draft.every_finding)
    for finding_id in draft.every_finding:
        finding = named.get(finding_id)
        if finding is None or township_of(finding.region) != draft.region:
            raise FindingElsewhere(finding_id=finding_id)
        if not finding.is_open:
            raise FindingClosed(finding_id=finding_id)
    if await repairs.under_repair(tx, draft.every_finding):
        raise AlreadyUnderRepair
    taken_over = [
        LetterProblem(action=found.action, description=found.description, clause=found.clause, finding_id=found.id)
        for found in (named[finding_id] for finding_id in draft.finding_ids)
    ]
    for problem in draft.problems:
        clause(problem.clause)
        require_undemanding(problem.demand)
        require_telling(problem.description)
    return [*taken_over, *draft.problems]


async def _cited(tx: Transaction, county: str, problems: Sequence[LetterProblem]) -> dict[str, str]:
    """What each rule rests on in the county, as it is cited from now on; raises GroundMissing."""
    codes = {problem.clause for problem in problems}
    found = await grounds(tx, county, codes)
    if missing := sorted(codes - found.keys()):
        raise GroundMissing(clauses=missing)
    return found


def _open_repairs(tx: Transaction, letter: Letter, due: Deadline, calendar: WorkCalendar) -> None:
    for problem in letter.problems:
        finding_id = problem["finding_id"]
        row = Rectification(
            id=UUID(problem["rectification_id"]), region=letter.region, letter_id=letter.id,
            letter_number=letter.number, finding_id=UUID(finding_id) if finding_id else None,
            action=problem["action"], description=problem["description"], clause=problem["clause"],
            demand=problem["demand"], deadline=letter.deadline, sent_by=letter.sent_by,
        )  # fmt: skip
        row.run_until(due, calendar)
        rectifications.open_for_letter(tx, row)


async def receive(tx: Transaction, caller: Caller, letter_id: UUID, receipt: Receipt) -> Letter:
    """The township confirms the receipt; its repairs are in progress from now on. Raises IllegalTransition."""
    letter = await repository.locked(tx, caller.scope, letter_id)
    handler = (receipt.handler.name, receipt.handler.phone) if receipt.handler else None
    tx.record(letter.receive(by=caller.sub, at=tx.now, handler=handler), about=letter)
    await rectifications.start_of_letter(tx, letter.id)
    return letter


async def state(tx: Transaction, caller: Caller, letter_id: UUID, statement: str) -> Letter:
    """The township says what it holds of the letter; raises NotFound, IllegalTransition, StatementLate."""
    letter = await repository.locked(tx, caller.scope, letter_id)
    taken = WORKFLOW.take(letter, "statement", caller)
    day = today(tx.now)
    if day > letter.deadline and not letter.provisional:
        raise StatementLate
    letter.statement, letter.stated_on, letter.stated_by = statement, day, caller.sub
    tx.record(taken.event(letter), about=letter)
    return letter


async def answer(tx: Transaction, caller: Caller, letter_id: UUID, action: str, reason: str) -> Letter:
    """Answer a statement (`reply`) or take the letter back (`recall`) with its repairs, as a second person.

    Raises NotFound, IllegalTransition, LetterSamePerson, RecallTooLate.
    """
    letter = await repository.locked(tx, caller.scope, letter_id)
    taken = WORKFLOW.take(letter, action, caller)
    letter.reply, letter.replied_on, letter.replied_by = reason, today(tx.now), caller.sub
    tx.record(taken.event(letter), about=letter)
    if letter.state is State.RECALLED:
        await rectifications.cancel_of_letter(tx, letter.id)
    return letter


async def follow_the_calendar(tx: Transaction) -> None:
    """Compute provisional deadlines again after a holiday notice; what was announced never moves nearer."""
    calendars = await calendars_now(tx)
    for letter in await repository.locked_of_older_calendar(tx, calendars.version, _AT_ONCE):
        if letter.due is not None:
            letter.set_deadline(letter.due.again(calendars.of(letter.region)))
            letter.version += 1


CALENDAR = Tick("letter-deadlines", every_seconds=5, run=follow_the_calendar)
