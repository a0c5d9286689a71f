"""The process that looks at one file and ends: `python -m servicekit.attachments.worker MEGABYTES SECONDS`.

It takes the file on its input and writes one line of JSON and then the file as it is stored. A picture is drawn anew:
no EXIF, no place where it was taken, no thumbnail, nothing behind its end; turned upright and bounded in pixels.
"""

import io
import json
import sys

from PIL import Image, ImageOps

from servicekit.attachments.kinds import JPEG, PDF, PICTURES, PNG, Refused, media_type
from servicekit.attachments.pdf import require_passive
from servicekit.process_limits import limit_this_process

MOST_PIXELS = 64_000_000
"""Of a picture as it comes: more than the cameras of telephones make by default, a fifteenth of 30,000 × 30,000."""
LONGEST_SIDE = 2560
"""Of a picture as it is stored: a printed page stays readable."""
_QUALITY = 85
_FORMATS = {JPEG: "JPEG", PNG: "PNG"}


def main() -> None:
    """Limit this process, look, answer."""
    limit_this_process()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded
    content = sys.stdin.buffer.read()
    try:
        kind = media_type(content)
        if kind in PICTURES:
            content, kind = redrawn(content)
        elif kind == PDF:
            require_passive(content)
        head, body = {"media_type": kind}, content
    except Refused as refused:
        head, body = {"refused": refused.code}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


def redrawn(content: bytes) -> tuple[bytes, str]:
    """The picture drawn anew, and its media type; raises Refused."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("picture_too_large")
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than it is needed
            upright = ImageOps.exif_transpose(picture)
            kind = JPEG if picture.format == "JPEG" or not picture.has_transparency_data else PNG
            plain = upright.convert("RGB" if kind == JPEG else "RGBA")
            plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain.info = {}
            drawn = io.BytesIO()
            plain.save(drawn, _FORMATS[kind], quality=_QUALITY)
    except (MemoryError, Refused):
        raise
    except Exception as error:  # a broken picture fails in as many ways as there are decoders
        raise Refused("attachment_unreadable") from error
    return drawn.getvalue(), kind


if __name__ == "__main__":
    main()
