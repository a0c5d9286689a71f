"""What comes onto the workbench: the county's approved forms, and what villages are found to be asked for."""

from collections.abc import Iterable, Mapping

from contracts.consolidation import ConsolidationOpened
from countykit import directory
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.catalogues import repository as catalogues
from report_svc.consolidation import repository
from report_svc.consolidation.errors import LinesRepeated, WorkbenchEmpty
from report_svc.consolidation.lines import InventoryForm, Line, LineColumn
from report_svc.consolidation.measures import measure
from report_svc.consolidation.models import Consolidation
from report_svc.consolidation.schemas import ConsolidationOpening
from report_svc.consolidation.subjects import Subjects
from report_svc.elements import repository as elements
from report_svc.elements.models import USABLE
from report_svc.elements.service import county_of
from report_svc.forms.fields import FormField
from report_svc.forms.kinds import FormKind, IssuingLevel
from report_svc.forms.models import Form


async def begin(tx: Transaction, caller: Caller, opening: ConsolidationOpening) -> Consolidation:
    """Put forms onto a new workbench; raises LinesRepeated, WorkbenchEmpty, RegionUnknown, Forbidden."""
    county = county_of(caller)
    await directory.region(tx, county, "county")
    merged = await elements.successors(tx, county)
    lines = [Line.entered(_standing_for(form, merged)) for form in opening.forms]
    if opening.approved_forms:
        lines += await _approved(tx, county, merged)
    codes = [line.code for line in lines]
    if not codes:
        raise WorkbenchEmpty
    if len(set(codes)) < len(codes):
        raise LinesRepeated(codes=sorted({code for code in codes if codes.count(code) > 1})[:20])
    cost = measure(lines, await subjects_of(tx, county)).model_dump()
    row = tx.add(Consolidation(region=county, title=opening.title, at_first=cost, now=cost))
    # The lines refer to the round, and the session does not know the order of tables without a relationship.
    await tx.session.flush()
    await repository.replace(tx, row.id, [], lines)
    tx.record(ConsolidationOpened(title=row.title, **row.now_figures), about=row)
    return row


async def subjects_of(tx: Transaction, county: str) -> Subjects:
    """What the county's dictionary says of its elements."""
    return Subjects.of(await elements.of_county(tx, county, USABLE))


async def _approved(tx: Transaction, county: str, merged: Mapping[str, str]) -> list[Line]:
    forms = await catalogues.approved(tx, county, today(tx.now), None)
    names = {code: await _name(tx, code) for code in {form.department for form in forms}}
    return [
        Line.entered(_standing_for(_inventory(form, names[form.department]), merged), form_id=form.id)
        for form in forms
    ]  # fmt: skip


async def _name(tx: Transaction, department: str) -> str:
    return (await directory.department(tx, department)).name


def _inventory(form: Form, owner: str) -> InventoryForm:
    # Every form of the catalogue carries the four marks of a survey; without a kind it is taken for one.
    fields = map(FormField.model_validate, form.fields)
    return InventoryForm(
        code=form.code, title=form.title, owner=owner, kind=form.kind or FormKind.SURVEY,
        issuing_level=form.issuing_level or IssuingLevel.COUNTY, frequency=form.frequency,
        table_number=form.table_number, issued_by=form.issued_by, approval_number=form.approval_number,
        valid_until=form.valid_until, legal_basis=form.legal_basis,
        columns=[LineColumn(name=field.name, element=field.element) for field in fields],
    )  # fmt: skip


def _standing_for(form: InventoryForm, merged: Mapping[str, str]) -> InventoryForm:
    if not any(column.element in merged for column in form.columns):
        return form
    return form.model_copy(update={"columns": list(_succeeded(form.columns, merged))})


def _succeeded(columns: Iterable[LineColumn], merged: Mapping[str, str]) -> Iterable[LineColumn]:
    # Two columns of one form whose elements became one ask for the same: the first stays.
    seen = set()
    for column in columns:
        element = merged.get(column.element or "", column.element)
        if element is None or element not in seen:
            seen.add(element)
            yield column.model_copy(update={"element": element})
