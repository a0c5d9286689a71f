"""Fill once: what the register holds for a form's columns, with who said it and as of when."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from countykit import lineage
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.elements import repository as elements
from report_svc.elements.models import USABLE, Element, Refresh
from report_svc.filings import repository
from report_svc.filings.checks import checks_for
from report_svc.filings.counting import counted, typed
from report_svc.filings.duties import Duty
from report_svc.filings.models import Filing, How, Remaining
from report_svc.forms.cells import is_empty
from report_svc.forms.fields import FormField, Value
from report_svc.forms.kinds import FormKind
from report_svc.forms.models import Form
from report_svc.register import repository as register
from report_svc.register.models import ElementValue, Origin, good_until
from report_svc.validation.doubts import Column
from report_svc.validation.settling import Checks

OWN = "村级填报"
"""The source of what villages said themselves."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a column: a value of the register, or the rows of a table as they were filed last."""

    mark: str
    """Another one for whatever is newer."""
    value: Any
    origin: Origin
    source: str
    as_of: date
    valid_until: date

    @classmethod
    def of(cls, value: ElementValue) -> "Known":
        """What the register holds."""
        return cls(str(value.id), value.value, value.origin, value.source, value.as_of, value.valid_until)


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A column, the element that it asks for, and what is known of it."""

    field: FormField
    element: Element | None
    known: Known | None
    fresh: bool
    """Whether a source said it for this very period, and not a village or a period before."""

    @property
    def may_refuse(self) -> bool:
        """Whether a village may refuse the column for sure: somebody else has it, or no village form may ask for it."""
        element = self.element
        return element is not None and not (element.typed_by_village and element.village_forms)

    @property
    def remaining(self) -> Remaining:
        """What the column asks of the village."""
        if self.known is None:
            return Remaining.TYPING if self.field.required else Remaining.NOTHING
        return Remaining.NOTHING if self.fresh else Remaining.CONFIRMATION

    def said(self, given: Mapping[str, Value]) -> tuple[Value, dict[str, Any]] | None:
        """The column's value and where it comes from, once the village has answered; None without a value."""
        known, name = self.known, self.field.name
        about_element = {} if self.element is None else {"element": self.element.code}
        if known is not None and (name not in given or given[name] == known.value):
            how = How.SOURCE if self.fresh else How.CONFIRMED
            about = {"how": how.value, "source": known.source, "as_of": known.as_of.isoformat()}
            return known.value, about_element | about | counted(how, known.value)
        value = given.get(name)
        if known is not None:
            about = {"how": How.CORRECTED.value, "was": known.value, "source": known.source}
            changed = counted(How.CORRECTED, value, known.value)
            return value, about_element | about | {"as_of": known.as_of.isoformat()} | changed
        return None if is_empty(value) else (value, about_element | typed(value))


@dataclass(frozen=True, slots=True)
class Draft:
    """A form for one village and period, as far as it is known."""

    duty: Duty
    columns: Sequence[DraftColumn]

    @property
    def fields(self) -> list[FormField]:
        """The form's fields."""
        return [column.field for column in self.columns]

    @property
    def remaining(self) -> Remaining:
        """What the whole form asks of the village."""
        order = list(Remaining)
        return max((column.remaining for column in self.columns), key=order.index, default=Remaining.NOTHING)

    @property
    def digest(self) -> str:
        """What was shown, so that nobody confirms what has changed meanwhile."""
        return digest_of(self.columns)

    async def checks(self, tx: Transaction) -> Checks:
        """What the form is checked with, for its village and period."""
        columns, duty = [Column(column.field, column.element) for column in self.columns], self.duty
        return await checks_for(tx, duty.form, columns, [duty.village], first=duty.first_day, last=duty.last_day)

    @property
    def known(self) -> dict[str, Value]:
        """What is known by column."""
        return {column.field.name: column.known.value for column in self.columns if column.known}


def digest_of(columns: Sequence[DraftColumn]) -> str:
    """A mark of what is known: another one as soon as anything newer is."""
    shown = [
        (column.field.name, *((column.known.mark, column.known.value) if column.known else (None, None)))
        for column in columns
    ]
    return hashlib.sha256(orjson.dumps(shown)).hexdigest()[:16]


