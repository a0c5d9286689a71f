"""A table that comes back: a township files for its villages, or mends what they filed; all rows or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.report import Frequency
from countykit.identity import Caller
from countykit.workdays import today
from fastapi import UploadFile
from pydantic import BaseModel, Field, create_model
from servicekit import tabular
from servicekit.bodies import Body
from servicekit.errors import TooLarge
from servicekit.sheets.wanted import Column as Head
from servicekit.sheets.wanted import Wanted
from servicekit.tabular import Row, RowError, Table
from servicekit.tabular.process import parse
from servicekit.transaction import Transaction

from report_svc.arrangements import repository as arrangements
from report_svc.closings import repository as closings
from report_svc.closings.errors import PeriodShut
from report_svc.elements.cells import TYPES, typed
from report_svc.elements.kinds import Kind
from report_svc.filings.checks import checks_for
from report_svc.filings.duties import Duty
from report_svc.filings.errors import FormEnded, PeriodAhead, VillageNotAsked
from report_svc.filings.models import is_complete
from report_svc.filings.prefill import Draft, DraftColumn, digest_of
from report_svc.filings.service import changed_in, doubts_about, replace, said_in, store
from report_svc.forms.cells import is_empty
from report_svc.forms.fields import FormField, Value, tidied
from report_svc.tables import repository
from report_svc.tables.errors import TableOfNobody, TemplateChanged
from report_svc.tables.gathering import Gathered, gather, heads_of, same
from report_svc.tables.rows import TableRows
from report_svc.tables.rows import read as read_rows
from report_svc.tables.schemas import FilingImportReport
from report_svc.tables.sheet import CODE, FIXED, FORM, MOST_NOTE, NOTE, PERIOD, SUM, TAKEN, VILLAGE, answers, known_of
from report_svc.tables.template import row_code
from report_svc.validation.doubts import Column, Doubt
from report_svc.validation.settling import FAULTS, Checks, answered

_MOST_ROWS = 5000
_REASON = "用汇总表更正"


class _Shown(BaseModel):
    """The columns that are there for people only."""

    village_name: str = Field(title=FIXED[1])
    township: str = Field(title=FIXED[2])
    state: str = Field(title=FIXED[5])


class _Place(Body):
    """The columns that say what a row is of."""

    village: str | None = Field(None, title=VILLAGE)
    form: str = Field(title=FORM)
    period: str = Field(title=PERIOD)
    code: str = Field(title=CODE)
    note: str | None = Field(None, max_length=MOST_NOTE, title=NOTE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says of its village: values, how they came, and what is odd about them."""

    village: str
    values: dict[str, Value]
    provenance: dict[str, Any]
    doubts: list[Doubt]


