"""Cursors: opaque to readers, a position of the event log to us."""

import base64
import binascii
import struct

from servicekit.pages import CursorInvalid

_LAYOUT = struct.Struct(">BQ")
_VERSION = 1
_LAST = 2**62


def of_position(position: int) -> str:
    """The cursor behind a position; it does not depend on filters, so these may change on the way."""
    return base64.urlsafe_b64encode(_LAYOUT.pack(_VERSION, position)).decode()


def to_position(cursor: str) -> int:
    """The position that a cursor stands behind; raises CursorInvalid for what was never given out."""
    try:
        version, position = _LAYOUT.unpack(base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, struct.error) as error:
        raise CursorInvalid from error
    if version != _VERSION or position > _LAST or of_position(position) != cursor:
        raise CursorInvalid
    return int(position)
