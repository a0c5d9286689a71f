"""What is kept of a server's journal: what belongs together, what is needed, and whom its age wakes."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr, ValidationError
from songbang.alarms import figures
from songbang.alarms.settings import AlarmSettings
from songbang.journal.settings import JournalSettings
from songbang.journal.store import Store, forget, stores

SECRET = bytes(range(32))


def figure(backups, name):
    figures.measure(AlarmSettings(environment="test", backup_dir=backups))
    return REGISTRY.get_sample_value(name, {"directory": str(backups / "journal")})


def base_of(store, day, begins):
    with store.new_base(datetime(2026, 11, day, tzinfo=UTC)) as (writer, facts):
        writer.write(b"x")
        facts |= {"begins": begins, "finished_at": f"2026-11-{day:02}T01:00:00+00:00", "segment_bytes": 2**24}


def named(number):
    return f"00000001{number:016X}"


def keep(store, directory, *names):
    for name in names:
        (directory / name).write_bytes(b"journal")
        store.keep(directory / name)


def test_what_no_minute_needs_is_forgotten_and_a_server_of_which_nothing_is_needed_as_a_whole(tmp_path):
    old, new = Store(tmp_path, "1"), Store(tmp_path, "2")
    for day, begins in ((1, 1), (2, 4)):
        base_of(old, day, named(begins))
    base_of(new, 4, named(2))
    for store in (old, new):
        keep(store, tmp_path, *(named(number) for number in range(1, 6)))
    forget([old, new], datetime(2026, 11, 2, 12, tzinfo=UTC))
    assert [base.begins for base in old.bases] == [named(4)], "the newest before the limit is needed"
    assert [file.name[:24] for file in sorted(old.segments.iterdir())] == [named(4), named(5)]
    assert [file.name[:24] for file in sorted(new.segments.iterdir())] == [named(number) for number in range(2, 6)]
    forget([old, new], datetime(2026, 11, 4, 12, tzinfo=UTC))
    assert [store.directory.name for store in stores(tmp_path)] == ["2"]


def test_a_segment_is_missed_also_where_its_log_ends(tmp_path):
    store = Store(tmp_path, "1")
    base_of(store, 1, f"{1:08X}{0:08X}{0xFE:08X}")
    names = [f"{1:08X}{log:08X}{place:08X}" for log, place in ((0, 0xFE), (0, 0xFF), (1, 0), (1, 1))]
    keep(store, tmp_path, *names[:2], names[3])
    (base,) = store.bases
    assert store.missing(base) == names[2]
    assert store.missing(base, [f"{names[2]}.partial"]) is None
    keep(store, tmp_path, names[2])
    assert store.missing(base) is None


@pytest.mark.parametrize("keys", [[SECRET], []])
def test_a_whole_segment_takes_the_place_of_the_begun_one_and_a_failed_copy_leaves_nothing(tmp_path, keys):
    store = Store(tmp_path, "1", keys)
    ending = ".gz.sealed" if keys else ".gz"
    keep(store, tmp_path, f"{named(1)}.partial")
    assert [path.name for path in store.segments.iterdir()] == [f"{named(1)}.partial{ending}"]
    keep(store, tmp_path, named(1))
    assert [path.name for path in store.segments.iterdir()] == [f"{named(1)}{ending}"]
    with pytest.raises(OSError, match="full"), store.new_base(datetime(2026, 11, 1, tzinfo=UTC)) as (writer, _):
        writer.write(b"x")
        raise OSError("full")
    assert store.bases == []
    assert [path.name for path in store.directory.iterdir()] == ["wal"]


def test_what_is_not_sealed_is_torn_by_its_checksum(tmp_path):
    store = Store(tmp_path, "1")
    base_of(store, 1, named(1))
    keep(store, tmp_path, named(1))
    (kept,) = store.segments.iterdir()
    content = bytearray(kept.read_bytes())
    content[-8] ^= 1  # of the checksum at the end of what gzip writes
    kept.write_bytes(content)
    (tmp_path / "target").mkdir()
    assert re.search(f"{named(1)}.gz has been changed or cut", str(store.bring(store.bases[0], tmp_path / "target")))
    assert list((tmp_path / "target").iterdir()) == []


def test_no_more_than_five_minutes_may_be_lost():
    url = SecretStr("postgresql://archiver@a/postgres")
    assert JournalSettings(journal_database_url=url).journal_seconds <= 60
    with pytest.raises(ValidationError):
        JournalSettings(journal_database_url=url, journal_seconds=300)


def test_where_nobody_keeps_a_journal_nobody_is_woken_and_where_somebody_wants_to_silence_is_an_alarm(tmp_path):
    at, copied = "songbang_journal_timestamp_seconds", "songbang_journal_base_timestamp_seconds"
    assert figure(tmp_path, at) is None
    (tmp_path / "journal").mkdir()
    assert (figure(tmp_path, at), figure(tmp_path, copied)) == (0, 0)
    store = Store(tmp_path, "1")
    base_of(store, 1, named(1))
    store.kept_until(datetime.now(UTC) - timedelta(hours=1))
    assert 3590 < datetime.now(UTC).timestamp() - figure(tmp_path, at) < 3700
    assert figure(tmp_path, copied) == datetime(2026, 11, 1, 1, tzinfo=UTC).timestamp()
