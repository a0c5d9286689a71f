"""Reading an uploaded table without holding up everybody else who passes the door."""

import asyncio
from typing import TypeVar

from fastapi import UploadFile
from pydantic import BaseModel
from servicekit import tabular
from servicekit.tabular import Row, RowError

MOST_BYTES = 64 * 1024 * 1024
"""What an import route reads at most; the setting `import_limit_bytes` says what it accepts."""
B = TypeVar("B", bound=BaseModel)


async def read(
    file: UploadFile, body: type[B], *, most_rows: int, limit_bytes: int
) -> tuple[list[Row[B]], list[RowError]]:
    """Parse and validate in a thread: a large table takes seconds, and the event loop is the county's only door."""

    def parse() -> tuple[list[Row[B]], list[RowError]]:
        return asyncio.run(tabular.read(file, body, most_rows=most_rows, limit_bytes=limit_bytes))

    return await asyncio.to_thread(parse)
