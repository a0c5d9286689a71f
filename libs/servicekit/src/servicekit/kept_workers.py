"""A worker process that is kept for the next piece of work, where its start costs more than the work itself.

It is started as `servicekit.workers` starts one, and ends by itself (`servicekit.kept_process`): another is started
when there is work again. What broke its limits has ended with it.
"""

import asyncio
import subprocess
from collections import deque
from threading import Lock, Thread, Timer

import structlog

from servicekit.kept_process import read_piece, write_piece
from servicekit.workers import WorkerFailed, command, environment

_log = structlog.get_logger(__name__)


class KeptWorker:
    """One process for one piece of work after another."""

    def __init__(self, module: str, *, megabytes: int, cpu_seconds: int, wall_seconds: float) -> None:
        self._module = module
        self._command = command(module, megabytes, cpu_seconds)
        self._wall_seconds = wall_seconds
        self._turn = asyncio.Semaphore(1)  # who waits for it keeps no thread busy
        self._lock = Lock()  # a request whose caller has left is answered to the end: answers never change places
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: deque[bytes] = deque(maxlen=1)
        self._listener: Thread

    async def run(self, request: bytes) -> bytes:
        """The answer to one request; raises WorkerFailed."""
        async with self._turn:
            return await asyncio.to_thread(self._run, request)

    def _run(self, request: bytes) -> bytes:
        with self._lock:
            kept = self._process
            if kept is not None and kept.poll() is None:
                answer = self._answer(kept, request)
                if answer is not None:
                    return answer
                if kept.wait() != 0:
                    raise self._failed(kept)
                # It had just ended by itself, as it does after a while.
            started = self._process = self._start()
            answer = self._answer(started, request)
            if answer is None:
                raise self._failed(started)
            return answer

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 # our own module
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment(), close_fds=True,
        )  # fmt: skip
        # A pipe that nobody reads would fill, and hold the process.
        self._complaints.clear()
        self._listener = Thread(target=self._complaints.extend, args=(process.stderr,), daemon=True)
        self._listener.start()
        return process

    def _answer(self, process: subprocess.Popen[bytes], request: bytes) -> bytes | None:
        """What it answers; None if it has ended."""
        assert process.stdin is not None and process.stdout is not None, "pipes"  # noqa: S101, PT018
        too_long = Timer(self._wall_seconds, process.kill)
        too_long.start()
        try:
            write_piece(process.stdin, request)
            return read_piece(process.stdout)
        except BrokenPipeError:
            return None
        finally:
            too_long.cancel()

    def _failed(self, process: subprocess.Popen[bytes]) -> WorkerFailed:
        process.wait()
        self._listener.join()
        last_line = (self._complaints or [b""])[-1].decode(errors="replace").strip()
        _log.warning("worker_failed", module=self._module, returncode=process.returncode, complaint=last_line[:500])
        return WorkerFailed()
