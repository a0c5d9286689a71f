"""HTTP about the security log."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from countykit.security_log import Auditor
from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse
from servicekit.errors import Invalid
from servicekit.http import Router, Tx
from servicekit.pages import CursorInvalid, FixedPages, Page
from servicekit.problems import refusals
from servicekit.security_log import SecurityKind
from servicekit.security_reading import Wanted

from gateway.edge.errors import UpstreamUnreachable
from gateway.security.formats import MEDIA_TYPES, Form, written
from gateway.security.merging import OWN, PartEntry, Sources, merged

router = Router(prefix="/api/security/v1", tags=["security log"])
Filters = Annotated[Wanted, Depends()]
Parts = Annotated[list[str] | None, Query(description="only these parts, repeated; all of them when absent")]


class PartUnknown(Invalid):
    """There is no part of this name."""

    code = "part_unknown"
    detail = "没有这个系统部件"
    parts: list[str]
    known: list[str]


def _sources(request: Request) -> Sources:
    state = request.app.state
    return Sources(state.database, state.proxy, state.table, request.headers.get("authorization", ""))


From = Annotated[Sources, Depends(_sources)]


@router.get("/log", responses=refusals(CursorInvalid, PartUnknown, UpstreamUnreachable))
async def list_security_log(
    sources: From, wanted: Filters, paging: FixedPages, _: Auditor, part: Parts = None
) -> Page[PartEntry]:
    """The security log of all parts, newest first. While a part does not answer, ask for the others with `part`."""
    reads = sources.of(_named(sources, part), wanted, oldest_first=False)
    rows = merged(reads, _place(paging.position()), oldest_first=False, at_a_time=min(paging.limit + 1, 1000))
    items: list[PartEntry] = []
    async for row in rows:
        if len(items) == paging.limit:
            last = items[-1]
            return Page(items=items, next=paging.cursor(last.at, [last.part, last.id]))
        items.append(row)
    return Page(items=items, next=None)


@router.get(
    "/log/export", response_class=StreamingResponse,
    responses={
        200: {"content": {kind: {"schema": {"type": "string"}} for kind in ("application/x-ndjson", "text/plain")}},
        **refusals(PartUnknown, UpstreamUnreachable),
    },
)  # fmt: skip
async def export_security_log(
    sources: From, wanted: Filters, tx: Tx, _: Auditor, form: Form = "ndjson", part: Parts = None
) -> StreamingResponse:
    """Everything that fits the filters, oldest first: NDJSON, or one RFC 5424 message a line for a log server.

    The answer breaks off, without its end, when a part stops answering.
    """
    reads = sources.of(_named(sources, part), wanted, oldest_first=True)
    # On the record before anything is sent; how many rows it will be is not known yet.
    tx.log_security(SecurityKind.EXPORT, resource="security_log", filters=wanted.parameters(), form=form)
    rows = merged(reads, None, oldest_first=True)
    first = await anext(rows, None)  # a part that is away is refused here, while there is still a status to answer
    headers = {"Content-Disposition": f'attachment; filename="security-log.{form}"', "Cache-Control": "no-store"}
    return StreamingResponse(written(_with(first, rows), form), headers=headers, media_type=MEDIA_TYPES[form])


async def _with(first: PartEntry | None, rows: AsyncIterator[PartEntry]) -> AsyncIterator[PartEntry]:
    if first is not None:
        yield first
        async for row in rows:
            yield row


def _named(sources: Sources, wanted: list[str] | None) -> list[str]:
    known = [OWN, *sources.table]
    if unknown := sorted(set(wanted or []) - set(known)):
        raise PartUnknown(parts=unknown, known=known)
    return [name for name in known if not wanted or name in wanted]


def _place(position: tuple[Any, Any] | None) -> tuple[datetime, str, int] | None:
    if position is None:
        return None
    try:
        at, (part, number) = position
        return datetime.fromisoformat(at), str(part), int(number)
    except (ValueError, TypeError) as error:
        raise CursorInvalid from error
