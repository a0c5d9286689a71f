"""Who attended a training, by a township's list: villages and how many of each. Names are left unread."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from contracts.trainings import TrainingAttended
from countykit import directory
from countykit.directory import Region, RegionUnknown
from countykit.identity import Caller
from fastapi import UploadFile
from servicekit import tabular
from servicekit.tabular import Row, RowError
from servicekit.transaction import Transaction

from certificate_svc.trainings import repository
from certificate_svc.trainings.models import Attendance, Training
from certificate_svc.trainings.schemas import AttendanceReport, AttendanceRow, SignedList

_MOST_ROWS = 5_000


async def take_in(
    tx: Transaction, caller: Caller, training_id: UUID, upload: UploadFile, limit_bytes: int, *, dry_run: bool
) -> AttendanceReport:
    """Enter a list: all rows or none; raises RowsRefused."""
    await repository.get(tx, caller.scope, training_id)  # before the file, and locked only once that is read
    table = await tabular.read(upload, AttendanceRow, also=SignedList, most_rows=_MOST_ROWS, limit_bytes=limit_bytes)
    training = await repository.get(tx, caller.scope, training_id, locked=True)
    there = await _villages(tx, caller, training)
    people, wrong = _counted(table.rows, there)
    report = table.settled(AttendanceReport, wrong, dry_run=dry_run, villages=len(people))
    if not dry_run:
        await _enter(tx, training, people)
    return report


async def _villages(tx: Transaction, caller: Caller, training: Training) -> list[Region]:
    """Those that the training was for, of the caller's own."""
    villages = await directory.regions_within(tx, caller.region, "village", first=training.held_on)
    return [village for village in villages if village.code.startswith(training.region.rstrip("0"))]


def _counted(rows: Sequence[Row[AttendanceRow]], there: Sequence[Region]) -> tuple[Counter[str], list[RowError]]:
    called = Counter(village.name for village in there)
    codes = {village.name: village.code for village in there if called[village.name] == 1}
    codes |= {village.code: village.code for village in there}
    people: Counter[str] = Counter()
    wrong: list[RowError] = []
    for row in rows:
        code = codes.get(row.body.village)
        if code is None:
            several = called[row.body.village] > 1
            detail = "有同名的村(社区)，请填区划代码" if several else "参训范围内没有这个村(社区)"
            wrong.append(row.error("village", RegionUnknown.code, detail))
        else:
            people[code] += row.body.people
    return people, wrong


async def _enter(tx: Transaction, training: Training, people: Counter[str]) -> None:
    before = await repository.attended(tx, training.id, people.keys())
    for village, count in people.items():
        if (row := before.get(village)) is None:
            tx.add(Attendance(region=village, training_id=training.id, people=count))
        elif row.people != count:
            row.people = count
            row.version += 1  # the training's event says so
    await tx.session.flush()
    training.listed_villages, training.listed_people = await repository.totals(tx, training.id)
    fact = TrainingAttended(villages=training.listed_villages, people=training.listed_people)
    tx.record(fact, about=training)
