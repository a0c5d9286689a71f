"""`songbang journal` and `restore --to`: all databases as they were together at a minute, on a real PostgreSQL."""

import subprocess
import tempfile
from base64 import b64encode
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import orjson
import pytest
from contracts.catalogue import all_events, example_of
from prometheus_client import REGISTRY
from pydantic import SecretStr
from songbang import backups
from songbang.alarms import figures
from songbang.alarms.settings import AlarmSettings
from songbang.archive import MAGIC
from songbang.complaints import Complaint
from songbang.inventory import ARCHIVER
from songbang.journal import process
from songbang.journal.process import Journal
from songbang.journal.recovery import base_for, recovered
from songbang.journal.settings import JournalSettings
from songbang.journal.store import stores
from songbang.postgres import EmbeddedPostgres, binaries
from songbang.provision import create_databases, database_url

from tests.waiting import eventually

from .conftest import COUNTY, Installation

SECRET = bytes(range(32))
KEY = SecretStr(b64encode(SECRET).decode())
EVENTS, AUDIT = "SELECT count(*) FROM outbox", "SELECT count(*) FROM audit"


@pytest.fixture
def disk():
    """A directory that the account which runs PostgreSQL here may enter."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


class Site:
    """A server with one table, whose journal is kept on a disk."""

    def __init__(self, server: EmbeddedPostgres, disk: Path) -> None:
        self.server, self.disk = server, disk

    async def fetch(self, statement: str) -> list:
        connection = await asyncpg.connect(self.server.dsn())
        try:
            return await connection.fetch(statement)
        finally:
            await connection.close()

    async def write(self, text: str) -> datetime:
        """Commit a row, and return a moment behind it."""
        await self.fetch(f"INSERT INTO note VALUES ('{text}')")
        return (await self.fetch("SELECT clock_timestamp()"))[0][0]

    async def next_segment(self) -> str:
        """End the segment that is being written, and return its name."""
        ((name,),) = await self.fetch("SELECT pg_walfile_name(pg_switch_wal())")
        return name

    def at(self, until: datetime | None) -> list[str]:
        """What the table held at a moment, by what is kept."""
        store, base = base_for(self.disk, [SECRET], until)
        with recovered(store, base, until, self.disk) as server:
            return psql(server, "SELECT text FROM note ORDER BY text")

    def file(self, segment: str) -> Path:
        (file,) = self.disk.glob(f"journal/*/wal/{segment}*")
        return file


def psql(server: EmbeddedPostgres, statement: str) -> list[str]:
    command = [binaries() / "psql", "-h", server.data_dir, "-p", str(server.port), "-U", "postgres", "-Atc", statement]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


@pytest.fixture
async def site(servers, disk):
    site = Site(servers(), disk)
    await site.fetch(f"CREATE ROLE {ARCHIVER} LOGIN REPLICATION PASSWORD '{ARCHIVER}-drill'")
    await site.fetch("CREATE TABLE note (text text)")
    yield site
    site.server.stop()


def as_archiver(server: EmbeddedPostgres, database: str = "postgres") -> str:
    return database_url(server.dsn(), database, ARCHIVER, f"{ARCHIVER}-drill")


def settings_for(server, disk):
    return JournalSettings(
        journal_database_url=SecretStr(as_archiver(server)), journal_seconds=0.2, backup_dir=disk,
        journal_spool=disk / "spool", backup_key=KEY,
    )  # fmt: skip


@asynccontextmanager
async def keeping(server, disk):
    """Keep the journal around a block, which begins when there is a whole copy."""
    async with Journal(settings_for(server, disk)).running():
        await eventually(lambda: bases(disk))
        yield


def bases(disk):
    return [base for store in stores(disk) for base in store.bases]


def figure(disk, name):
    figures.measure(AlarmSettings(environment="test", backup_dir=disk))
    return REGISTRY.get_sample_value(name, {"directory": str(disk / "journal")})


async def kept_up_to_now(disk):
    """Until everything that was committed by now lies in the store, as who watches over it sees."""
    now = datetime.now(UTC).timestamp()
    await eventually(lambda: (figure(disk, "songbang_journal_timestamp_seconds") or 0) > now)


async def test_a_minute_between_two_writes_has_the_first_and_the_journal_goes_on_meanwhile(site, disk):
    async with keeping(site.server, disk):
        first = await site.write("first")
        second = await site.write("second")
        await kept_up_to_now(disk)
        assert site.at(first) == ["first"]
        assert site.at(second) == ["first", "second"]
        await site.write("third")
        await kept_up_to_now(disk)
        assert site.at(None) == ["first", "second", "third"]


async def test_a_minute_after_which_nobody_wrote_is_restored_and_one_beyond_the_journal_is_refused(site, disk):
    async with keeping(site.server, disk):
        await site.write("first")
        await kept_up_to_now(disk)
    # Whoever keeps the journal may be started anew at any time.
    async with keeping(site.server, disk):
        quiet = await site.write("second")
        await kept_up_to_now(disk)
    site.server.kill()
    assert site.at(quiet) == ["first", "second"]
    with pytest.raises(Complaint, match="the journal ends before"):
        site.at(datetime.now(UTC) + timedelta(hours=1))
    with pytest.raises(Complaint, match="the journal begins at"):
        site.at(quiet - timedelta(days=1))


async def test_a_missing_or_torn_segment_is_refused_by_its_name_unless_the_minute_lies_before_it(site, disk):
    async with keeping(site.server, disk):
        first = await site.write("first")
        await site.write("following")
        await site.next_segment()
        await site.write("second")
        torn = await site.next_segment()
        third = await site.write("third")
        await site.next_segment()
        await kept_up_to_now(disk)
    file = site.file(torn)
    file.write_bytes(file.read_bytes()[:-20])
    for moment in (third, None):
        with pytest.raises(Complaint, match=f"is torn: {torn}.* has been changed or cut"):
            site.at(moment)
    file.unlink()
    with pytest.raises(Complaint, match=f"segment {torn} is missing"):
        site.at(third)
    assert site.at(first) == ["first"]


async def test_what_was_not_received_in_time_is_made_good_by_a_new_whole_copy(site, disk):
    async with keeping(site.server, disk):
        before = await site.write("before")
        await site.write("following")
        await kept_up_to_now(disk)
    for setting in ("max_slot_wal_keep_size = '16MB'", "max_wal_size = '32MB'"):
        await site.fetch(f"ALTER SYSTEM SET {setting}")
    await site.fetch("SELECT pg_reload_conf()")
    for number in range(6):
        await site.write(f"lost{number}")
        await site.next_segment()
        await site.fetch("CHECKPOINT")
    assert (await site.fetch("SELECT wal_status FROM pg_replication_slots"))[0][0] == "lost"
    (first,) = bases(disk)
    async with keeping(site.server, disk):
        await eventually(lambda: len(bases(disk)) > 1)
        await site.write("since")
        await kept_up_to_now(disk)
    assert bases(disk)[-1].begins > first.begins
    assert site.at(before) == ["before"]
    assert "since" in site.at(None)
    with pytest.raises(Complaint, match="is missing"):
        site.at(bases(disk)[-1].finished_at - timedelta(milliseconds=1))


async def test_a_server_that_was_restored_begins_a_journal_of_its_own(site, disk, servers):
    async with keeping(site.server, disk):
        then = await site.write("before")
        await kept_up_to_now(disk)
    site.server.stop()
    following = Site(servers(), disk)
    await following.fetch(f"CREATE ROLE {ARCHIVER} LOGIN REPLICATION PASSWORD '{ARCHIVER}-drill'")
    await following.fetch("CREATE TABLE note (text text)")
    async with keeping(following.server, disk):
        await eventually(lambda: len(bases(disk)) > 1)
        await following.write("after")
        await kept_up_to_now(disk)
    assert site.at(then) == ["before"]
    assert site.at(None) == ["after"]


async def test_a_server_whose_journal_could_not_be_played_and_silence_are_told(site, disk, monkeypatch):
    journal = Journal(settings_for(site.server, disk))
    assert (await journal._readiness())["status"] == "ready"
    journal._kept_at -= 301
    assert "not_kept_for_" in (await journal._readiness())["reasons"]["journal"]
    monkeypatch.setattr(process, "MAJOR", 99)
    with pytest.raises(Complaint, match="the journal of PostgreSQL 99 alone can be kept"):
        await journal._begin()


async def test_an_administrator_who_may_not_let_replicate_leaves_the_journal_out(site):
    await site.fetch("CREATE ROLE lesser LOGIN CREATEDB CREATEROLE PASSWORD 'lesser'")
    await site.fetch(f"DROP ROLE {ARCHIVER}")
    await create_databases(site.server.dsn("postgres", "lesser", "lesser"), {ARCHIVER: "x"})
    assert await site.fetch(f"SELECT FROM pg_roles WHERE rolname = '{ARCHIVER}'") == []


def an_event_of(part):
    kind = next(kind for kind in all_events() if kind.type.startswith(f"{part}."))
    return kind.model_validate(orjson.loads(example_of(kind))["data"]), COUNTY


async def test_all_databases_are_restored_as_they_were_together_at_a_minute(servers, another, disk):
    await another.prepare()
    settings = another.but(backup_key=KEY, backup_dir=disk)
    nightly = await backups.write(settings, disk)
    begun = datetime.now(UTC)
    parts = ("checklist", "report", "gateway")
    async with keeping(another.server, disk):
        for part in parts:
            await another.tell(an_event_of(part))
        await another.audit("report", 3)
        moment = await another.value("report", "SELECT clock_timestamp()")
        await another.audit("report", 4)
        for part in parts:
            await another.tell(an_event_of(part))
        await kept_up_to_now(disk)
    assert figure(disk, "songbang_journal_base_timestamp_seconds") > begun.timestamp()
    kept = list(disk.glob("journal/*/wal/*"))
    assert kept
    assert all(file.read_bytes().startswith(MAGIC) for file in kept), "sealed as backups are"

    after = Installation(servers())
    before = {path.name for path in disk.rglob("*")}
    await backups._restore(after.but(backup_key=KEY, backup_dir=disk), nightly, moment.isoformat(), disk, jobs=3)
    assert {path.name for path in disk.rglob("*")} == before, "nothing unencrypted is left"
    assert {part: await after.value(part, EVENTS) for part in parts} == dict.fromkeys(parts, 1)
    assert await after.value("report", AUDIT) == 3
    for part in parts:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(as_archiver(another.server, part))


@pytest.mark.parametrize("text", ["2026-11-30", "2026-11-30T17:25", "yesterday", ""])
def test_a_moment_without_a_time_zone_is_refused(text):
    with pytest.raises(Complaint, match="no moment with a time zone"):
        backups.moment_of(text)
