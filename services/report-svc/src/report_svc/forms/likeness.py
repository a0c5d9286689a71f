"""A form that comes back under another name is known by its columns: by the elements they ask for, then by their names.

Titles that only count (数量、备注) say nothing, and three columns in common are the least: people decide what follows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal
from uuid import UUID

from contracts.titles import named
from pydantic import Field
from servicekit.bodies import View
from wording.columns import is_generic

from report_svc.elements.kinds import normalised
from report_svc.forms.fields import FormField
from report_svc.forms.models import Form

LEAST_COLUMNS = 3
LEAST_SHARE = Decimal("0.6")
By = Annotated[
    Literal["title", "number", "columns"], named(title="名称相同", number="表号相同", columns="栏目相同")
]  # fmt: skip
Keys = frozenset[str]


class Resemblance(View):
    """A form of the county that something new is like, and by what."""

    form_id: UUID
    code: str
    title: str
    in_force: bool = Field(description="whether the form was catalogued and could be demanded lawfully then")
    ended_on: date | None
    by: By
    share: Decimal = Field(description="part of that form's telling columns that are here again, 0 to 1")
    columns: list[str] = Field(description="its columns that are here again")


def keys_of(name: str, elements: Iterable[str] = ()) -> Keys:
    """Everything by which a column is known; nothing for a title that only counts and names no element."""
    own = () if is_generic(name) else (f"name:{normalised(name)}",)
    return frozenset((*own, *(f"element:{code}" for code in elements)))


def keys_of_form(form: Form, merged: Mapping[str, str]) -> dict[str, Keys]:
    """The telling columns of a form, each with what it is known by."""
    found: dict[str, Keys] = {}
    for field in map(FormField.model_validate, form.fields):
        element = field.standing_for(merged).element
        # What a table asks for stands in its columns.
        telling = {f"{field.name}/{each.name}": keys_of(each.name) for each in field.columns} or {
            field.name: keys_of(field.name, [element] if element else [])
        }
        found |= {name: keys for name, keys in telling.items() if keys}
    return found


def resemblances(
    columns: Sequence[Keys], forms: Iterable[Form], *, merged: Mapping[str, str], in_force: Collection[UUID] = (),
    title: str | None = None, number: str | None = None,
) -> list[Resemblance]:  # fmt: skip
    """The forms that have the same title or number, or most of whose columns are among these; the likest first."""
    here: Keys = frozenset().union(*columns)
    found = []
    for form in forms:
        telling = keys_of_form(form, merged)
        again = [name for name, keys in telling.items() if keys & here]
        share = Decimal(len(again)) / len(telling) if telling else Decimal(0)
        by = _by(form, title, number)
        if by is None and len(again) >= LEAST_COLUMNS and share >= LEAST_SHARE:
            by = "columns"
        if by is not None:
            found.append(
                Resemblance(
                    form_id=form.id, code=form.code, title=form.title, in_force=form.id in in_force,
                    ended_on=form.ended_on, by=by, share=share.quantize(Decimal("0.01"), ROUND_HALF_UP), columns=again,
                )
            )  # fmt: skip
    return sorted(found, key=lambda each: (each.by == "columns", not each.in_force, -each.share, each.code))


def _by(form: Form, title: str | None, number: str | None) -> By | None:
    if title is not None and normalised(form.title) == normalised(title):
        return "title"
    return "number" if number is not None and normalised(form.table_number) == normalised(number) else None
