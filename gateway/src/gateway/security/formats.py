"""The two forms of an exported log: NDJSON, and messages of RFC 5424, a line each."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Literal

import orjson
from contracts.titles import coded
from servicekit import syslog
from servicekit.security_log import Outcome

from gateway.security.merging import PartEntry

Form = Annotated[
    Literal["ndjson", "syslog"], coded("log_format", "日志格式", ndjson="逐行 JSON", syslog="系统日志（RFC 5424）")
]
MEDIA_TYPES: dict[Form, str] = {"ndjson": "application/x-ndjson", "syslog": "text/plain; charset=utf-8"}
_TOGETHER = 500


def _as_ndjson(entry: PartEntry) -> bytes:
    return orjson.dumps(entry.model_dump(mode="json"))


def _as_syslog(entry: PartEntry) -> bytes:
    fields = entry.model_dump(mode="json", exclude={"at", "kind", "part", "detail"})
    detail = orjson.dumps(entry.detail).decode() if entry.detail else ""
    return syslog.message(
        entry.at, app=f"songbang-{entry.part}", kind=entry.kind, failure=entry.outcome is Outcome.FAILURE,
        fields=fields, text=detail,
    )  # fmt: skip


_WRITERS: dict[Form, Callable[[PartEntry], bytes]] = {"ndjson": _as_ndjson, "syslog": _as_syslog}


async def written(rows: AsyncIterator[PartEntry], form: Form) -> AsyncIterator[bytes]:
    """The lines of an export, some hundreds at a time."""
    write, lines = _WRITERS[form], []
    async for row in rows:
        lines.append(write(row) + b"\n")
        if len(lines) == _TOGETHER:
            yield b"".join(lines)
            lines = []
    yield b"".join(lines)