class Coming:
    """One table on its way in: what each row means for its village, and what is wrong with it."""

    def __init__(
        self, gathered: Gathered, drafts: Mapping[str, Sequence[DraftColumn]], allowed: set[str], checks: Checks,
        tables: Mapping[str, TableRows],
    ) -> None:  # fmt: skip
        self.gathered = gathered
        self.drafts = drafts
        self.fields = [column.field for column in gathered.columns]
        self.heads = heads_of(self.fields, TAKEN)
        self.errors: list[RowError] = []
        self.new: list[Entry] = []
        self.mended: list[Entry] = []
        self.unchanged = 0
        self._checks = checks
        self._tables = tables
        self._allowed = allowed
        self.seen: set[str] = set()

    @property
    def body(self) -> type[_Place]:
        """The row's shape: the form's columns by their place."""
        columns: dict[str, Any] = {
            f"c{place}": (TYPES[_kind_of(field)], Field(None, title=head))
            for place, (field, head) in enumerate(zip(self.fields, self.heads, strict=True))
        }
        return create_model("FilledRow", __base__=_Place, **columns)

    def named(self, error: RowError) -> RowError:
        """An error that names its column as the sheet does."""
        place = error.field.removeprefix("c")
        return error.model_copy(update={"field": self.heads[int(place)]}) if place.isdecimal() else error

    def take(self, row: Row[_Place]) -> None:
        """Judge one row."""
        village = row.body.village or ""
        wrong = self._wrong(row, village)
        self.seen.add(village)
        if wrong is not None:
            self.errors.append(wrong)
            return
        values, errors = self._values(row)
        if errors:
            self.errors += errors
            return
        kind = self._kind(village, values)
        if kind is None:
            self.unchanged += 1
        elif self.gathered.closed and village not in self._allowed:
            self.errors.append(row.error(VILLAGE, PeriodShut.code, PeriodShut.detail))
        else:
            entry = self._entry(row, village, values)
            self.errors += self._unanswered(row, entry)
            kind.append(entry)

    def _wrong(self, row: Row[_Place], village: str) -> RowError | None:
        gathered, filing = self.gathered, self.gathered.filings.get(village)
        if filing is None and village not in gathered.expected:
            return row.error(VILLAGE, VillageNotAsked.code, VillageNotAsked.detail)
        if village in self.seen:
            return row.error(VILLAGE, "duplicate_in_file", "表中前面已有该村")
        if (row.body.form, row.body.period) != (gathered.form.code, gathered.period):
            return row.error(FORM, TableOfNobody.code, "一个表格只能是同一报表的同一填报期")
        state = (filing.id, filing.version) if filing else None
        if row.body.code != row_code(gathered.template, village, state, digest_of(self.drafts.get(village, ()))):
            return row.error(CODE, "row_outdated", "下载之后该村已有新的填报或数据更新，请重新下载后填写此行")
        return None

    def _values(self, row: Row[_Place]) -> tuple[dict[str, Value], list[RowError]]:
        values: dict[str, Value] = {}
        errors: list[RowError] = []
        for place, field in enumerate(self.fields):
            head, value = self.heads[place], typed(_kind_of(field), getattr(row.body, f"c{place}"))
            if field.columns:
                value, wrong = self._tables[field.name].of(row, row.body.village or "", head, value)
                errors += wrong
            elif (fault := field.fault(value)) is not None:
                errors.append(row.error(head, fault, FAULTS[fault]))
            values[field.name] = None if is_empty(value) else value
        return tidied(values), errors

    def _entry(self, row: Row[_Place], village: str, given: dict[str, Value]) -> Entry:
        filing, note = self.gathered.filings.get(village), (row.body.note or "").strip()
        # What was answered before is no answer to a value that came since.
        explained = {field.name: note for field in self.fields} if note and note != answers(filing) else {}
        if filing is not None:
            found = doubts_about(self._checks, filing, given)
            kept = map(Doubt.model_validate, filing.doubts)
            return Entry(village, given, {}, answered(found, changed_in(filing, given), explained, kept))
        said = {column.field.name: column.said(given) for column in self.drafts[village]}
        values = {name: one[0] for name, one in said.items() if one is not None}
        provenance = {name: one[1] for name, one in said.items() if one is not None}
        own = said_in(provenance)
        return Entry(
            village, values, provenance, answered(self._checks.doubts(village, values, said=own), own, explained)
        )

    def _unanswered(self, row: Row[_Place], entry: Entry) -> list[RowError]:
        filing = self.gathered.filings.get(entry.village)
        said = changed_in(filing, entry.values) if filing else said_in(entry.provenance)
        heads = dict(zip((field.name for field in self.fields), self.heads, strict=True))
        return [
            row.error(heads[name], doubt.code.value, f"{doubt.detail}；情况属实的请在“{NOTE}”栏写明")
            for doubt in entry.doubts if doubt.answer_needed and doubt.answer is None
            for name in doubt.columns if name in said
        ]  # fmt: skip

    def _kind(self, village: str, values: dict[str, Value]) -> list[Entry] | None:
        """The list that a row belongs to: a filing to come, one to mend; None where nothing is to be done."""
        filing = self.gathered.filings.get(village)
        if filing is not None:
            return None if _equal(values, filing.values) else self.mended
        known = {column.field.name: column.known.value for column in self.drafts[village] if column.known}
        untouched = _equal(values, known)
        return None if untouched and not is_complete(self.fields, values) else self.new


