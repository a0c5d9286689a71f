"""The side of a kept worker's process. Nothing is imported here that would slow its start."""

import sys
from collections.abc import Callable
from select import select
from typing import IO

from servicekit.process_limits import limit_next_piece, limit_this_process

_SIZE_BYTES = 4
_IDLE_SECONDS = 600
_MOST_PIECES = 500
"""Whatever a library gathers in memory is gone after so many."""


def answer_all(answer: Callable[[bytes], bytes]) -> None:
    """Answer one request after another, each within the limits of one; end when none comes, or after many."""
    limit_this_process(pieces=True)
    for _ in range(_MOST_PIECES):
        ready, _, _ = select([sys.stdin.buffer], [], [], _IDLE_SECONDS)
        request = read_piece(sys.stdin.buffer) if ready else None
        if request is None:
            return
        limit_next_piece()
        write_piece(sys.stdout.buffer, answer(request))


def write_piece(stream: IO[bytes], piece: bytes) -> None:
    """Its size and itself."""
    stream.write(len(piece).to_bytes(_SIZE_BYTES) + piece)
    stream.flush()


def read_piece(stream: IO[bytes]) -> bytes | None:
    """The next whole piece; None at the end."""
    size = stream.read(_SIZE_BYTES)
    if len(size) < _SIZE_BYTES:
        return None
    piece = stream.read(int.from_bytes(size))
    return piece if len(piece) == int.from_bytes(size) else None
