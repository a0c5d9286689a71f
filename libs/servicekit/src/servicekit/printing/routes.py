"""The routes of printed documents, declared once for each aggregate with `printable`."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Path, Query, Request, Response

from servicekit.contract.binary import bytes_as
from servicekit.errors import NotFound, Refusal
from servicekit.http import Router, Tx, origin
from servicekit.identity import allowed
from servicekit.locations import part_of
from servicekit.printing import repository
from servicekit.printing.errors import (
    DocumentUnknown,
    FormatUnavailable,
    GlyphMissing,
    PrintingUnavailable,
    TemplateWithdrawn,
)
from servicekit.printing.glyphs import glyphs_of
from servicekit.printing.issuing import Issued, Printable, count_copy, issued
from servicekit.printing.models import IssuedDocumentRow
from servicekit.printing.rendering import Format, render
from servicekit.printing.schemas import DocumentCheck
from servicekit.printing.settings import PrintSettings
from servicekit.problems import refusals
from servicekit.security_log import SecurityKind

CHECK_PAGE = "/documents"
"""Where the dashboard shows to anybody what a code proves."""
_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_REFUSALS = (NotFound, FormatUnavailable, TemplateWithdrawn, GlyphMissing, PrintingUnavailable)
Code = Annotated[str, Path(min_length=16, max_length=16, pattern="^[A-Z2-7]{16}$", examples=["MZXW6YTBOI4DQMJS"])]


def printable(path: str, parameter: str, subject: str, options: Printable, *refused: type[Refusal]) -> Router:
    """A router with the document of an aggregate's records; include it before those of the aggregate.

    `path` is the collection (`/v1/letters`), `parameter` its id's name (`letter_id`), `subject` its English name.
    """
    router = Router(prefix=path, tags=[path.rpartition("/")[2]])
    reader, key = allowed(*options.readers), Path(alias=parameter)
    editable = options.templates[-1].editable
    formats = [kind for kind in Format if editable or kind is Format.PDF]

    async def read(
        request: Request, caller: Annotated[Any, reader], record_id: Annotated[UUID, key],
        format: Annotated[Format, Query(description="docx where the office edits the document on")] = Format.PDF,
    ) -> Response:  # fmt: skip
        if format not in formats:
            raise FormatUnavailable
        settings, begin = request.app.state.settings, request.app.state.database.transaction
        glyphs = glyphs_of(settings.fonts_dir) if format is Format.PDF else None
        # No connection to the database waits for the layout: it lies between two transactions.
        async with begin(origin(request)) as tx:
            document = await issued(tx, options, request, await options.find(tx, caller, record_id), glyphs)
            data = _filled(document, settings, part_of(options.table.__module__))
        made = await render(document.template, data, format, settings.fonts_dir)
        async with begin(origin(request)) as tx:
            row = await count_copy(tx, options, record_id)
            kind = SecurityKind.PERSONAL_DATA if options.personal else SecurityKind.EXPORT
            tx.log_security(kind, resource=request.url.path, number=row.number, copy=row.copies)
        name = quote(f"{data['number']}{data['title']}.{format}", safe="")
        disposition = f"attachment; filename*=UTF-8''{name}"
        return Response(made, 200, {**_HEADERS, "content-disposition": disposition}, format.media_type)

    router.add_api_route(
        f"/{{{parameter}}}/document", read, methods=["GET"], name=f"print_{subject}", response_class=Response,
        responses={
            **bytes_as(*(kind.media_type for kind in formats)), **refusals(*_REFUSALS, *refused),
        },
        description=f"The {subject.replace('_', ' ')} on paper, with its number and verification code. It is "
        "issued with the first copy and stays as it was; each copy is counted and told by the security log.",
    )  # fmt: skip
    return router


def _filled(document: Issued, settings: PrintSettings, part: str) -> dict[str, Any]:
    """What the template gets besides the content: number, code, and where the code leads."""
    row = document.row
    address = document.leads_to or (settings.public_url and f"{settings.public_url}{CHECK_PAGE}/{part}/{row.code}")
    return {
        **document.content, "number": row.number, "title": row.title, "issuer": row.issuer, "code": row.code,
        "leads_to": address or f"{row.number} {row.code}",
    }  # fmt: skip


def document_checks(table: type[IssuedDocumentRow]) -> Router:
    """The check of a document by the code on it, for anybody."""
    router = Router(prefix="/v1/documents", tags=["public"])

    async def check_document(code: Code, tx: Tx, response: Response) -> DocumentCheck:
        """What the code on a document proves; nobody needs to log in, and nothing of its content is shown."""
        response.headers["cache-control"] = "no-store"
        row = await repository.by_code(tx, table, code)
        if row is None:
            raise DocumentUnknown
        return DocumentCheck.model_validate(row, from_attributes=True)

    router.add_api_route("/{code}", check_document, methods=["GET"], responses=refusals(DocumentUnknown))
    return router
