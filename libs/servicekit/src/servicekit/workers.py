"""Runs work on what strangers send in a process of its own, with limits and no environment.

The started module takes `MEGABYTES SECONDS` as arguments, the request on its input, and writes its answer.
"""

import asyncio
import sys
from contextlib import suppress

import structlog

_log = structlog.get_logger(__name__)


def command(module: str, megabytes: int, cpu_seconds: int) -> list[str]:
    """How a worker is started."""
    return [sys.executable, "-P", "-m", module, str(megabytes), str(cpu_seconds)]


def environment() -> dict[str, str]:
    """All that a worker is told of where it runs."""
    return {"PYTHONPATH": ":".join(filter(None, sys.path)), "LANG": "C.UTF-8"}


class WorkerFailed(Exception):
    """The process took more memory or time than it may, or broke off."""


class Workers:
    """One process for each piece of work, some at a time."""

    def __init__(self, module: str, *, megabytes: int, cpu_seconds: int, wall_seconds: float, at_once: int = 2) -> None:
        self._module = module
        self._command = command(module, megabytes, cpu_seconds)
        self._wall_seconds = wall_seconds
        self._places = asyncio.Semaphore(at_once)

    async def run(self, request: bytes) -> bytes:
        """The answer to one request; raises WorkerFailed."""
        async with self._places:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
                env=environment(), close_fds=True,
            )  # fmt: skip
            try:
                answer, complaint = await asyncio.wait_for(process.communicate(request), self._wall_seconds)
            except TimeoutError as error:
                raise WorkerFailed from error
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode != 0:
            last_line = complaint.decode(errors="replace").strip().rpartition("\n")[2]
            _log.warning("worker_failed", module=self._module, returncode=process.returncode, complaint=last_line[:500])
            raise WorkerFailed
        return answer
