"""The whole server as it was at a minute, as a server of its own for as long as its databases are read."""

import os
import secrets
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from songbang.complaints import Complaint
from songbang.journal.store import Base, Store, stores
from songbang.ports import free_port
from songbang.postgres import EmbeddedPostgres, PostgresUnavailable, stand_in
from songbang.provision import set_password

_TOO_SHORT = "recovery ended before configured recovery target was reached"
# The socket lies in a directory that nobody else enters.
_LOGINS = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


class RecoveringPostgres(EmbeddedPostgres):
    """Plays the journal up to a moment, or to its end, and then serves."""

    def __init__(self, root: Path, until: datetime | None) -> None:
        super().__init__(root, free_port(), fsync=False)
        self.root = self.data_dir
        self.journal = self.root / "wal"
        self.cluster = self.root / "cluster"
        self.until = until

    def prepare(self) -> None:
        """Put everything beside the copy's files that it needs; nothing of how that server was set up counts."""
        (self.root / "postgresql.conf").touch()
        (self.root / "pg_hba.conf").write_text(_LOGINS, encoding="utf-8")
        for leftover in ("postmaster.pid", "postmaster.opts", "standby.signal", "postgresql.auto.conf"):
            (self.cluster / leftover).unlink(missing_ok=True)
        (self.cluster / "recovery.signal").touch()
        # PostgreSQL does not run as root: where we are, another account runs it, and must own its files.
        account = stand_in()
        for folder, _, files in os.walk(self.root):
            Path(folder).chmod(0o700)
            for path in [folder, *(f"{folder}/{name}" for name in files)]:
                if account is not None:
                    shutil.chown(path, account.pw_uid, account.pw_gid)

    def _settings(self) -> dict[str, str]:
        ours = {
            "config_file": f"{self.root}/postgresql.conf", "hba_file": f"{self.root}/pg_hba.conf",
            "ident_file": os.devnull, "unix_socket_directories": str(self.root), "hot_standby": "off",
            "restore_command": f'cp "{self.journal}/%f" "%p"', "recovery_target_action": "promote",
        }  # fmt: skip
        if self.until is not None:
            ours["recovery_target_time"] = self.until.astimezone(UTC).isoformat(sep=" ")
        return super()._settings() | ours


def base_for(backups: Path, keys: Sequence[bytes], until: datetime | None) -> tuple[Store, Base]:
    """The newest whole copy from which a moment can be reached; raises Complaint."""
    found = [(store, base) for store in stores(backups, keys) for base in store.bases]
    found.sort(key=lambda pair: pair[1].finished_at)
    if not found:
        raise Complaint(f"{backups} holds no whole copy of the server: `songbang journal` makes one each day")
    good = [pair for pair in found if until is None or pair[1].finished_at <= until]
    if not good:
        raise Complaint(f"the journal begins at {found[0][1].finished_at:%Y-%m-%d %H:%M:%S %Z}; take a later minute")
    return good[-1]


@contextmanager
def workplace(work: Path) -> Iterator[Path]:
    """A directory for a restore that is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="restore-", dir=work) as directory:
        place = Path(directory)
        place.chmod(0o711)  # who runs PostgreSQL in our place where we are root passes through
        yield place


@contextmanager
def recovered(store: Store, base: Base, until: datetime | None, work: Path) -> Iterator[RecoveringPostgres]:
    """A server in a directory that has been brought to the moment, and is thrown away afterwards; raises Complaint."""
    with tempfile.TemporaryDirectory(prefix="server-", dir=work) as directory:
        server = RecoveringPostgres(Path(directory), until)
        server.journal.mkdir()
        server.cluster.mkdir()
        _extract(store, base, server)
        broken = store.bring(base, server.journal)
        server.prepare()
        _play(server, store, broken)
        try:
            yield server
        finally:
            server.stop()


def _extract(store: Store, base: Base, server: RecoveringPostgres) -> None:
    file = server.root / "base.tar"
    with file.open("wb") as output:
        output.writelines(store.read_base(base))
    with tarfile.open(file) as tar:
        tar.extractall(server.cluster, filter="data")
    file.unlink()


def _play(server: RecoveringPostgres, store: Store, broken: Complaint | None) -> None:
    """Bring the server to its moment; what is broken behind it does not matter."""
    until = server.until
    if until is None and broken is not None:
        raise broken
    try:
        server.start()
    except PostgresUnavailable as error:
        if until is None or _TOO_SHORT not in str(error):
            raise Complaint(str(error)) from error
        if broken is not None:
            raise broken from error
        if store.kept is None or until > store.kept:
            raise Complaint(f"the journal ends before {until}: take an earlier minute, or `latest`") from error
        # It was kept up to then and later: nobody has written anything since, so its end is that moment.
        server.until = None
        server.start()


async def take_over(server: RecoveringPostgres, user: str) -> str:
    """The recovered server's address as its administrator, whose password of that time nobody has to know."""
    password = secrets.token_urlsafe(24)
    connection = await asyncpg.connect(host=str(server.root), port=server.port, user=user, database="postgres")
    try:
        await set_password(connection, user, password)
    finally:
        await connection.close()
    return server.dsn("postgres", user, password)
