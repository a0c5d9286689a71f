"""Sealing the log into files."""

import asyncio
import hashlib
import json
import os
from datetime import UTC, datetime

import pytest
import zstandard
from gateway.files import content
from gateway.files.sealing import boundary
from prometheus_client import REGISTRY
from servicekit.transaction import Context

from .conftest import COUNTY, OTHER_COUNTY


def plain(path):
    with path.open("rb") as file:
        return zstandard.ZstdDecompressor().stream_reader(file).read()


async def test_an_hours_events_become_one_file_with_the_bytes_of_the_bus_and_a_signed_manifest(files):
    bodies = await files.hour(3)
    assert files.names() == [f"{COUNTY}-00000001.manifest.json", f"{COUNTY}-00000001.ndjson.zst"]
    sealed = files.directory / f"{COUNTY}-00000001.ndjson.zst"
    assert plain(sealed) == b"".join(body + b"\n" for body in bodies)
    manifest = files.manifest(1)
    assert manifest["sha256"] == hashlib.sha256(sealed.read_bytes()).hexdigest()
    assert (manifest["events"], manifest["types"]) == (3, {"checklist.group.registered.v1": 3})
    assert manifest["last_position"] - manifest["first_position"] == 2
    assert (manifest["number"], manifest["previous"]) == (1, None)


async def test_files_follow_each_other_by_position_number_and_hash_and_a_quiet_hour_has_one_too(files):
    await files.hour(2)
    await files.hour()
    await files.hour(1)
    first, quiet, third = (files.manifest(number) for number in (1, 2, 3))
    before = hashlib.sha256((files.directory / f"{COUNTY}-00000002.manifest.json").read_bytes()).hexdigest()
    assert third["previous"] == before
    assert quiet["first_position"] == first["last_position"] + 1 == third["first_position"]
    assert (quiet["events"], quiet["last_position"]) == (0, first["last_position"])
    assert files.verify()[0] == 0


async def test_an_interval_that_is_not_over_is_not_sealed(files):
    await files.hour(1)
    await files.happen(1)
    await files.round()
    await files.round()
    assert len(files.names()) == 2


async def test_a_file_holds_the_events_of_its_region_only(files):
    await files.happen(2, region=OTHER_COUNTY)
    bodies = await files.hour(1)
    assert plain(files.directory / f"{COUNTY}-00000001.ndjson.zst") == bodies[0] + b"\n"


async def test_two_leaders_at_once_seal_a_number_once(files):
    await files.happen(5)
    await files.query("UPDATE event_log SET recorded_at = recorded_at - interval '1 hour'")
    await asyncio.gather(files.round(), files.round(), return_exceptions=True)
    await files.round()
    assert [row["number"] for row in await files.query("SELECT number FROM sealed_file")] == [1]
    assert files.verify()[0] == 0


async def test_a_crash_after_the_commit_is_finished_by_the_next_round(files):
    await files.happen(2)
    await files.query("UPDATE event_log SET recorded_at = recorded_at - interval '1 hour'")
    await files.round()
    assert files.names() == []
    for part in files.directory.glob(".*.part"):
        part.unlink()
    await files.round()
    code, said = files.verify()
    assert (code, said.splitlines()[0]) == (0, f"whole  {COUNTY}-00000001.ndjson.zst  2 events")


async def test_a_crash_before_the_commit_leaves_no_name_and_no_number(files):
    await files.happen(2)
    await files.query("UPDATE event_log SET recorded_at = recorded_at - interval '1 hour'")
    with pytest.raises(ZeroDivisionError):
        async with files.svc.database.transaction(Context.of_system("tick:files")) as tx:
            await files.sealer.run(tx)
            raise ZeroDivisionError
    assert files.names() == []
    await files.happen(1)
    await files.hour()
    assert [files.manifest(1)["number"], files.manifest(1)["events"]] == [1, 3]
    [old] = files.directory.glob(".*.part")
    os.utime(old, (0, 0))
    await files.hour()
    assert list(files.directory.glob(".*.part")) == []


async def test_trouble_with_the_disk_is_told_by_readiness_and_costs_no_event(files):
    files.directory.rmdir()
    files.directory.write_text("not a directory")
    await files.hour(1)
    assert (await files.sealer.fault()).startswith("files_dir: ")
    assert REGISTRY.get_sample_value("songbang_files_fault") == 1
    files.directory.unlink()
    await files.hour()
    assert await files.sealer.fault() is None
    assert REGISTRY.get_sample_value("songbang_files_fault") == 0
    assert files.manifest(1)["events"] == 1


async def test_what_the_log_no_longer_has_is_a_hole_and_never_a_claim(files):
    await files.hour(1)
    await files.happen(3)
    await files.query("DELETE FROM event_log WHERE position < (SELECT max(position) FROM event_log)")
    await files.hour()
    assert files.manifest(2)["first_position"] == files.manifest(1)["last_position"] + 3
    code, said = files.verify()
    assert code == 1
    assert "a hole before number 2, positions 2 to 3: ask for an export of them" in said


async def test_old_contents_go_and_their_manifests_stay(start_files):
    files = await start_files(files_keep_days=1)
    await files.hour(1)
    await files.query("UPDATE sealed_file SET until = until - interval '2 days'")
    await files.round()
    assert files.names() == [f"{COUNTY}-00000001.manifest.json"]
    [listed] = await files.listed()
    assert listed["state"] == "expired"
    assert (await files.get(f"/{listed['id']}/manifest")).status_code == 200
    answer = await files.get(f"/{listed['id']}/content")
    assert (answer.status_code, answer.json()["code"]) == (410, "content_gone")


async def test_every_region_of_the_settings_has_a_chain_of_its_own(start_files):
    files = await start_files(files_regions=[COUNTY, OTHER_COUNTY])
    await files.happen(1, region=OTHER_COUNTY)
    await files.hour(2)
    assert [path.split("-")[0] for path in files.names()] == [COUNTY, COUNTY, OTHER_COUNTY, OTHER_COUNTY]
    assert json.loads((files.directory / f"{OTHER_COUNTY}-00000001.manifest.json").read_bytes())["events"] == 1


def test_intervals_end_on_the_clock():
    assert boundary(datetime(2026, 3, 2, 9, 59, 59, tzinfo=UTC), 60) == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert boundary(datetime(2026, 3, 2, 9, 44, tzinfo=UTC), 15) == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_name_without_content_is_never_published(tmp_path):
    assert content.publish(tmp_path, "x", "stem", b"{}") is False
    assert list(tmp_path.iterdir()) == []
