"""A disk of its own for the embedded bus, which can be full: a tablespace on a tmpfs, which only root may mount."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import asyncpg
from songbang.inventory import BUS_DATABASE

_ROOMY = "1g"
_SPACE = "narrow"


@cache
def why_not() -> str:
    """What keeps this machine from having such a disk; empty when nothing does."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return "only root may mount a disk"
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        tried = _mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", place)
        if tried.returncode == 0:
            subprocess.run(["umount", place], check=True)
    return tried.stderr.strip()


class NarrowDisk:
    """The disk, mounted when it is first asked for."""

    def __init__(self) -> None:
        self._place: Path | None = None

    async def take(self, admin: asyncpg.Connection, data_dir: Path) -> None:
        """Move the bus to this disk; nobody may be connected to it. It stays there."""
        if self._place is not None:
            return
        self._place = Path(tempfile.mkdtemp(prefix="songbang-bus-", dir="/tmp"))
        owner = data_dir.stat()
        done = await asyncio.to_thread(
            _mount, "-t", "tmpfs", "-o", f"size={_ROOMY},mode=700,uid={owner.st_uid},gid={owner.st_gid}", "tmpfs",
            str(self._place),
        )  # fmt: skip
        done.check_returncode()
        await admin.execute(f"CREATE TABLESPACE {_SPACE} LOCATION '{self._place}'")
        await admin.execute(f"ALTER DATABASE {BUS_DATABASE} SET TABLESPACE {_SPACE}")

    async def fill(self) -> None:
        """From now on not one page more has room."""
        assert self._place is not None, "nothing was put on it yet"
        used = await asyncio.to_thread(shutil.disk_usage, self._place)
        await self._resize(str(used.used))

    async def empty(self) -> None:
        """There is room again."""
        await self._resize(_ROOMY)

    async def _resize(self, size: str) -> None:
        done = await asyncio.to_thread(_mount, "-o", f"remount,size={size}", str(self._place))
        done.check_returncode()

    def close(self) -> None:
        """Take the disk away; the server has ended."""
        if self._place is not None:
            subprocess.run(["umount", "--lazy", str(self._place)], check=False)
            self._place.rmdir()


def _mount(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
