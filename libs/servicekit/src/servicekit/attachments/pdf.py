"""Looks through a PDF for what acts when it is opened, within compressed objects as well (ISO 32000-1)."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from servicekit.attachments.kinds import Refused

_ACTIVE = frozenset({"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia"})
"""As keys or as values: actions of 12.6.4, the name trees of 7.7.4, annotations that play programs."""


def require_passive(content: bytes) -> None:
    """Raises Refused for a PDF that is damaged, needs a password, or holds a script, a program or another file."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if not len(document.pages):
                raise Refused("attachment_unreadable")
            active = any(_acts(value) for value in document.objects)
    except pikepdf.PasswordError as error:
        raise Refused("attachment_locked") from error
    except pikepdf.PdfError as error:
        raise Refused("attachment_unreadable") from error
    if active:
        raise Refused("attachment_active")


def _acts(value: Any) -> bool:
    return any(name in _ACTIVE for name in _names(value))


def _names(value: Any) -> Iterator[str]:
    """All names within one object; what it refers to is an object of its own and is looked at there."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Name):
            yield str(item)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield from item.keys()
            waiting += [inner for inner in item.values() if _is_direct(inner)]
        elif isinstance(item, pikepdf.Array):
            waiting += [inner for inner in item if _is_direct(inner)]


def _is_direct(value: Any) -> bool:
    return isinstance(value, pikepdf.Object) and not value.is_indirect
