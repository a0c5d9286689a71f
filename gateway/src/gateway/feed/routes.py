"""HTTP of the feed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from countykit.identity import Caller, allow
from countykit.regions import significant
from fastapi import FastAPI, Query, Request, Response
from servicekit.errors import Forbidden
from servicekit.http import Router
from servicekit.pages import CursorInvalid
from servicekit.problems import refusals

from gateway.catalogue.errors import EventTypeUnknown
from gateway.catalogue.visibility import READERS, hidden_from
from gateway.event_log.matching import EVERYTHING, is_known_pattern
from gateway.feed import formats, service
from gateway.feed.errors import CursorGone
from gateway.feed.repository import Wanted
from gateway.feed.watch import Watch

router = Router(prefix="/api/integration/v1", tags=["feed"])
Reader = Annotated[Caller, allow(*READERS)]
MOST = 5000
_MOST_TYPES = 100


@asynccontextmanager
async def watching(app: FastAPI) -> AsyncIterator[None]:
    """The process's one watch over the log, around the life of the application."""
    watch = app.state.feed_watch = Watch(app.state.database)
    app.state.farewells.append(watch.end)
    try:
        yield
    finally:
        await watch.close()


@router.get(
    "/events",
    response_class=Response,
    responses={200: formats.documented(), **refusals(CursorInvalid, CursorGone, EventTypeUnknown, Forbidden)},
)
async def read_events(
    request: Request, caller: Reader,
    after: Annotated[str | None, Query(max_length=100, description="`next` of the page before")] = None,
    types: Annotated[
        list[str] | None, Query(description="exact types, `owner.*` or `owner.subject.*`, repeated or with commas")
    ] = None,
    region: Annotated[str | None, Query(pattern=r"^\d{12}$", description="only this subtree")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 500,
    wait: Annotated[float, Query(ge=0, le=60, description="seconds to wait when there is nothing yet")] = 0,
    latest: Annotated[
        int | None, Query(ge=0, le=200, description="without `after`: begin with the latest so many; 0 is from now on")
    ] = None,
) -> Response:  # fmt: skip
    """Events behind a cursor, each exactly as it was published; keep `next` and come back with it."""
    form = formats.negotiated(request.headers.get("accept", ""))
    reading = service.Reading(
        Wanted(_patterns(types), hidden_from(caller), _prefix(caller, region)),
        after, latest, limit, wait, formats.GLUE[form],
    )  # fmt: skip
    found = await service.read(request.app.state.database, request.app.state.feed_watch, reading)
    behind = request.url.remove_query_params("latest").include_query_params(after=found.next)
    headers = {
        "X-Next-Cursor": found.next,
        "X-More": "true" if found.more else "false",
        "Link": f'<{behind.path}?{behind.query}>; rel="next"',
        "Cache-Control": "no-store",
    }
    return Response(formats.written(found, form), headers=headers, media_type=form)


def _patterns(types: list[str] | None) -> list[str]:
    named = [pattern for item in types or [] for pattern in item.split(",") if pattern]
    unknown = [pattern for pattern in named if not is_known_pattern(pattern)]
    if unknown or len(named) > _MOST_TYPES:
        raise EventTypeUnknown(types=unknown[:_MOST_TYPES])
    return named or [EVERYTHING]


def _prefix(caller: Caller, region: str | None) -> str:
    if region is None:
        return caller.region
    caller.require_region(region)
    return significant(region)
