"""What can be done with publications."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from contracts.supervision import PublicationAmended, PublicationPublished
from countykit import directory
from countykit.calendar import Deadline, calendar_of, calendars_now
from countykit.identity import Caller
from countykit.objections import DAYS as OBJECTION_DAYS
from countykit.workdays import today
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from supervision_svc.board import service as boards
from supervision_svc.board.lists import BLACK_PROPOSED, UNLISTED
from supervision_svc.board.praise import PraiseView, praise_of
from supervision_svc.board.score import Row
from supervision_svc.briefs import service as briefs
from supervision_svc.briefs.service import Source
from supervision_svc.canonical import canonical, sha256
from supervision_svc.publications import repository
from supervision_svc.publications.errors import (
    EntriesUndecided,
    NobodyNamed,
    ObjectionTimeRuns,
    ObjectionTooLate,
    PublicationTooSoon,
)
from supervision_svc.publications.models import WORKFLOW, Edition, Entry, EntryState, Publication, State
from supervision_svc.publications.schemas import Draft
from supervision_svc.publications.text import full_content, open_content

LEAST_MONTHS = 6
_AT_ONCE = 500


async def draft(tx: Transaction, caller: Caller, body: Draft) -> Publication:
    """Freeze the board of a day and name who stands on a list; raises AsOfInFuture, NobodyNamed, PublicationTooSoon."""
    question = await boards.question_of(tx, caller, body.as_of, None, None)
    board = await boards.compute(tx, caller, question)
    assert question.scheme is not None, "a saved scheme answers the question"  # noqa: S101
    county = await directory.region(tx, caller.region[:6].ljust(12, "0"), "county")
    publication = Publication(
        region=county.code, county=county.name, as_of=question.as_of, window_days=question.window_days,
        scheme_id=question.scheme.id, board_digest=board.digest, figures=_figures(board),
        interval_months=max(LEAST_MONTHS, question.document.publication_interval_months),
        objection_workdays=body.objection_workdays, drafted_by=caller.sub,
    )  # fmt: skip
    await _require_interval(tx, publication, today(tx.now))
    named = [row for row in board.visible if row.place != UNLISTED]
    if not named:
        raise NobodyNamed
    black = [row.region for row in named if row.place == BLACK_PROPOSED]
    letters = await repository.overdue_letters(tx, black, question.as_of)
    praised = await praise_of(tx, named, question)
    tx.target = tx.add(publication)
    await tx.session.flush()  # its entries refer to it
    for row in named:
        tx.add(_entry(publication, row, letters, praised.get(row.region, ())))
    return publication


def _entry(
    publication: Publication, row: Row, letters: Mapping[str, list[dict[str, Any]]], praised: Sequence[PraiseView]
) -> Entry:
    black = row.place == BLACK_PROPOSED
    grounds = {
        "reasons": [{"code": reason.code, "text": reason.text} for reason in row.reasons],
        "letters": letters.get(row.region, []) if black else [],
        "practices": [practice.model_dump(mode="json") for practice in praised],
    }
    return Entry(
        publication_id=publication.id, region=row.region, name=row.name, black=black, grounds=grounds,
        named_by=publication.drafted_by,
    )  # fmt: skip


def _figures(board: boards.Board) -> dict[str, Any]:
    """The frozen figures: values and samples, no ranks and no scores."""
    scheme = board.question.scheme
    document = board.question.document
    townships = [
        {
            "region": row.region, "name": row.name, "list": row.place, "villages": row.villages,
            "indicators": [
                {
                    "code": item.code, "numerator": item.numerator, "rated": item.rated,
                    "denominator": None if item.denominator is None else str(item.denominator),
                    "value": None if item.value is None else str(item.value),
                }
                for item in row.indicators
            ],
        }
        for row in sorted(board.visible, key=lambda row: row.region)
    ]  # fmt: skip
    used = {"name": document.name, "number": scheme.number if scheme else None, "window_days": document.window_days}
    return {"scheme": used, "townships": townships}


async def _require_interval(tx: Transaction, publication: Publication, day: date) -> None:
    """Raises PublicationTooSoon: reckoned from the last publication of the county."""
    last = await repository.last_published(tx, publication.region)
    if last is not None and day < (earliest := months_after(last, publication.interval_months)):
        raise PublicationTooSoon(until=earliest.isoformat())


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month (民法典第202条)."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


async def notice(tx: Transaction, caller: Caller, publication: Publication) -> None:
    """Tell each named township its own page, and until when it is heard; raises IllegalTransition."""
    WORKFLOW.take(publication, "notice", caller)
    publication.version += 1
    day = today(tx.now)
    due = Deadline.of(
        await calendar_of(tx, publication.region), day, workdays=publication.objection_workdays
    )  # fmt: skip
    for entry in await repository.entries_of(tx, publication.id):
        entry.set_deadline(due)
        entry.objection_until = max(day + timedelta(days=OBJECTION_DAYS), due.day)
        _record(tx, entry, "notice", caller)


def _record(tx: Transaction, entry: Entry, step: str, caller: Caller, *, outcome: str | None = None) -> None:
    event = entry.take(step, caller, outcome=outcome)
    if event is None:
        entry.version += 1
    else:
        tx.record(event, about=entry)


async def object_to(tx: Transaction, caller: Caller, entry: Entry, grounds: str) -> None:
    """The township objects to its entry; raises IllegalTransition, ObjectionTooLate."""
    day = today(tx.now)
    if entry.objection_until is not None and day > entry.objection_until:
        raise ObjectionTooLate(until=entry.objection_until.isoformat())
    _record(tx, entry, "objection", caller)
    entry.grounds_of_objection, entry.objected_by, entry.objected_on = grounds, caller.sub, day
    entry.review_due = day + timedelta(days=OBJECTION_DAYS)


async def review(tx: Transaction, caller: Caller, entry: Entry, decision: str, reason: str) -> None:
    """Decide on an objection; raises IllegalTransition, ReviewerNotIndependent.

    What had been entered and falls makes the publication ready for an amendment.
    """
    _record(tx, entry, "review", caller, outcome=decision)
    entry.review, entry.reviewed_by, entry.reviewed_on = reason, caller.sub, today(tx.now)
    if entry.approved_by is not None:
        await _make_amendable(tx, caller, entry)


async def decide(tx: Transaction, caller: Caller, entry: Entry, decision: str, reason: str) -> None:
    """The approver decides on one entry.

    Raises IllegalTransition, SamePerson, BlackWithoutLetter, ObjectionTimeRuns.
    """
    day = today(tx.now)
    _require_heard(entry, day)
    _record(tx, entry, "decision", caller, outcome=decision)
    entry.approve(caller, day, reason)
    if entry.stands:
        await _make_amendable(tx, caller, entry)


def _require_heard(entry: Entry, day: date) -> None:
    """Raises ObjectionTimeRuns while a township that has not objected still may before the decision."""
    if entry.state is EntryState.NOTICED and (entry.provisional or entry.deadline is None or day <= entry.deadline):
        raise ObjectionTimeRuns(until=entry.deadline and entry.deadline.isoformat())


async def _make_amendable(tx: Transaction, caller: Caller, entry: Entry) -> None:
    publication = await tx.locked(Publication, entry.publication_id, caller.scope)
    if publication.state in {State.PUBLISHED, State.AMENDED} and not publication.amendable:
        publication.amendable = True
        publication.version += 1


async def publish(tx: Transaction, caller: Caller, publication: Publication) -> Edition:
    """The approver decides the whole; an entry whose objection is open is left out.

    Raises IllegalTransition, SamePerson, PublicationTooSoon, ObjectionTimeRuns, EntriesUndecided.
    """
    WORKFLOW.take(publication, "publication", caller)
    day = today(tx.now)
    await _require_interval(tx, publication, day)
    for entry in await repository.entries_of(tx, publication.id):
        if entry.state not in {EntryState.NOTICED, EntryState.UPHELD}:
            continue
        _require_heard(entry, day)
        if entry.black:
            raise EntriesUndecided
        _record(tx, entry, "listing", caller)
        entry.approve(caller, day)
    publication.approved_by, publication.published_on = caller.sub, day
    edition = await _edition(tx, caller, publication, None)
    tx.record(
        PublicationPublished(as_of=publication.as_of, sha256=edition.open_sha256, number=edition.number),
        about=publication,
    )
    return edition


async def amend(tx: Transaction, caller: Caller, publication: Publication, reason: str) -> Edition:
    """Publish what holds now; what was published before stays readable.

    Raises IllegalTransition, SamePerson, AmendmentWithoutDecision.
    """
    WORKFLOW.take(publication, "amendment", caller)
    publication.amendable = False
    edition = await _edition(tx, caller, publication, reason)
    tx.record(
        PublicationAmended(as_of=publication.as_of, sha256=edition.open_sha256, number=edition.number),
        about=publication,
    )
    return edition


async def _edition(tx: Transaction, caller: Caller, publication: Publication, reason: str | None) -> Edition:
    entries = await repository.entries_of(tx, publication.id)
    said: dict[str, Any] = {
        "number": await repository.last_edition(tx, publication.id) + 1,
        "on": today(tx.now),
        "approver": caller.name or caller.sub,
        "reason": reason,
    }
    opened = canonical(open_content(publication, entries, **said))
    full = canonical(full_content(publication, entries, **said))
    edition = tx.add(
        Edition(
            region=publication.region, publication_id=publication.id, number=said["number"], reason=reason,
            published_on=said["on"], approver_name=said["approver"], open_text=opened, open_sha256=sha256(opened),
            full_text=full, full_sha256=sha256(full),
        )
    )  # fmt: skip
    await tx.session.flush()  # its briefs refer to it
    await briefs.prepare(tx, Source(edition.id, edition.number, edition.region, full, edition.full_sha256))
    return edition


async def follow_the_calendar(tx: Transaction) -> None:
    """Compute provisional ends of hearings again after a holiday notice; what was announced never moves nearer."""
    calendars = await calendars_now(tx)
    for entry in await repository.locked_of_older_calendar(tx, calendars.version, _AT_ONCE):
        if entry.due is not None:
            entry.set_deadline(entry.due.again(calendars.of(entry.region)))
            entry.version += 1


CALENDAR = Tick("publication-hearings", every_seconds=5, run=follow_the_calendar)
