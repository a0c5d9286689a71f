"""Routes that will go: they say so in every answer, by `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).

    @router.get("/old", **retiring(since=date(2027, 1, 1), until=date(2027, 7, 1), instead="/v1/new"))

How long a route is announced before it goes is written in docs/compatibility.md.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any

SINCE, UNTIL, INSTEAD = "x-deprecated-since", "x-sunset", "x-successor"
SHORTEST_DAYS = 180
"""So long a route works at least after it was announced to go."""


def retiring(*, since: date, until: date, instead: str | None = None) -> dict[str, Any]:
    """Options of a route that is announced to go; raises ValueError when the notice is too short."""
    if (until - since).days < SHORTEST_DAYS:
        raise ValueError(f"a route works for {SHORTEST_DAYS} days after it was announced to go")
    dates = {SINCE: since.isoformat(), UNTIL: until.isoformat()}
    return {"deprecated": True, "openapi_extra": {**dates, **({INSTEAD: instead} if instead else {})}}


def headers_of(options: Mapping[str, Any]) -> dict[str, str]:
    """The headers that a route with these options adds to its answers; none for a route that stays."""
    if SINCE not in options:
        return {}
    since, until = (datetime.combine(date.fromisoformat(options[name]), time(), UTC) for name in (SINCE, UNTIL))
    headers = {"Deprecation": f"@{int(since.timestamp())}", "Sunset": format_datetime(until, usegmt=True)}
    if INSTEAD in options:
        headers["Link"] = f'<{options[INSTEAD]}>; rel="successor-version"'
    return headers
