"""What can be done with survey rounds."""

from asyncio import to_thread
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from contracts.envelope import new_id
from contracts.surveys import LedgerKind, Outcome, SurveyOpened, SurveyOrderIssued
from countykit import directory
from countykit.identity import Caller
from countykit.workdays import today
from fastapi import UploadFile
from servicekit import tabular
from servicekit.tabular import RowError
from servicekit.transaction import Transaction

from signage_svc.plaques import repository as plaques
from signage_svc.plaques.advice import learn
from signage_svc.plaques.conformity import Yardstick
from signage_svc.plaques.ledger import Ledger, locked_ledger
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.schemas import PlaqueView
from signage_svc.settings import Settings
from signage_svc.surveys import repository
from signage_svc.surveys.closing import BOARD
from signage_svc.surveys.errors import (
    BoardDoubled,
    BothLedgersByOne,
    DueInPast,
    OutsideOfSurvey,
    SurveyDaysOverlap,
    SurveyDaysReversed,
    SurveyOpenAlready,
)
from signage_svc.surveys.matching import Compared, compare
from signage_svc.surveys.models import WORKFLOW, SurveyEntry, SurveyOrder, SurveyRound, SurveyVillage
from signage_svc.surveys.schemas import (
    CountedBoard,
    Reconciliation,
    SurveyImportReport,
    SurveyOpening,
    SurveyRow,
    VillageCount,
)
from signage_svc.suspicions import Suspects, Suspicion


async def open_round(tx: Transaction, caller: Caller, opening: SurveyOpening) -> SurveyRound:
    """Open a round in a township; raises SurveyOpenAlready, SurveyDaysOverlap, SurveyDaysReversed."""
    caller.require_region(opening.region)
    if opening.last_day < opening.first_day:
        raise SurveyDaysReversed
    await directory.region(tx, opening.region, "township")
    await plaques.lock_ledgers(tx, [opening.region])
    number, is_open = await repository.last_number(tx, opening.region)
    if is_open:
        raise SurveyOpenAlready
    if await repository.overlaps(tx, opening.region, opening.first_day, opening.last_day):
        raise SurveyDaysOverlap
    frame = [village.code for village in await directory.regions_within(tx, opening.region[:9], "village")]
    survey = tx.add(SurveyRound(**opening.model_dump(), number=number + 1, frame=frame, villages=len(frame)))
    tx.record(SurveyOpened(number=survey.number, villages=len(frame)), about=survey)
    return survey


async def enter_village(
    tx: Transaction, caller: Caller, survey_id: UUID, kind: LedgerKind, count: VillageCount, settings: Settings
) -> SurveyRound:
    """Enter all boards of one village in one of the two ledgers, by the form in the field."""
    survey = await repository.ROUNDS.locked(tx, caller.scope, survey_id)
    await _enter(tx, caller, survey, kind, {count.region: list(count.boards)}, settings)
    return survey


async def import_villages(
    tx: Transaction, caller: Caller, survey_id: UUID, kind: LedgerKind, upload: UploadFile, settings: Settings,
    *, dry_run: bool,
) -> SurveyImportReport:  # fmt: skip
    """Enter the villages of a table in one of the two ledgers: all rows or none."""
    await repository.ROUNDS.get(tx, caller.scope, survey_id)  # before the file, and locked only once that is read
    table = await tabular.read(
        upload, SurveyRow, also=PlaqueView,
        most_rows=settings.plaque_import_rows, limit_bytes=settings.import_limit_bytes,
    )  # fmt: skip
    survey = await repository.ROUNDS.locked(tx, caller.scope, survey_id)
    ledger = await locked_ledger(tx, settings, [survey.region, *survey.frame])
    villages: dict[str, list[CountedBoard]] = defaultdict(list)
    wrong: list[RowError] = []
    seen: dict[tuple[str, str], str] = {}
    for row in table.rows:
        if row.body.region not in survey.frame:
            wrong.append(row.error("region", OutsideOfSurvey.code, OutsideOfSurvey.detail))
            continue
        key = (row.body.region, ledger.fingerprint(row.body.region, row.body.name))
        if key in seen:
            wrong.append(row.error("name", BoardDoubled.code, f"与{seen[key]}是同一块牌子"))
        seen.setdefault(key, row.place)
        villages[row.body.region].append(row.body)
    report = table.settled(SurveyImportReport, wrong, dry_run=dry_run, villages=len(villages))
    if not dry_run:
        await _enter(tx, caller, survey, kind, villages, settings, ledger)
    return report