async def drafted(tx: Transaction, duty: Duty) -> Draft:
    """What the register holds for a village's form; a form whose columns name no element costs no query."""
    columns = await columns_for(tx, duty.form, [duty.village], first=duty.first_day, last=duty.last_day)
    return Draft(duty, columns[duty.village])


async def columns_for(
    tx: Transaction, form: Form, villages: Sequence[str], *, first: date, last: date
) -> Mapping[str, list[DraftColumn]]:
    """The columns of a form for some villages and one period, with what is known and still good."""
    fields = [FormField.model_validate(field) for field in form.fields]
    rows = await _rows_known(tx, form, fields, villages, before=last)
    if not any(field.element for field in fields):
        return {
            village: [_column(field, None, rows.get((village, field.name)), first, last) for field in fields]
            for village in villages
        }
    county = county_of(form.region)
    merged = await elements.successors(tx, county)
    usable = {element.code: element for element in await elements.of_county(tx, county, USABLE)}
    # What was said under the name of a merged element counts for the one that it stands for now.
    codes = {field.name: merged.get(field.element or "", field.element or "") for field in fields}
    wanted = {code for code in codes.values() if code in usable}
    aliases = {old: new for old, new in merged.items() if new in wanted}
    # A village is not asked again for what it said under an earlier code.
    now = await lineage.continued(tx, villages)
    found = await register.newest(tx, list(now), {*wanted, *aliases}, on=last, surveys=form.kind is FormKind.SURVEY)
    best: dict[tuple[str, str], ElementValue] = {}
    for (village, code), value in found.items():
        key = (now[village], aliases.get(code, code))
        if key not in best or (best[key].as_of, best[key].recorded_at) < (value.as_of, value.recorded_at):
            best[key] = value
    known = {key: Known.of(value) for key, value in best.items()}
    return {
        village: [
            _column(
                field,
                usable.get(codes[field.name]),
                rows.get((village, field.name)) if field.columns else known.get((village, codes[field.name])),
                first,
                last,
            )
            for field in fields
        ]
        for village in villages
    }


async def _rows_known(
    tx: Transaction, form: Form, fields: Sequence[FormField], villages: Sequence[str], *, before: date
) -> Mapping[tuple[str, str], Known]:
    """The rows of each table as the village filed them last, good for a year; who took a village over goes on with its.

    A form without tables costs no query.
    """
    tables = [field for field in fields if field.columns]
    if not tables:
        return {}
    now = await lineage.continued(tx, villages)
    found: dict[tuple[str, str], Known] = {}
    # Oldest first, so that the newest stands.
    for filed in await repository.newest(tx, form, list(now), before=before):
        for field in tables:
            rows = filed.values.get(field.name)
            if isinstance(rows, list) and filed.last_day is not None:
                found[now[filed.region], field.name] = Known(
                    f"{filed.id}:{filed.version}", rows, Origin.VILLAGE, OWN, filed.last_day,
                    good_until(filed.last_day, Refresh.YEAR),
                )  # fmt: skip
    return found


def _column(field: FormField, element: Element | None, value: Known | None, first: date, last: date) -> DraftColumn:
    good = value is not None and value.valid_until >= last and field.fault(value.value) is None
    known = value if good else None
    fresh = known is not None and known.origin is Origin.SOURCE and known.as_of >= first
    return DraftColumn(field, element, known, fresh=fresh)


async def keep_values(tx: Transaction, filing: Filing, form: Form, said: Collection[str]) -> None:
    """Keep what a village typed or corrected, so that the next form does not ask again."""
    bound = {field["name"]: field["element"] for field in form.fields if field.get("element") and field["name"] in said}
    if not bound:
        return
    county = county_of(form.region)
    merged = await elements.successors(tx, county)
    usable = {element.code: element for element in await elements.of_county(tx, county, USABLE)}
    await tx.session.flush()  # the values name the filing
    as_of = min(filing.last_day or filing.due_on, today(tx.now))
    for name, code in bound.items():
        element, value = usable.get(merged.get(code, code)), filing.values.get(name)
        if element is None or is_empty(value):
            continue
        tx.add(
            ElementValue(
                region=filing.region, element=element.code, value=value, origin=Origin.VILLAGE, source=OWN,
                as_of=as_of, valid_until=good_until(as_of, element.refresh), recorded_at=tx.now, filing_id=filing.id,
                surveyed=form.kind is FormKind.SURVEY,
            )
        )  # fmt: skip
