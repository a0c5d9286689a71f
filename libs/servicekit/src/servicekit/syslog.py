"""Messages of the syslog protocol (RFC 5424), for log servers."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

_LOG_AUDIT = 13  # the facility that RFC 5424 calls "log audit"
_WARNING, _INFORMATIONAL = 4, 6
# The number that RFC 5612 sets aside for documents and examples: we have none of our own.
_STRUCTURE = "songbang@32473"
_ESCAPED = re.compile(r'(["\\\]])')


def message(at: datetime, *, app: str, kind: str, failure: bool, fields: Mapping[str, object], text: str = "") -> bytes:
    """One message; `fields` become structured data, absent values are left out."""
    priority = _LOG_AUDIT * 8 + (_WARNING if failure else _INFORMATIONAL)
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    pairs = "".join(f' {name}="{_escaped(value)}"' for name, value in fields.items() if value not in (None, ""))
    body = f" \ufeff{text}" if text else ""
    return f"<{priority}>1 {moment} - {app} - {kind} [{_STRUCTURE}{pairs}]{body}".encode()


def framed(content: bytes) -> bytes:
    """A message for a TCP connection, behind its length (RFC 6587, 3.4.1)."""
    return f"{len(content)} ".encode() + content


def _escaped(value: object) -> str:
    return _ESCAPED.sub(r"\\\1", " ".join(str(value).splitlines()))
