"""A form's table of one period: whom it asks, what they said, and what that sums up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import orjson
from contracts.report import Frequency
from countykit import directory, lineage
from countykit.identity import Caller
from countykit.regions import county_of, township_of
from servicekit.transaction import Transaction
from wording.folding import fold

from report_svc.closings.repository import is_closed
from report_svc.elements import repository as elements
from report_svc.elements.kinds import Kind
from report_svc.elements.models import USABLE, Element
from report_svc.filings.errors import PeriodUnknown
from report_svc.filings.models import Filing
from report_svc.forms import repository as forms
from report_svc.forms.cells import Column as ColumnOfForm
from report_svc.forms.fields import ROWS, FormField, Value, exact, with_figures
from report_svc.forms.models import Form
from report_svc.tables import repository
from report_svc.tables.repository import Addressed
from report_svc.tables.template import template_of

_ADDED = frozenset({Kind.COUNT, Kind.QUANTITY})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form and what it asks for."""

    field: FormField
    element: Element | None

    @property
    def summed(self) -> bool:
        """Whether the villages' values add up to the township's."""
        adds = self.field.settled().kind in _ADDED
        return adds and (self.element is None or self.element.sums_over_villages)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that a table of one period says, for one part of the county."""

    form: Form
    period: str
    prefix: str
    addressed: Sequence[Addressed]
    first_day: date
    last_day: date
    due_on: date
    provisional: bool
    closed: bool
    columns: Sequence[Column]
    names: Mapping[str, str]
    """The villages and townships by name."""
    expected: Sequence[str]
    """The villages that are asked and are there from the period's end until the due day."""
    filings: Mapping[str, Filing]

    @property
    def template(self) -> str:
        """The mark of the form's columns in this period."""
        return template_of(self.form, self.period)

    @property
    def villages(self) -> list[str]:
        """Every village with a row, township by township."""
        return sorted({*self.expected, *self.filings})

    def totals(self, villages: Iterable[str]) -> dict[str, int | float]:
        """The sums over some villages, of the columns that add up and have a value."""
        found: dict[str, Decimal] = {}
        fields, names = [column.field for column in self.columns], summed_in(self.columns)
        for village in villages:
            filing = self.filings.get(village)
            values = with_figures(fields, filing.values) if filing else {}
            for name in names:
                value = values.get(name)
                if isinstance(value, int | float) and not isinstance(value, bool):
                    found[name] = found.get(name, Decimal(0)) + Decimal(str(value))
        return {name: exact(amount) for name, amount in found.items()}


def summed_in(columns: Iterable[Column]) -> list[str]:
    """What is added up over villages: the columns that add up, and what the rows of tables come to."""
    return [
        name for column in columns
        for name in ([column.field.name] if column.summed else column.field.figures)
    ]  # fmt: skip


async def gather(tx: Transaction, caller: Caller, form_id: UUID, period: str, *, locked: bool = False) -> Gathered:
    """The table of a form and period within the caller's region; raises NotFound, PeriodUnknown."""
    form = await forms.get(tx, caller.scope, form_id)
    prefix = caller.region
    addressed = await repository.addressed(tx, form.id, period, caller.area)
    filings = await repository.filings(tx, form.id, period, caller.area, locked=locked)
    first, last, due_on, provisional = _days(form, period, addressed, filings)
    there = await directory.regions_within(tx, prefix, "village", first=first, last=max(due_on, last))
    townships = await directory.regions_within(tx, prefix[:9], "township", first=first, last=max(due_on, last))
    addressees: dict[tuple[date, date], set[str]] = {}
    for each in addressed:
        addressees.setdefault((each.last_day, each.due_on), set()).update(each.villages)
    expected = sorted(set().union(*[await lineage.on_duty(tx, codes, *days) for days, codes in addressees.items()]))
    return Gathered(
        form, period, prefix, addressed, first, last, due_on, provisional, await is_closed(tx, form.id, period),
        await columns_of(tx, form), {place.code: place.name for place in (*there, *townships)}, expected,
        {filing.region: filing for filing in filings},
    )  # fmt: skip


async def columns_of(tx: Transaction, form: Form) -> list[Column]:
    """The columns of a form with the elements that they stand for now."""
    fields = [FormField.model_validate(field) for field in form.fields]
    if not any(field.element for field in fields):
        return [Column(field, None) for field in fields]
    county = county_of(form.region)
    merged = await elements.successors(tx, county)
    usable = {element.code: element for element in await elements.of_county(tx, county, USABLE)}
    return [Column(field, usable.get(merged.get(field.element or "", field.element or ""))) for field in fields]


def by_township(villages: Iterable[str]) -> dict[str, list[str]]:
    """Villages by their township."""
    found: dict[str, list[str]] = {}
    for village in villages:
        found.setdefault(township_of(village), []).append(village)
    return found


def heads_of(fields: Sequence[ColumnOfForm], taken: Iterable[str]) -> list[str]:
    """The head of each column, with its unit; no two read the same, and none like one of `taken`."""
    seen = {fold(head) for head in taken}
    heads = []
    for field in fields:
        unit = ROWS if isinstance(field, FormField) and field.columns else field.unit
        head = f"{field.name}（{unit}）" if unit else field.name
        number = 1
        while fold(head) in seen:
            number += 1
            head = f"{field.name}（栏目{number}）"
        seen.add(fold(head))
        heads.append(head)
    return heads


def same(left: Value, right: Value) -> bool:
    """Whether two values say the same; 1 and 1.0 do, 1 and yes do not."""
    return orjson.dumps(left, option=orjson.OPT_SORT_KEYS) == orjson.dumps(right, option=orjson.OPT_SORT_KEYS) or (
        not isinstance(left, bool | str) and not isinstance(right, bool | str) and left == right
    )


def _days(
    form: Form, period: str, addressed: Sequence[Addressed], filings: Sequence[Filing]
) -> tuple[date, date, date, bool]:
    if addressed:
        return (
            min(each.first_day for each in addressed), max(each.last_day for each in addressed),
            max(each.due_on for each in addressed), any(each.provisional for each in addressed),
        )  # fmt: skip
    if not filings or form.frequency != Frequency.ON_EVENT:
        raise PeriodUnknown
    day = date.fromisoformat(period[:10])
    return day, day, max(filing.due_on for filing in filings), any(filing.provisional for filing in filings)
