"""The directory of secrets, as `deploy/secrets.sh` makes it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from songbang.complaints import Complaint

_READABLE, _WRITABLE = 0o444, 0o644  # inside a container, whose user is another; the directory keeps others out


class SecretFiles:
    """The files of one installation's secrets."""

    def __init__(self, directory: Path) -> None:
        if not directory.is_dir():
            raise Complaint(
                f"there is no directory of secrets at {directory}: name it by --directory, or use rotate.sh"
            )
        self.directory = directory

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others from changing secrets meanwhile; raises Complaint when somebody does."""
        handle = os.open(self.directory, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise Complaint("somebody else is replacing a secret: wait until that is done") from None
        finally:
            os.close(handle)

    def has(self, name: str) -> bool:
        """Whether the secret is there and not empty."""
        path = self.directory / name
        return path.is_file() and path.stat().st_size > 0

    def read(self, name: str) -> str:
        """What a secret is; raises Complaint when it is missing."""
        if not self.has(name):
            raise Complaint(
                f"there is no secret {name} in {self.directory}: sh deploy/secrets.sh makes what is missing"
            )
        return (self.directory / name).read_text(encoding="utf-8").strip()

    def replace(self, name: str, text: str) -> None:
        """Write a secret into its file, which stays the same one: a container has that file, not its name."""
        path = self.directory / name
        try:
            path.chmod(_WRITABLE)
            with path.open("r+b", buffering=0) as file:
                file.write(text.encode())
                file.truncate()
                os.fsync(file.fileno())
        except PermissionError:
            raise Complaint(f"{path} cannot be written: run this as the owner of {self.directory}") from None
        finally:
            if path.stat().st_uid == os.geteuid():
                path.chmod(_READABLE)

    def add(self, name: str, text: str) -> None:
        """Write a file that was not there."""
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        path.chmod(_READABLE)

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.directory / name).unlink()

    def age_days(self, name: str, now: datetime) -> int:
        """For how many whole days a secret has been what it is."""
        written = datetime.fromtimestamp((self.directory / name).stat().st_mtime, UTC)
        return max(0, (now - written).days)
