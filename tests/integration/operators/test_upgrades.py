"""Before and after an upgrade: what is in the way is one sentence, and the live databases are only read."""

from types import SimpleNamespace

import orjson
import pytest
from alembic.script import ScriptDirectory
from contracts.version import VERSION
from servicekit import migrate
from songbang import upgrades
from songbang.complaints import Complaint
from songbang.inventory import PARTS
from songbang.status import Replica

REPORT = next(part for part in PARTS if part.name == "report")


async def complaint_of(work) -> str:
    with pytest.raises(Complaint) as raised:
        await work
    return str(raised.value)


async def test_a_migration_that_would_fail_is_named_and_the_live_database_is_as_it_was(another, tmp_path):
    await another.prepare()
    script = ScriptDirectory.from_config(migrate.configuration(REPORT.package))
    before = script.get_revision("head").down_revision
    # What the last migration makes is there already, so it fails on the copy as it would on the live one.
    await another.fetch("report", f"UPDATE alembic_version SET version_num = '{before}'")
    told = await complaint_of(upgrades.check(another.but(backup_dir=tmp_path)))
    assert told.startswith(f"tried on a copy, nothing has changed: report_svc: migration {script.get_current_head()} (")
    assert await another.value("report", "SELECT version_num FROM alembic_version") == before
    assert await another.fetch("bus", "SELECT 1 FROM pg_database WHERE datname = $1", upgrades.COPY) == []
    assert list(tmp_path.iterdir()) == []


async def test_a_backup_directory_that_is_full_or_closed_is_named(installation, tmp_path, monkeypatch):
    monkeypatch.setattr(upgrades.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    told = await complaint_of(upgrades.check(installation.but(backup_dir=tmp_path)))
    assert f"{tmp_path} has 1 bytes left" in told
    file = tmp_path / "file"
    file.touch()
    assert f"cannot write to {file}" in await complaint_of(upgrades.check(installation.but(backup_dir=file)))


def test_a_release_that_could_not_serve_on_the_new_schemas_is_not_passed_over(monkeypatch):
    old = [Replica("report-svc", "x", release=VERSION)]
    upgrades._compare_versions(old, [REPORT])
    monkeypatch.setattr(upgrades, "_oldest", lambda _: "99.0.0")
    with pytest.raises(Complaint, match=r"could not serve on the schemas .*: upgrade to 99\.0\.0 first"):
        upgrades._compare_versions(old, [REPORT])
    upgrades._compare_versions(old, [])


def test_a_newer_release_is_gone_back_from_and_not_upgraded():
    with pytest.raises(Complaint, match=r"use `sh deploy/upgrade\.sh back`"):
        upgrades._compare_versions([Replica("report-svc", "x", release="99.0.0")], [])


async def test_the_look_afterwards_names_who_does_not_answer_and_who_runs_another_release(installation, monkeypatch):
    assert "report-svc at 127.0.0.1:" in await complaint_of(upgrades.smoke(installation.settings, seconds=0))

    async def look(_: object) -> tuple[list[Replica], list[object]]:
        return [Replica("report-svc", "10.0.0.1", release="0.1.9"), Replica("gateway", "10.0.0.2", release=VERSION)], []

    monkeypatch.setattr(upgrades, "look", look)
    told = await complaint_of(upgrades.smoke(installation.settings, seconds=0))
    assert told == f"report-svc at 10.0.0.1 runs release 0.1.9, not {VERSION}"


async def test_a_log_that_is_not_the_saved_one_is_told(installation, tmp_path, monkeypatch):
    async def look(_: object) -> tuple[list[Replica], list[object]]:
        return [], []

    monkeypatch.setattr(upgrades, "look", look)
    await installation.audit("report", 3)
    row = (await installation.fetch("report", "SELECT position, encode(seal, 'hex') AS seal FROM log_seal "
                                    "WHERE log = 'audit' ORDER BY position DESC LIMIT 1"))[0]  # fmt: skip
    manifest = tmp_path / "manifest.json"

    def saved(seal: str) -> None:
        facts = {part.name: {} for part in PARTS} | {"report": {"audit_position": row["position"], "audit_head": seal}}
        manifest.write_bytes(orjson.dumps({"databases": facts}))

    saved(row["seal"])
    await upgrades.smoke(installation.settings, manifest, seconds=0)
    saved("00" * 32)
    told = await complaint_of(upgrades.smoke(installation.settings, manifest, seconds=0))
    assert told == f"the audit of report is not the one that was saved in {manifest}"
