"""The restore drill: what comes back is what was saved, and nothing is counted twice."""

from base64 import b64encode

import asyncpg
import orjson
import pytest
from pydantic import SecretStr
from servicekit.attachments.store import Store
from songbang import archive, attachment_files, backups, restores
from songbang.complaints import Complaint
from songbang.inventory import PARTS

KEY = SecretStr(b64encode(bytes(range(32))).decode())
OTHER_KEY = SecretStr(b64encode(bytes(range(1, 33))).decode())
HEAD = "SELECT (SELECT encode(seal, 'hex') FROM log_seal WHERE log = 'audit' ORDER BY position DESC LIMIT 1)"


async def facts_of(place):
    return {
        part.name: [await place.value(part.name, text) for text in ("SELECT count(*) FROM outbox", HEAD)]
        for part in PARTS
    }  # fmt: skip


async def test_a_restored_installation_has_the_same_board_the_same_audit_heads_and_counts_nothing_twice(
    installation, another, mint, tmp_path
):
    await installation.tell_everything()
    await installation.audit("report", 5)
    await installation.relay()
    async with installation.supervision(mint) as svc:
        await installation.settled()
        board = await installation.board(svc)
        folder = await backups.write(installation.but(backup_key=KEY), tmp_path)
    evidence = await installation.fetch("supervision", "SELECT * FROM evidence ORDER BY event_id, figure, ordinal")
    sums = await installation.fetch("supervision", "SELECT * FROM daily ORDER BY 1, 2, 3, 4")
    assert board["items"]
    assert evidence

    events = await restores.restore_all(another.but(backup_key=KEY), folder)

    assert events > 0
    assert await facts_of(another) == await facts_of(installation)
    async with another.supervision(mint) as svc:
        assert (await another.board(svc))["digest"] == board["digest"]
        await another.settled()
        assert (await another.board(svc))["digest"] == board["digest"]
    assert await another.fetch("supervision", "SELECT * FROM evidence ORDER BY event_id, figure, ordinal") == evidence
    assert await another.fetch("supervision", "SELECT * FROM daily ORDER BY 1, 2, 3, 4") == sums
    assert await another.value("supervision", "SELECT count(*) FROM parked_event") == 0


async def test_a_restore_never_overwrites_an_installation_that_holds_events(installation, tmp_path):
    await installation.tell_everything()
    folder = await backups.write(installation.settings, tmp_path)
    with pytest.raises(Complaint, match="events already"):
        await restores.restore_all(installation.settings, folder)


async def test_a_changed_file_of_a_backup_is_noticed_before_anything_is_touched(installation, another, tmp_path):
    folder = await backups.write(installation.settings, tmp_path)
    dump = folder / "report.dump"
    dump.write_bytes(dump.read_bytes()[:-1] + b"x")
    with pytest.raises(Complaint, match=r"report\.dump is not what was written"):
        await restores.restore_all(another.settings, folder)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await another.value("report", "SELECT 1")


async def test_an_encrypted_backup_cannot_be_read_without_its_key(installation, another, tmp_path):
    folder = await backups.write(installation.but(backup_key=KEY), tmp_path)
    assert not [file for file in folder.glob("*.sealed") if b"PGDMP" in file.read_bytes()]
    await another.prepare()
    with pytest.raises(Complaint, match="is encrypted"):
        await restores.restore_all(another.settings, folder)
    with pytest.raises(Complaint, match="another backup_key"):
        await restores.restore_all(another.but(backup_key=OTHER_KEY), folder)
    assert await another.value("report", "SELECT count(*) FROM outbox") == 0, "what init has made is still there"


async def test_a_dump_that_does_not_fit_is_one_sentence(installation, another, tmp_path, monkeypatch):
    folder = await backups.write(installation.settings, tmp_path)
    monkeypatch.setattr(restores, "checked_manifest", lambda _: orjson.loads((folder / "manifest.json").read_bytes()))
    (folder / "report.dump").write_bytes(b"no dump at all")
    with pytest.raises(Complaint, match="pg_restore of report failed"):
        await restores.restore_all(another.settings, folder)


@pytest.mark.parametrize(
    ("sums", "told"),
    [(b"", "does not name manifest.json"), (b"\xff\xfe\x00", "missing from the backup"), (None, "does not name")],
)
async def test_checksums_that_are_cut_or_garbage_are_no_proof(installation, another, tmp_path, sums, told):
    folder = await backups.write(installation.settings, tmp_path)
    file = folder / "SHA256SUMS"
    file.write_bytes(file.read_bytes().partition(b"\n")[2] if sums is None else sums)
    with pytest.raises(Complaint, match=told):
        await restores.restore_all(another.settings, folder)


async def test_a_backup_that_fails_leaves_nothing_that_looks_whole(installation, tmp_path):
    with pytest.raises((Complaint, OSError)):
        await backups.write(
            installation.but(admin_url=SecretStr("postgresql://postgres@127.0.0.1:1/postgres")), tmp_path
        )
    assert list(tmp_path.iterdir()) == []


async def test_a_restore_brings_the_attachments_back_and_notices_one_that_was_changed(installation, another, tmp_path):
    before = installation.but(attachments_url=f"file://{tmp_path}/before", backup_key=KEY)
    after = another.but(attachments_url=f"file://{tmp_path}/after", backup_key=KEY)
    kept = [await Store(before, part).put(part.encode() * 100_000) for part in ("signage", "supervision")]
    folder = await backups.write(before, tmp_path)
    await restores.restore_all(after, folder)
    for part, sha256 in zip(("signage", "supervision"), kept, strict=True):
        assert await Store(after, part).whole(sha256) == part.encode() * 100_000
    (tmp_path / "before" / "signage" / kept[0][:2] / kept[0]).write_bytes(b"another photo")
    (tmp_path / "second").mkdir()
    changed = await backups.write(before, tmp_path / "second")
    facts = orjson.loads((changed / "manifest.json").read_bytes())["attachments"]
    keys = archive.keys_of(KEY)
    with pytest.raises(Complaint, match="is not what was uploaded"):
        await attachment_files.unpack(archive.read(changed / facts["file"], keys), after)
