"""Issues the document of a record once, and counts its copies."""

import json
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import Request

from servicekit.codes import verification_code
from servicekit.printing import repository
from servicekit.printing.errors import DocumentUnknown, TemplateWithdrawn
from servicekit.printing.glyphs import Glyphs
from servicekit.printing.models import IssuedDocumentRow
from servicekit.printing.templates import Template
from servicekit.transaction import Transaction

Find = Callable[[Transaction, Any, UUID], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a document says: its name, who issues it, its day, and what its template is filled with.

    A record that has a verification code of its own gives it as `code`; `leads_to` is what the QR code holds instead of
    the address of the page that checks documents.
    """

    title: str
    issuer: str
    issued_on: date
    content: dict[str, Any]
    code: str | None = None
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Printable:
    """How the records of one aggregate are printed.

    `find` yields a record that the caller may see and that has a document, or raises a refusal. `templates` are all
    versions that documents were issued with, the newest last. With `personal` the content is not kept, because it
    names a person: the sealed record is read for each copy, and once that is erased nothing is printed. With `anew`
    each copy says what the record says on its day: a sign or a guide, of which nobody needs an old one.
    """

    table: type[IssuedDocumentRow]
    kind: str
    find: Find
    readers: Collection[StrEnum]
    templates: tuple[Template, ...]
    number: Callable[[Transaction, Any], Awaitable[str]]
    draft: Callable[[Request, Transaction, Any], Awaitable[Draft]]
    personal: bool = False
    anew: bool = False

    def template_of(self, row: IssuedDocumentRow) -> Template:
        """The template that a document was issued with; raises TemplateWithdrawn."""
        for template in self.templates:
            declared = (template.name, template.version, template.sha256)
            if declared == (row.template, row.template_version, row.template_sha256):
                return template
        raise TemplateWithdrawn


@dataclass(frozen=True, slots=True)
class Issued:
    """A document as it is printed."""

    template: Template
    row: IssuedDocumentRow
    content: dict[str, Any]
    leads_to: str | None = None


async def issued(
    tx: Transaction, printable: Printable, request: Request, record: Any, glyphs: Glyphs | None = None
) -> Issued:
    """The record's document, which is issued when it is wanted for the first time, if `glyphs` has its signs.

    Raises TemplateWithdrawn, GlyphMissing.
    """
    row = await repository.locked_of(tx, printable.table, printable.kind, record.id)
    if row is not None and row.content is not None:
        return Issued(printable.template_of(row), row, row.content)
    draft = await printable.draft(request, tx, record)
    if row is None:
        if glyphs is not None:
            await glyphs.require(draft.title, draft.issuer, json.dumps(draft.content, ensure_ascii=False))
        row = await _issue(tx, printable, record, draft)
    return Issued(printable.template_of(row), row, draft.content, draft.leads_to)


async def _issue(tx: Transaction, printable: Printable, record: Any, draft: Draft) -> IssuedDocumentRow:
    newest = printable.templates[-1]
    return tx.add(
        printable.table(
            record_kind=printable.kind, record_id=record.id, number=await printable.number(tx, record),
            title=draft.title, issuer=draft.issuer, issued_on=draft.issued_on, template=newest.name,
            template_version=newest.version, template_sha256=newest.sha256, code=draft.code or verification_code(),
            content=None if printable.personal or printable.anew else draft.content,
        )
    )  # fmt: skip


async def count_copy(tx: Transaction, printable: Printable, record_id: UUID) -> IssuedDocumentRow:
    """One more copy was given out; raises DocumentUnknown."""
    row = await repository.locked_of(tx, printable.table, printable.kind, record_id)
    if row is None:
        raise DocumentUnknown
    row.copies += 1
    return row
