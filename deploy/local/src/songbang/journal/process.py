"""`songbang journal`: follows the server's journal into the store until it is told to stop."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import typer
from servicekit import logs
from servicekit.driver import LOST
from servicekit.inside import inside_port, reasons_of
from servicekit.settings import load
from servicekit.stopping import stop_signal

from songbang import archive, dumps
from songbang.complaints import Complaint, sentence
from songbang.journal.settings import JournalSettings
from songbang.journal.store import FOLDER, PARTIAL, Store, forget, stores

log = logging.getLogger(__name__)
SLOT = "songbang_journal"
MAJOR = 18
"""The release of PostgreSQL that plays the journal again; the journal of another one it does not understand."""
_RETRY_SECONDS = 5.0
_READY_SECONDS = 300.0
_PAUSE_SECONDS = 0.1
_IDENTITY = """
    SELECT system_identifier::text AS server, current_setting('server_version_num')::int / 10000 AS major
    FROM pg_control_system()
"""
_SLOT = "SELECT wal_status FROM pg_replication_slots WHERE slot_name = $1"
_NOW = """
    SELECT pg_current_wal_flush_lsn()::text AS place, clock_timestamp() AS at,
           pg_walfile_name(pg_current_wal_flush_lsn()) AS segment,
           pg_size_bytes(current_setting('wal_segment_size')) AS segment_bytes
"""
_RECEIVED = "SELECT restart_lsn >= $2::text::pg_lsn FROM pg_replication_slots WHERE slot_name = $1 AND active"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("journal")(journal)


def journal() -> None:
    """Keep the database server's journal, so that any minute can be restored, until stopped."""
    settings = load(JournalSettings)
    logs.configure("journal", level=settings.log_level, format=settings.log_format)
    asyncio.run(_serve(settings))


async def _serve(settings: JournalSettings) -> None:
    stopping = stop_signal()
    async with Journal(settings).running():
        await stopping.wait()


