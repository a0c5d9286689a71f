"""Sealed files in a backup: the databases hold their manifests, this their contents, as one tar stream."""

import io
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from songbang.archive import Writer


def pack(directory: Path, writer: Writer) -> int:
    """Write every published file of the directory; returns how many there are. Unnamed parts stay out."""
    count = 0
    with tarfile.open(fileobj=Sink(writer), mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(directory.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                # A content that outlives its time meanwhile is deleted; it need not come back either.
                with suppress(FileNotFoundError):
                    tar.add(path, path.name, recursive=False, filter=_nobodys)
                    count += 1
    return count


def unpack(content: Iterator[bytes], directory: Path) -> int:
    """Bring the files back and count them; what lies there under the same name is the same file and is written again.

    Plain files with plain names only: the archive's owner need not be trusted with the rest of the disk.
    """
    directory.mkdir(parents=True, exist_ok=True)
    count = 0
    with tarfile.open(fileobj=Source(content), mode="r|") as tar:
        for member in tar:
            source = tar.extractfile(member)
            if source is None or Path(member.name).name != member.name:
                raise tarfile.ExtractError(f"{member.name} is not a plain file")
            with (directory / member.name).open("wb") as target:
                shutil.copyfileobj(source, target)
            count += 1
    return count


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who owned a file on the other machine means nothing here."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


class Sink(io.RawIOBase):
    """What `tarfile` writes into."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: object) -> int:
        """Pass on what tarfile writes."""
        content = bytes(data)  # type: ignore[call-overload] # anything with a buffer
        self._writer.write(content)
        return len(content)


class Source(io.RawIOBase):
    """What `tarfile` reads from."""

    def __init__(self, content: Iterator[bytes]) -> None:
        self._content = content
        self._rest = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or what is left."""
        while size < 0 or len(self._rest) < size:
            data = next(self._content, None)
            if data is None:
                size = len(self._rest)
                break
            self._rest += data
        found, self._rest = self._rest[:size], self._rest[size:]
        return found
