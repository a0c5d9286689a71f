"""Runs `servicekit.sheets.worker`: one process for each file, with limits of its own, ended when it exceeds them."""

import asyncio
import sys
from contextlib import suppress
from typing import Any

import orjson
import structlog

from servicekit.sheets.wanted import Wanted
from servicekit.tabular.refusals import BY_CODE, TableTooDemanding

MEMORY_MEGABYTES = 256
PROCESSOR_SECONDS = 20
_WAITED_SECONDS = 120
_AT_ONCE = 2
_log = structlog.get_logger(__name__)
_places = asyncio.Semaphore(_AT_ONCE)


async def parse(content: bytes, wanted: Wanted) -> dict[str, Any]:
    """What `sheets.reading.read` finds in the file; raises the refusals of `tabular.refusals`."""
    async with _places:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "servicekit.sheets.worker", str(MEMORY_MEGABYTES), str(PROCESSOR_SECONDS),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env={"PYTHONPATH": ":".join(filter(None, sys.path)), "LANG": "C.UTF-8"}, close_fds=True,
        )  # fmt: skip
        try:
            request = orjson.dumps(wanted) + b"\n" + content
            out, complaint = await asyncio.wait_for(process.communicate(request), _WAITED_SECONDS)
        except TimeoutError as error:
            raise TableTooDemanding from error
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0:
        last_line = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        _log.warning("table_process_failed", returncode=process.returncode, complaint=last_line[:500])
        raise TableTooDemanding
    answer: dict[str, Any] = orjson.loads(out)
    if "refused" in answer:
        raise BY_CODE[answer["refused"]](answer["detail"])
    found: dict[str, Any] = answer["found"]
    return found
