"""Looks at uploaded content in a process of its own, and lets the scanner look at it."""

from dataclasses import dataclass

import orjson

from servicekit.attachments import scanning
from servicekit.attachments.errors import BY_CODE, AttachmentEmpty, AttachmentTooDemanding, AttachmentTooLarge
from servicekit.workers import WorkerFailed, Workers

MOST_BYTES = 20 * 1_048_576
_workers = Workers("servicekit.attachments.worker", megabytes=448, cpu_seconds=15, wall_seconds=60, at_once=1)


@dataclass(frozen=True, slots=True)
class Inspected:
    """Content as it may be stored."""

    content: bytes
    media_type: str


async def inspect(content: bytes, clamd_address: str | None = None) -> Inspected:
    """The content as it may be stored: pictures drawn anew; raises the refusals of `errors.OF_CONTENT`."""
    if not content:
        raise AttachmentEmpty
    if len(content) > MOST_BYTES:
        raise AttachmentTooLarge
    if clamd_address is not None:
        await scanning.scan(clamd_address, content)
    try:
        answer = await _workers.run(content)
    except WorkerFailed as error:
        raise AttachmentTooDemanding from error
    line, _, body = answer.partition(b"\n")
    head = orjson.loads(line)
    if "refused" in head:
        raise BY_CODE[head["refused"]]
    return Inspected(body, head["media_type"])
