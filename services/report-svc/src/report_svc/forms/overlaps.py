"""Which approved forms already ask for the same things (FRM-03, 统计法(2024)第13条): a warning, never a block."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from pydantic import Field
from servicekit.bodies import View

from report_svc.elements.kinds import normalised
from report_svc.forms.fields import FormField
from report_svc.forms.models import Form


class Overlap(View):
    """An approved form of the same county that asks for the same things."""

    rule: str = "FRM-03"
    law: str = "统计法(2024)第13条"
    form_id: UUID
    code: str
    title: str
    same_title: bool
    share: Decimal = Field(description="part of this form's fields that the other form asks for already, 0 to 1")


def overlaps(
    form: Form, others: Iterable[Form], *, share: Decimal, merged: Mapping[str, str] | None = None
) -> list[Overlap]:
    """The forms with the same title, or with at least this share of equal fields; the largest share first.

    `merged` tells which data element each merged one stands for now.
    """
    mine = _keys(form, merged or {})
    found = []
    for other in others:
        common = Decimal(len(mine & _keys(other, merged or {}))) / len(mine)
        same_title = normalised(form.title) == normalised(other.title)
        if same_title or common >= share:
            exact = common.quantize(Decimal("0.01"), ROUND_HALF_UP)
            found.append(
                Overlap(form_id=other.id, code=other.code, title=other.title, same_title=same_title, share=exact)
            )
    return sorted(found, key=lambda overlap: (-overlap.share, overlap.code))


def _keys(form: Form, merged: Mapping[str, str]) -> set[str]:
    fields = [FormField.model_validate(field).standing_for(merged) for field in form.fields]
    return {key for field in fields for key in field.keys}