async def take_in(
    tx: Transaction, caller: Caller, upload: UploadFile, *, limit_bytes: int, dry_run: bool
) -> FilingImportReport:
    """Read a table that was filled in by hand.

    Raises TableOfNobody, TemplateChanged, PeriodAhead, FormEnded, RowsRefused and the refusals of unreadable files.
    """
    gathered = await _of(tx, caller, upload, limit_bytes)
    day = today(tx.now)
    if gathered.first_day > day:
        raise PeriodAhead
    if not gathered.form.owed(day, last_day=gathered.last_day, due_on=gathered.due_on):
        raise FormEnded
    drafts = await known_of(tx, gathered)
    allowed = await closings.excepted(tx, gathered.form.id, gathered.period, gathered.villages, on=day)
    columns = [Column(column.field, column.element) for column in gathered.columns]
    checks = await checks_for(
        tx, gathered.form, columns, gathered.villages, first=gathered.first_day, last=gathered.last_day
    )
    tables = {
        column.field.name: await read_rows(upload, column.field, limit_bytes=limit_bytes)
        for column in gathered.columns if column.field.columns
    }  # fmt: skip
    coming = Coming(gathered, drafts, allowed, checks, tables)
    table: Table[_Place] = await tabular.read(
        upload, coming.body, most_rows=_MOST_ROWS, limit_bytes=limit_bytes, also=_Shown, every_head=True
    )
    for row in table.rows:
        if row.body.code != SUM:
            coming.take(row)
    table.errors = [coming.named(error) for error in table.errors]
    for rows in tables.values():
        coming.errors += [*rows.errors, *rows.strangers(coming.seen)]
        table.ignored_sheets = [each for each in table.ignored_sheets if each.sheet not in rows.sheets]
    report = table.settled(
        FilingImportReport, coming.errors, dry_run=dry_run,
        filed=len(coming.new), corrected=len(coming.mended), unchanged=coming.unchanged,
    )  # fmt: skip
    if not dry_run:
        await _keep(tx, caller, coming)
    return report


async def _keep(tx: Transaction, caller: Caller, coming: Coming) -> None:
    gathered = coming.gathered
    for entry in coming.mended:
        filing = gathered.filings[entry.village]
        await replace(tx, filing, gathered.form, entry.values, _REASON, entry.doubts)
    addressed = {village: each for each in gathered.addressed for village in each.villages}
    orders = {
        each.arrangement_id: await arrangements.get(tx, caller.scope, each.arrangement_id)
        for each in gathered.addressed
    }
    for entry in coming.new:
        each, village = addressed[entry.village], entry.village
        duty = Duty(
            orders[each.arrangement_id], gathered.form, village, gathered.period, each.first_day, each.last_day,
            each.due_on, each.provisional,
        )  # fmt: skip
        await store(tx, Draft(duty, coming.drafts[village]), entry.values, entry.provenance, entry.doubts)


async def _of(tx: Transaction, caller: Caller, upload: UploadFile, limit_bytes: int) -> Gathered:
    """The table that the file is of, by the form and period of its first row."""
    content = await upload.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise TooLarge(f"文件超过 {limit_bytes // 1_048_576} MB")
    await upload.seek(0)
    wanted = [Head(name, (str(_Place.model_fields[name].title),), required=True) for name in ("form", "period", "code")]
    found = await parse(content, Wanted(wanted, (), _MOST_ROWS))
    first: dict[str, Any] = next((row for _, _, row in found["rows"] if row.get("code") != SUM), {})
    code, period = str(first.get("form", "")), str(first.get("period", ""))
    form_id = await repository.arranged_form(tx, caller.scope, code, period)
    if form_id is None:
        raise TableOfNobody
    await closings.lock_periods(tx, form_id, alone=False)
    gathered = await gather(tx, caller, form_id, period, locked=True)
    if gathered.form.frequency == Frequency.ON_EVENT:
        raise TableOfNobody
    if str(first.get("code", "")).partition("-")[0] != gathered.template:
        raise TemplateChanged
    return gathered


def _kind_of(field: FormField) -> Kind:
    # Of a table its sheet of villages says how many rows there are.
    return Kind.COUNT if field.columns else field.settled().kind or Kind.TEXT


def _equal(left: Mapping[str, Value], right: Mapping[str, Value]) -> bool:
    names = {name for each in (left, right) for name, value in each.items() if not is_empty(value)}
    return all(same(left.get(name), right.get(name)) for name in names)
