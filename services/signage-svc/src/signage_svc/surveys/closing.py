"""Closing a round: the ledger follows what was found and set right, and what breaks the table is marked in one act."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.plaque_entries import BoardField, PlaqueCorrected
from contracts.signage import Disposal, FlagReason
from contracts.surveys import LedgerKind, Outcome
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from signage_svc.plaques.ledger import Ledger, locked_ledger
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.schemas import PlaqueRegistration
from signage_svc.plaques.service import enter_all
from signage_svc.plaques.steps import State
from signage_svc.settings import Settings
from signage_svc.surveys import repository
from signage_svc.surveys.errors import MarkContested
from signage_svc.surveys.models import WORKFLOW, SurveyOrder, SurveyRound

BOARD = tuple(field.value for field in BoardField)
"""What the ledgers of a round say of a board."""
_NOT_SEEN = "摸底时现场和备案均无此牌"


@dataclass(frozen=True, slots=True)
class Finding:
    """One board by the round: as it was counted, or as it was filed where nobody found it."""

    board: dict[str, Any]
    order: SurveyOrder | None
    counted: bool = True

    @property
    def hangs(self) -> bool:
        """Whether it hangs now that the round ends."""
        return self.order is None or bool(self.order.still_hangs)


@dataclass(frozen=True, slots=True)
class Closing:
    """One closing: who closes which round, with the ledgers of its villages."""

    tx: Transaction
    caller: Caller
    survey: SurveyRound
    ledger: Ledger

    def hanging(self, finding: Finding) -> list[Plaque]:
        """The entries of the ledger that are the board: as it was counted, else as it was filed."""
        on_file = finding.order.on_file if finding.order else None
        for board in (finding.board, on_file):
            if board is not None:
                name = self.ledger.fingerprint(board["region"], board["name"])
                found = [twin for twin in self.ledger.twins(board["region"], name) if twin.hangs]
                if found:
                    return found
        return []

    def follow(self, plaque: Plaque, board: dict[str, Any]) -> None:
        """Bring an entry in line with the board as it hangs."""
        fields = self.ledger.correct(plaque, board)
        if fields:
            fact = PlaqueCorrected(fields=fields, survey=self.survey.id)
            self.tx.record(fact, about=plaque, department=plaque.department)

    def entry(self, finding: Finding, again: set[UUID]) -> Plaque | None:
        """A new entry for what the ledger does not have; None for what neither hangs nor is to be marked."""
        order, region, name = finding.order, finding.board["region"], finding.board["name"]
        suspected = order.suspected if order else None
        case = self.ledger.removed(region, self.ledger.fingerprint(region, name))
        if case is not None and suspected is None:
            return None  # it was taken down by its own disposal while the round ran
        off_spec = order is not None and order.outcome is Outcome.OFF_SPEC and not order.objection_accepted
        if not (finding.hangs or off_spec or (order is not None and order.is_rebound)):
            return None
        is_it = order is not None and bool(order.is_rebound) and suspected not in again
        is_it = is_it and not any(plaque.hangs for plaque in self.ledger.boards() if plaque.id == suspected)
        board = PlaqueRegistration(**{**finding.board, "region": self.ledger.now(region)})
        plaque = self.ledger.enter(
            board, today(self.tx.now), rebound_of=suspected if is_it else None, other_than=None if is_it else suspected
        )
        if plaque.rebound_of:
            again.add(plaque.rebound_of)
        return plaque

    def mark(self, plaque: Plaque, order: SurveyOrder) -> None:
        """Confirm what the table speaks against; what is marked already is not marked twice."""
        wrong = order.outcome is Outcome.OFF_SPEC and plaque.differences and not order.objection_accepted
        if wrong and not plaque.flagged_now:
            fact = plaque.flag(FlagReason.OFF_SPEC, self.tx.now, order.difference[:500], by=self.caller.sub)
            self.tx.record(fact, about=plaque, department=plaque.department)

    def settle(self, plaque: Plaque, finding: Finding) -> None:
        """What became of the board while the round ran; raises MarkContested."""
        order, after = finding.order, finding.order.afterwards if finding.order else None
        if order is None or (finding.hangs and after is None):
            return
        if plaque.contested:
            raise MarkContested(plaque=plaque.name)
        by, note = order.done_by or self.caller.sub, order.note or ""
        if after is None or self.ledger.taken(plaque, after):
            self.record(plaque.vanish(by, self.tx.now, note), plaque)
            return
        self.follow(plaque, after)
        fits = not self.ledger.yardstick(plaque.region).as_listed(plaque)
        if fits and plaque.state in (State.FLAGGED, State.REOPENED):
            ordered = plaque.order_disposal(Disposal.REPLACE, None, note, self.tx.now)
            facts = [ordered, plaque.complete(by, self.tx.now, note)]
            plaque.hung_on = today(self.tx.now)
            self.record(facts, plaque)

    def record(self, facts: Iterable[Any], plaque: Plaque) -> None:
        """Publish what happened to a board."""
        for fact in facts:
            self.tx.record(fact, about=plaque, department=plaque.department)


async def close(tx: Transaction, caller: Caller, survey_id: UUID, reason: str, settings: Settings) -> SurveyRound:
    """Close a round: the ledger is what hangs, rebounds reopen their cases, faults are marked; raises MarkContested.

    The first one that a township closes is its baseline, so the day is known before anything is entered.
    """
    survey = await repository.ROUNDS.locked(tx, caller.scope, survey_id)
    taken = WORKFLOW.take(survey, "closure", caller)
    survey.reason, survey.closed_at = reason, tx.now
    await tx.session.flush()
    closing = Closing(tx, caller, survey, await locked_ledger(tx, settings, survey.frame))
    boards: list[tuple[Finding, list[Plaque]]] = []
    entered: list[Plaque] = []
    again: set[UUID] = set()
    for finding in await _findings(tx, survey):
        known = closing.hanging(finding)
        if not known and (plaque := closing.entry(finding, again)):
            entered.append(plaque)
            known = [plaque]
        boards.append((finding, known))
    for finding, known in boards:
        for plaque in known:
            if finding.counted and plaque not in entered:
                closing.follow(plaque, finding.board)
    await enter_all(tx, closing.ledger, entered, settings)
    for finding, known in boards:
        for plaque in known:
            if finding.order is not None:
                closing.mark(plaque, finding.order)
            closing.settle(plaque, finding)
    await _absent(closing, {plaque.id for _, known in boards for plaque in known})
    closing.ledger.judge()
    tx.record(taken.event(survey), about=survey)
    return survey


async def _findings(tx: Transaction, survey: SurveyRound) -> list[Finding]:
    orders = await repository.orders_of(tx, survey.id)
    of_site = {(order.on_site["region"], order.on_site["name"]): order for order in orders if order.on_site}
    counted = [
        Finding({name: getattr(entry, name) for name in BOARD}, of_site.get((entry.region, entry.name)))
        for entry in await repository.entries_of(tx, survey, LedgerKind.SITE)
    ]
    return counted + [
        Finding(order.on_file, order, counted=False) for order in orders if order.on_file and not order.on_site
    ]


async def _absent(closing: Closing, seen: set[UUID]) -> None:
    """What nobody marked, and neither ledger of the round knows, hangs no more; what came after the count stays."""
    counted_at = {
        closing.ledger.now(village.region): village.entered_at
        for village in await repository.villages_of(closing.tx, closing.survey)
        if village.ledger == LedgerKind.SITE
    }
    for village, at in counted_at.items():
        for plaque in closing.ledger.villages[village]:
            unmarked = plaque.state in (State.REGISTERED, State.VERIFIED) and plaque.hangs
            if unmarked and plaque.id not in seen and plaque.created_at < at:
                closing.record(plaque.vanish(closing.caller.sub, closing.tx.now, _NOT_SEEN), plaque)