async def _enter(
    tx: Transaction, caller: Caller, survey: SurveyRound, kind: LedgerKind,
    villages: Mapping[str, Sequence[CountedBoard]], settings: Settings, ledger: Ledger | None = None,
) -> None:  # fmt: skip
    taken = WORKFLOW.take(survey, kind.value, caller)
    if not villages.keys() <= set(survey.frame):
        raise OutsideOfSurvey
    entered = await repository.villages_of(tx, survey)
    if any(village.ledger != kind and caller.is_any_of(village.entered_by) for village in entered):
        raise BothLedgersByOne
    ledger = ledger or await locked_ledger(tx, settings, list(villages))
    await repository.forget(tx, survey, kind, list(villages))
    for region, boards in villages.items():
        tx.add(
            SurveyVillage(
                round_id=survey.id, ledger=kind, region=region, boards=len(boards), entered_by=caller.sub,
                entered_at=tx.now,
            )
        )  # fmt: skip
        names = [ledger.fingerprint(region, board.name) for board in boards]
        if len(set(names)) < len(names):
            raise BoardDoubled
        for board, name in zip(boards, names, strict=True):
            values = board.model_dump(include=set(BOARD) - {"region"})
            tx.add(SurveyEntry(id=new_id(), round_id=survey.id, ledger=kind, region=region, fingerprint=name, **values))
    done = {village.region for village in entered if village.ledger == kind} | villages.keys()
    if kind is LedgerKind.SITE:
        survey.site_villages = len(done)
    else:
        survey.file_villages = len(done)
    tx.record(taken.event(survey), about=survey)


async def reconcile(
    tx: Transaction, caller: Caller, survey_id: UUID, body: Reconciliation, settings: Settings
) -> SurveyRound:
    """Compare the two ledgers; each difference and each suspected rebound becomes one work order."""
    survey = await repository.ROUNDS.locked(tx, caller.scope, survey_id)
    taken = WORKFLOW.take(survey, "reconciliation", caller)
    if min([body.due_on, *(each.due_on for each in body.assignments if each.due_on)]) < today(tx.now):
        raise DueInPast
    site = await repository.entries_of(tx, survey, LedgerKind.SITE)
    file = await repository.entries_of(tx, survey, LedgerKind.FILE)
    ledger = await locked_ledger(tx, settings, [survey.region, *survey.frame])
    yardstick = ledger.yardstick(survey.region)
    suspects = Suspects.of_ledger(ledger, {entry.fingerprint for entry in site if yardstick.named(entry.fingerprint)})
    compared = await to_thread(_compared, site, file, yardstick)
    for each in compared:
        suspicion = suspects.of(each.site) if each.site is not None else None
        if each.outcome is not Outcome.MATCHED or suspicion is not None:
            _order(tx, survey, body, each, suspicion)
    survey.surveyed = len(compared)
    survey.matched = sum(each.outcome is Outcome.MATCHED for each in compared)
    survey.orders_open = survey.orders
    tx.record(taken.event(survey), about=survey)
    return survey


def _compared(site: Sequence[SurveyEntry], file: Sequence[SurveyEntry], yardstick: Yardstick) -> list[Compared]:
    """Off the event loop: thousands of boards are compared by their names and measures."""
    learn(entry.fingerprint for entry in site)

    def off_spec(entry: Any) -> str:
        values = {name: getattr(entry, name) for name in (*BOARD, "fingerprint")}
        named = yardstick.named(entry.fingerprint)
        found = yardstick.differences(Plaque(**values, spec=named.code)) if named else []
        return "；".join(f"一览表要求{each.expected}，现为{each.actual}" for each in found)

    return compare(site, file, off_spec, yardstick.tolerance_mm)


def _order(
    tx: Transaction, survey: SurveyRound, body: Reconciliation, found: Compared, suspicion: Suspicion | None
) -> None:
    shown: Any = found.site or found.file
    person = body.of(shown.region, found.outcome)
    order = tx.add(
        SurveyOrder(
            region=shown.region, round_id=survey.id, outcome=found.outcome, name=shown.name,
            on_site=_shown_as(found.site), on_file=_shown_as(found.file), difference=found.difference,
            responsible=person.responsible, due_on=person.due_on or body.due_on,
            suspected=suspicion.case if suspicion else None, suspicion=suspicion.reason if suspicion else None,
        )
    )  # fmt: skip
    survey.orders += 1
    fact = SurveyOrderIssued(outcome=order.outcome, due_on=order.due_on, suspected=suspicion is not None)
    tx.record(fact, about=order)


def _shown_as(entry: Any) -> dict[str, Any] | None:
    return None if entry is None else {name: getattr(entry, name) for name in BOARD}


async def cancel(tx: Transaction, caller: Caller, survey_id: UUID, reason: str) -> SurveyRound:
    """Give a round up before anything was compared."""
    survey = await repository.ROUNDS.locked(tx, caller.scope, survey_id)
    taken = WORKFLOW.take(survey, "cancellation", caller)
    survey.reason = reason
    tx.record(taken.event(survey), about=survey)
    return survey


async def coverage(tx: Transaction, caller: Caller, survey_id: UUID) -> list[dict[str, Any]]:
    """Each village of the round with what was entered of it; null where nothing was."""
    survey = await repository.ROUNDS.get(tx, caller.scope, survey_id)
    entered = {(village.region, village.ledger): village.boards for village in await repository.villages_of(tx, survey)}
    return [
        {"region": code, "on_site": entered.get((code, LedgerKind.SITE)),
         "on_file": entered.get((code, LedgerKind.FILE))}
        for code in survey.frame
    ]  # fmt: skip
