"""Runs `servicekit.sheets.worker`: one process for each file."""

from typing import Any

import orjson

from servicekit.sheets.wanted import Wanted
from servicekit.tabular.refusals import BY_CODE, TableTooDemanding
from servicekit.workers import WorkerFailed, Workers

MEMORY_MEGABYTES = 256
PROCESSOR_SECONDS = 20
_workers = Workers(
    "servicekit.sheets.worker", megabytes=MEMORY_MEGABYTES, cpu_seconds=PROCESSOR_SECONDS, wall_seconds=120
)


async def parse(content: bytes, wanted: Wanted) -> dict[str, Any]:
    """What `sheets.reading.read` finds in the file; raises the refusals of `tabular.refusals`."""
    try:
        out = await _workers.run(orjson.dumps(wanted) + b"\n" + content)
    except WorkerFailed as error:
        raise TableTooDemanding from error
    answer: dict[str, Any] = orjson.loads(out)
    if "refused" in answer:
        raise BY_CODE[answer["refused"]](answer["detail"])
    found: dict[str, Any] = answer["found"]
    return found
