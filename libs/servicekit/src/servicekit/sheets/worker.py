"""The process that reads one file and ends: `python -m servicekit.sheets.worker MEGABYTES SECONDS`.

It takes one line of JSON (what is wanted) and then the file on its input, and writes JSON. It has no environment, no
network of its own use and no file to write; what hostile content does to it ends with it.
"""

import sys
from typing import Any

import orjson

from servicekit.process_limits import limit_this_process
from servicekit.sheets.reading import read
from servicekit.sheets.wanted import Refused, Wanted


def main() -> None:
    """Limit this process, read, answer."""
    limit_this_process()
    wanted = Wanted.of(orjson.loads(sys.stdin.buffer.readline()))
    sys.stdout.buffer.write(orjson.dumps(_answer(sys.stdin.buffer.read(), wanted)))


def _answer(content: bytes, wanted: Wanted) -> dict[str, Any]:
    try:
        return {"found": read(content, wanted)}
    except Refused as refused:
        return {"refused": refused.code, "detail": refused.detail}


if __name__ == "__main__":
    main()
