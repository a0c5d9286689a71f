"""Writing and moving the files themselves. A name appears in the directory only when its content is on the disk."""

import asyncio
import hashlib
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import zstandard

_LEVEL = 9


@dataclass(slots=True)
class Content:
    """What was written."""

    types: Counter[str] = field(default_factory=Counter)
    size_bytes: int = 0
    sha256: str = ""

    @property
    def events(self) -> int:
        """How many events."""
        return self.types.total()


class _Sink:
    """A compressed file that is being written; used from a thread."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("wb")
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compressobj()
        self._hash = hashlib.sha256()
        self.content = Content()

    def add(self, lines: bytes) -> None:
        self._put(self._compressor.compress(lines))

    def finish(self) -> None:
        self._put(self._compressor.flush())
        self._file.flush()
        os.fsync(self._file.fileno())
        self.content.sha256 = self._hash.hexdigest()

    def close(self) -> None:
        self._file.close()

    def _put(self, compressed: bytes) -> None:
        self._file.write(compressed)
        self._hash.update(compressed)
        self.content.size_bytes += len(compressed)


Chunks = AsyncIterator[tuple[bytes, dict[str, int]]]


async def write(path: Path, chunks: Chunks) -> Content:
    """Compress the chunks into a file and bring it to the disk."""
    sink = await asyncio.to_thread(_Sink, path)
    try:
        async for lines, types in chunks:
            await asyncio.to_thread(sink.add, lines)
            sink.content.types.update(types)
        await asyncio.to_thread(sink.finish)
    finally:
        sink.close()
    return sink.content


def part_of(directory: Path, id: UUID) -> Path:
    """Where the content of a file waits until its manifest is committed."""
    return directory / f".{id}.part"


def publish(directory: Path, id: UUID, stem: str, manifest: bytes) -> bool:
    """Give the content its name, then its manifest beside it; False when the content is not there."""
    content, part = directory / f"{stem}.ndjson.zst", part_of(directory, id)
    if part.exists():
        part.replace(content)
    elif not content.exists():
        return False
    draft = directory / f".{id}.manifest"
    with draft.open("wb") as file:
        file.write(manifest)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(directory / f"{stem}.manifest.json")
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return True


def remove(path: Path) -> None:
    """Delete a file that may be gone already."""
    with suppress(FileNotFoundError):
        path.unlink()
