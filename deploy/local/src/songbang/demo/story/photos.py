"""Small drawn pictures in place of the story's photos: a wall with a board, the wall without it, a hall.

Each is looked at by a process of its own, so where the product needs none the story adds one of a kind and township.
"""

import io
from datetime import datetime
from functools import cache

from PIL import Image, ImageDraw

from songbang.demo.door import Door

_SIZE = (320, 240)
_COLOURS = {"红": "#b3261e", "白": "#f4f1ea", "蓝": "#1f4e8c"}


@cache
def wall(board: str | None) -> bytes:
    """A wall with its door, and on it a board of this colour or the marks of one that was taken down."""
    picture, pen = _canvas("#cfc6b8")
    pen.rectangle((120, 90, 200, 240), fill="#6b4f3a")
    if board is None:
        for place in ((34, 64), (86, 64), (34, 136), (86, 136)):
            pen.ellipse((*place, place[0] + 4, place[1] + 4), fill="#8f887c")
    else:
        pen.rectangle((30, 60, 94, 144), fill=_COLOURS[board], outline="#3a3a3a", width=2)
    return _png(picture)


@cache
def hall(sound: bool) -> bytes:
    """A hall with its windows beside each other, or with one apart behind a wall."""
    picture, pen = _canvas("#e9eef2")
    for number in range(4):
        apart = 24 if number == 3 and not sound else 0
        pen.rectangle((20 + 64 * number + apart, 90, 72 + 64 * number + apart, 170), fill="#4a6d8c")
    if not sound:
        pen.rectangle((206, 20, 216, 220), fill="#7d7264")
    return _png(picture)


async def add(door: Door, who: str, record: str, content: bytes, at: datetime, kind: str | None = None) -> None:
    """Add a picture to a record."""
    params = {"name": "现场照片.png", **({"kind": kind} if kind else {})}
    await door.post(who, f"{record}/attachments", content=content, params=params, at=at)


def _canvas(colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", _SIZE, colour)
    return picture, ImageDraw.Draw(picture)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
