"""A prefilled form as people see it."""

from uuid import UUID

from report_svc.filings.prefill import Draft, DraftColumn
from report_svc.filings.schemas import Prefilled, PrefilledColumn
from report_svc.validation.doubts import Doubt


def shown(draft: Draft, filing_id: UUID | None, doubts: list[Doubt]) -> Prefilled:
    """The view of a draft."""
    duty = draft.duty
    return Prefilled(
        arrangement_id=duty.arrangement.id, form=duty.form.code, title=duty.form.title, village=duty.village,
        period=duty.period, remaining=draft.remaining, digest=draft.digest, doubts=doubts, filing_id=filing_id,
        columns=[_column(column) for column in draft.columns],
    )  # fmt: skip


def _column(column: DraftColumn) -> PrefilledColumn:
    known, element = column.known, column.element
    return PrefilledColumn(
        column=column.field.name, unit=column.field.unit, required=column.field.required,
        element=element.code if element else None, value=known.value if known else None,
        origin=known.origin if known else None, source=known.source if known else element.source if element else None,
        as_of=known.as_of if known else None, valid_until=known.valid_until if known else None,
        columns=column.field.columns, most_rows=column.field.most_rows, remaining=column.remaining,
        choices=element.choices if element else [],
        may_refuse=column.may_refuse,
    )  # fmt: skip
