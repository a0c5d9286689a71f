"""Computing boards: live, of any past date, over any window, with any scheme."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from countykit.identity import Caller, Role
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.transaction import Transaction

from supervision_svc.board import repository
from supervision_svc.board.cache import BoardCache
from supervision_svc.board.digest import digest
from supervision_svc.board.errors import AsOfInFuture
from supervision_svc.board.lineage import repository as lineage
from supervision_svc.board.lists import arrange
from supervision_svc.board.score import Row, score
from supervision_svc.schemes import guard
from supervision_svc.schemes import repository as schemes
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.schemes.models import Scheme

FULL_VIEW = frozenset({Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OPERATOR, Role.OBSERVER})
_COUNTY_DIGITS = 6
_BY_HAND = 500
"""More townships than this are scored in a thread, so that other requests go on."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which board: of which day, over which window, with which scheme."""

    as_of: date
    window_days: int
    document: SchemeDocument
    scheme: Scheme | None
    known_at: date | None = None
    """What was known on this day counts; None is the day of the board itself."""

    map_on: date | None = None
    """The townships of this day; None is the map of the board's own day."""

    @property
    def known(self) -> date:
        """The last day on which a fact may have become known."""
        return self.known_at or self.as_of


@dataclass(frozen=True, slots=True)
class Ended:
    """A township that ended within the window and goes on in no other: its past is nobody else's."""

    region: str
    name: str
    ended_on: date
    heirs: Sequence[str]
    score: Decimal | None
    """Up to its last day, over what of the window lies before."""


@dataclass(frozen=True, slots=True)
class Board:
    """A computed board, best first, and what of it the caller may see."""

    question: Question
    rows: Sequence[Row]
    visible: Sequence[Row]
    digest: str
    ended: Sequence[Ended] = ()
    """Townships that ended within the window: shown with their past, and not ranked."""

    def row(self, region: str) -> Row:
        """One township's row; raises NotFound outside of what the caller may see."""
        for row in self.visible:
            if row.region == region:
                return row
        raise NotFound


def county_of(caller: Caller) -> str:
    """The prefix among whose townships a caller's board is computed: the county, or all of a larger area."""
    return caller.region[:6]


async def question_of(
    tx: Transaction, caller: Caller, as_of: date | None, window_days: int | None, scheme: UUID | None,
    document: SchemeDocument | None = None, known_at: date | None = None, *, todays_map: bool = False,
) -> Question:  # fmt: skip
    """Complete a question: today, the scheme in force on that day, and its window unless others are named."""
    day = as_of or today(tx.now)
    if max(day, known_at or day) > today(tx.now):
        raise AsOfInFuture
    if scheme is not None:
        saved = await schemes.get(tx, caller.scope, scheme)
    else:
        saved = await schemes.current(tx, caller.region, day)
    chosen = document or SchemeDocument.saved(saved.body)
    map_on = today(tx.now) if todays_map else None
    return Question(day, window_days or chosen.window_days, chosen, None if document else saved, known_at, map_on)


async def compute(tx: Transaction, caller: Caller, question: Question, cache: BoardCache | None = None) -> Board:
    """Compute the board of the caller's county; a township sees only its own row of it."""
    prefix = await lineage.on_its_day(tx, county_of(caller), question.map_on or question.as_of)
    if cache is not None and len(prefix) < 6 and question.scheme is not None and _plain(question):
        rows, found = await cache.board(tx, prefix, question.as_of, question.window_days, question.scheme)
    else:
        rows = await score_all(tx, prefix, question)
        found = digest(rows)
    return Board(question, rows, visible(caller, rows), found, await _ended(tx, caller, prefix, question))


def _plain(question: Question) -> bool:
    return question.known_at is None and question.map_on is None


async def _ended(tx: Transaction, caller: Caller, prefix: str, question: Question) -> Sequence[Ended]:
    """Those who see the county see the ended ones too; their score is of their own last days, among nobody."""
    if question.map_on is not None or not caller.roles & FULL_VIEW or len(caller.region) > _COUNTY_DIGITS:
        return ()
    found = []
    for gone in await lineage.ended(tx, prefix, question.as_of, question.window_days):
        last = gone.ended_on - timedelta(days=1)
        left = max(question.window_days - (question.as_of - last).days, 1)
        before = await repository.townships(tx, gone.region[:9], last, left, known_at=question.known)
        found += [
            Ended(gone.region, gone.name, gone.ended_on, gone.heirs, score(each, question.document, left).score)
            for each in before if each.region == gone.region
        ]  # fmt: skip
    return found


async def score_all(tx: Transaction, prefix: str, question: Question) -> list[Row]:
    """Score and arrange every township of an area."""
    townships = await repository.townships(
        tx, prefix, question.as_of, question.window_days, known_at=question.known, map_on=question.map_on
    )  # fmt: skip

    def work() -> list[Row]:
        rows = [score(township, question.document, question.window_days) for township in townships]
        return arrange(rows, question.document)

    return work() if len(townships) <= _BY_HAND else await asyncio.to_thread(work)


def visible(caller: Caller, rows: Sequence[Row]) -> Sequence[Row]:
    """The live board is internal: county office and inspectors see all, a township only itself (policy guard 3)."""
    if caller.roles & FULL_VIEW:
        if len(caller.region) <= 6:
            return rows
        return [row for row in rows if caller.scope.covers(row.region)]
    own = caller.region.ljust(12, "0")
    return [row for row in rows if row.region == own and len(caller.region) == 9]


async def trend(
    tx: Transaction, caller: Caller, township: str, question: Question, points: int, step_days: int
) -> list[tuple[date, Row]]:
    """The township's row at regular dates up to the question's day, oldest first, each among its county.

    Days on which the township was not there are left out; raises NotFound when no day is left.
    """
    if not caller.scope.covers(township):
        raise NotFound
    found = []
    for number in range(points - 1, -1, -1):
        day = question.as_of - timedelta(days=number * step_days)
        then = Question(day, question.window_days, question.document, question.scheme)
        rows = await score_all(tx, township[:6], then)
        row = next((row for row in visible(caller, rows) if row.region == township), None)
        if row is not None:
            found.append((day, row))
    if not found:
        raise NotFound
    return found


def check_simulated(document: SchemeDocument) -> SchemeDocument:
    """What may not be saved may not be simulated either."""
    guard.check(document)
    return document
