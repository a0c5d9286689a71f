"""The marks of a workbook that goes out and comes back: of which columns it is, and which state of a row it shows."""

import hashlib
from uuid import UUID

import orjson

from report_svc.forms.models import Form


def template_of(form: Form, period: str) -> str:
    """The mark of a form's columns and period: 12 hexadecimal digits that change when a column does."""
    columns = [
        (
            field["name"], field.get("unit"), field.get("kind"), field.get("required"),
            *((field["columns"], field["most_rows"]) if field.get("columns") else ()),
        )
        for field in form.fields
    ]  # fmt: skip
    return _mark(str(form.id), period, columns)


def row_code(template: str, village: str, filing: tuple[UUID, int] | None, digest: str = "") -> str:
    """The check code of a village's row: the template, and what was known of the village when the table was made.

    `filing` is the id and version of what has been filed; without one, `digest` tells what was prefilled.
    """
    seen = [str(filing[0]), filing[1]] if filing else [digest]
    return f"{template}-{_mark(village, *map(str, seen))}"


def _mark(*parts: object) -> str:
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()[:12]
