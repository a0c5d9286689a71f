"""What is said of tables: the table itself, the periods beside one another, who uses them and which nobody uses."""

from datetime import date, timedelta
from uuid import UUID

from countykit.identity import Caller, Role
from countykit.regions import township_of
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.forms import repository as forms
from report_svc.forms.fields import exact
from report_svc.forms.models import Form
from report_svc.tables import repository
from report_svc.tables.gathering import Gathered, by_township, columns_of, gather, summed_in
from report_svc.tables.models import Use
from report_svc.tables.schemas import (
    AskerTable,
    FormPeriod,
    FormPeriods,
    TableColumn,
    TableRow,
    TableSum,
    TableUses,
    TableUseView,
    UnusedForm,
    UnusedForms,
)
from report_svc.validation.doubts import Doubt

_MOST_USES = 500
_ADVICE = "村级按期填报，但要求单位在此期间没有查阅或导出过汇总表，建议停用"


async def table(tx: Transaction, caller: Caller, form_id: UUID, period: str, *, missing: bool | None) -> AskerTable:
    """The table of a form and period; raises NotFound, PeriodUnknown. `missing` narrows the rows, not the sums."""
    gathered = await gather(tx, caller, form_id, period)
    await note(tx, caller, gathered.form, Use.READ)
    rows = [_row(gathered, village) for village in gathered.villages]
    if missing is not None:
        rows = [row for row in rows if (row.filing_id is None) == missing]
    return AskerTable(
        form_id=gathered.form.id, form=gathered.form.code, title=gathered.form.title,
        department=gathered.form.department, period=period, first_day=gathered.first_day, last_day=gathered.last_day,
        due_on=gathered.due_on, provisional=gathered.provisional, closed=gathered.closed, template=gathered.template,
        columns=[
            TableColumn(
                column=column.field.name, unit=column.field.unit, columns=column.field.columns,
                kind=column.field.settled().kind,
                element=column.element.code if column.element else None, summed=column.summed,
            )
            for column in gathered.columns
        ],
        rows=rows, townships=sums(gathered),
        total=_sum(gathered, gathered.form.region, gathered.villages),
    )  # fmt: skip


def sums(gathered: Gathered) -> list[TableSum]:
    """The sums by township."""
    return [_sum(gathered, place, villages) for place, villages in sorted(by_township(gathered.villages).items())]


async def note(tx: Transaction, caller: Caller, form: Form, how: Use) -> None:
    """Keep who used a table; a township that looks at its own villages does not use what is asked of them."""
    if caller.roles & {Role.DEPARTMENT, Role.COUNTY_OFFICE, Role.APPROVER}:
        await repository.note_use(
            tx, form.id, today(tx.now), reader=caller.sub, name=caller.name or caller.sub,
            department=caller.department, how=how,
        )  # fmt: skip


async def periods(tx: Transaction, caller: Caller, form_id: UUID) -> FormPeriods:
    """The periods of a form with what they sum up to, within the caller's region; raises NotFound."""
    form = await forms.get(tx, caller.scope, form_id)
    names = summed_in(await columns_of(tx, form))
    totals = await repository.sums(tx, form.id, caller.region, names)
    items = [
        FormPeriod(
            period=row.period, first_day=row.first_day, last_day=row.last_day, due_on=row.due_on,
            provisional=row.provisional, closed=row.closed, expected=row.expected, actual=row.actual,
            missing=max(0, row.expected - row.actual),
            totals={name: exact(amount) for name, amount in totals.get(row.period, {}).items()},
        )
        for row in await repository.periods(tx, form.id, caller.region)
    ]  # fmt: skip
    return FormPeriods(items=items)


async def uses(tx: Transaction, caller: Caller, form_id: UUID) -> TableUses:
    """Who used the tables of a form; raises NotFound."""
    form = await forms.get(tx, caller.scope, form_id)
    found = await repository.uses(tx, form.id, _MOST_USES)
    return TableUses(items=[TableUseView.model_validate(use) for use in found])


async def unused(tx: Transaction, caller: Caller, *, days: int) -> UnusedForms:
    """Forms that villages filled for so many days while the asking body used no table of them."""
    since: date = today(tx.now) - timedelta(days=days)
    return UnusedForms(
        items=[
            UnusedForm(
                form_id=form.id, code=form.code, title=form.title, department=form.department,
                frequency=form.frequency, filings=filings, used_on=used_on, since=since, advice=_ADVICE,
            )
            for form, used_on, filings in await repository.unused(tx, caller.scope, since)
        ]
    )  # fmt: skip


def _row(gathered: Gathered, village: str) -> TableRow:
    filing = gathered.filings.get(village)
    return TableRow(
        village=village, township=township_of(village), filing_id=filing.id if filing else None,
        version=filing.version if filing else None, state=filing.state if filing else None,
        on_time=filing.on_time if filing else None, complete=filing.complete if filing else None,
        filed_at=filing.filed_at if filing else None, reason=filing.reason if filing else None,
        values=filing.values if filing else {},
        doubts=[Doubt.model_validate(doubt) for doubt in filing.doubts] if filing else [],
    )  # fmt: skip


def _sum(gathered: Gathered, region: str, villages: list[str]) -> TableSum:
    expected = set(gathered.expected)
    filed = [village for village in villages if village in gathered.filings]
    return TableSum(
        region=region, expected=sum(village in expected for village in villages), actual=len(filed),
        missing=sum(village in expected and village not in gathered.filings for village in villages),
        totals=gathered.totals(filed),
    )  # fmt: skip