class Journal:
    """Receives, keeps, and copies the whole server now and then."""

    def __init__(self, settings: JournalSettings) -> None:
        self._settings = settings
        self._keys = archive.keys_of(settings.backup_key)
        self._begun = asyncio.Event()
        self._store = Store(settings.backup_dir, "", self._keys)
        self._spool = settings.journal_spool
        self._kept_place = ""
        self._kept_at = time.monotonic()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work around a block."""
        tasks = [asyncio.create_task(self._again(duty)) for duty in (self._receive, self._keep, self._copy)]
        try:
            async with inside_port(self._settings.inside_host, self._settings.journal_port, self._readiness):
                yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _again(self, duty: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await duty()
            except (Complaint, *LOST) as error:
                log.warning("the journal waits: %s", error if isinstance(error, Complaint) else sentence(error))
                await asyncio.sleep(_RETRY_SECONDS)

    async def _receive(self) -> None:
        await self._begin()
        # Each flush is told to the server, so that the slot says how much is safe here.
        receiver = await dumps.start(
            self._settings.server, "pg_receivewal", f"--slot={SLOT}", f"--directory={self._spool}", "--no-loop",
            "--synchronous", "--no-password", stderr_only=True,
        )  # fmt: skip
        self._begun.set()
        try:
            _, said = await receiver.communicate()
        finally:
            with contextlib.suppress(ProcessLookupError):
                receiver.terminate()
            await receiver.wait()
        text = said.decode(errors="replace").strip()
        raise Complaint(f"the server's journal is not received: {text.splitlines()[-1] if text else 'no reason given'}")

    async def _begin(self) -> None:
        """Find out which server it is, and make the slot where there is none that our segments can be joined to."""
        (self._settings.backup_dir / FOLDER).mkdir(parents=True, exist_ok=True)  # from now on silence is an alarm
        connection = await asyncpg.connect(self._settings.server, timeout=5)
        try:
            server, major = await connection.fetchrow(_IDENTITY)
            if major != MAJOR:
                raise Complaint(
                    f"the server is PostgreSQL {major}: the journal of PostgreSQL {MAJOR} alone can be kept"
                )
            self._store = Store(self._settings.backup_dir, server, self._keys)
            self._spool = self._settings.journal_spool / server
            self._spool.mkdir(parents=True, exist_ok=True)
            status = await connection.fetchval(_SLOT, SLOT)
            if status is None or status == "lost":
                # The server has thrown away what follows on our segments, or may have: a new whole copy will follow.
                await asyncio.to_thread(self._keep_all)
                for file in self._spool.iterdir():
                    file.unlink()
                if status is not None:
                    await connection.execute("SELECT pg_drop_replication_slot($1)", SLOT)
                await connection.execute("SELECT pg_create_physical_replication_slot($1, true)", SLOT)
        finally:
            await connection.close()

    async def _keep(self) -> None:
        await self._begun.wait()
        now = await self._now()
        received = await self._received(now["place"])
        if not received or now["place"] != self._kept_place:
            await asyncio.to_thread(self._keep_all)
        if received:
            self._kept_place = now["place"]
            bases = self._store.bases
            if bases and self._store.missing(bases[-1]) is None:
                self._store.kept_until(now["at"])
                self._kept_at = time.monotonic()
        await asyncio.sleep(self._settings.journal_seconds)

    def _keep_all(self) -> None:
        while True:
            try:
                for file in sorted(self._spool.iterdir()):
                    self._store.keep(file)
                    if not file.name.endswith(PARTIAL):
                        file.unlink()
            except FileNotFoundError:
                continue  # a begun one has just become a whole one, of another name
            return

    async def _copy(self) -> None:
        await self._begun.wait()
        now = datetime.now(UTC)
        # Listed before what is kept: what moves meanwhile is seen at least once.
        received = [file.name for file in self._spool.iterdir()]
        bases = self._store.bases
        every = timedelta(hours=self._settings.journal_base_hours)
        if not bases or now - bases[-1].finished_at >= every or self._store.missing(bases[-1], received):
            await self._copy_all(now)
            kept = stores(self._settings.backup_dir, self._keys)
            await asyncio.to_thread(forget, kept, now - timedelta(days=self._settings.journal_keep_days))
        await asyncio.sleep(min(1.0, self._settings.journal_seconds))

    async def _copy_all(self, now: datetime) -> None:
        before = await self._now()
        if not await self._received(before["place"]):
            raise Complaint("the server's journal is received too slowly for a whole copy")
        with self._store.new_base(now) as (writer, facts):
            # Without the journal: it is received already.
            await dumps.stream(
                self._settings.server, writer, "pg_basebackup", "--pgdata=-", "--format=tar", "--wal-method=none",
                "--checkpoint=fast", "--no-manifest", "--no-password",
            )  # fmt: skip
            after = await self._now()
            facts |= {
                "begins": before["segment"], "finished_at": after["at"].isoformat(),
                "segment_bytes": before["segment_bytes"],
            }  # fmt: skip

    async def _received(self, place: str) -> bool:
        """Whether everything up to a place of the journal is received, after the while that it may take."""
        deadline = time.monotonic() + max(_RETRY_SECONDS, self._settings.journal_seconds / 2)
        connection = await asyncpg.connect(self._settings.server, timeout=5)
        try:
            while not await connection.fetchval(_RECEIVED, SLOT, place):
                if time.monotonic() > deadline:
                    return False
                await asyncio.sleep(_PAUSE_SECONDS)
        finally:
            await connection.close()
        return True

    async def _now(self) -> Any:
        connection = await asyncpg.connect(self._settings.server, timeout=5)
        try:
            return await connection.fetchrow(_NOW)
        finally:
            await connection.close()

    async def _readiness(self) -> dict[str, object]:
        silence = int(time.monotonic() - self._kept_at)
        return reasons_of({"journal": f"not_kept_for_{silence}s"} if silence > _READY_SECONDS else {})
