"""A kept worker for tests: it does what it is told, for better or worse."""

import os
import signal
import sys
import time
from pathlib import Path

from servicekit.kept_process import answer_all


def answer(request: bytes) -> bytes:
    match request.split():
        case [b"end"]:
            os._exit(0)
        case [b"break"]:
            raise ValueError("broken on purpose")
        case [b"hang"]:
            signal.pause()
        case [b"begin", mark]:
            Path(mark.decode()).touch()
            return answer(b"spin 0.2")
        case [b"spin", seconds]:
            until = time.process_time() + float(seconds)
            while time.process_time() < until:
                pass
        case [b"fill"]:
            bytearray(1 << 30)
        case [b"complain"]:
            sys.stderr.write("a warning that nobody reads\n" * 10_000)
        case [b"much"]:
            return bytes(3_000_000)
    return f"{os.getpid()} {request.decode()} {len(sys.argv)}".encode()


if __name__ == "__main__":
    answer_all(answer)
