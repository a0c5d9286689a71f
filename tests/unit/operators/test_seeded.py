"""The copies of the told county: they belong to their sources, and lie on the disk no longer than they are of use."""

from datetime import date

import pytest
from songbang.demo import seeded

DAY = date(2026, 11, 27)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A tiny repository."""
    monkeypatch.setattr(seeded, "ROOT", tmp_path)
    monkeypatch.setattr(seeded, "COPIES", tmp_path / "var" / "county")
    for name in ("services/a-svc/src", "libs", "gateway/src", "deploy/local/src", "gateway/dashboard", "var/county"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "requirements.lock").write_text("asyncpg==1")
    (tmp_path / "services/a-svc/src/rules.py").write_text("limit = 1")
    return tmp_path


@pytest.mark.parametrize("changed", ["services/a-svc/src/rules.py", "requirements.lock", "libs/words.json"])
def test_a_copy_is_out_of_date_when_anything_that_the_story_depends_on_changes(workspace, changed):
    before = seeded.digest()
    (workspace / changed).write_text("changed")
    assert seeded.digest() != before


@pytest.mark.parametrize(
    "changed", ["gateway/dashboard/page.ts", "services/a-svc/README.md", "libs/__pycache__/x.pyc", "var/county/x.tar"]
)
def test_what_the_story_does_not_depend_on_leaves_a_copy_valid(workspace, changed):
    before = seeded.digest()
    (workspace / changed).parent.mkdir(exist_ok=True)
    (workspace / changed).write_text("changed")
    assert seeded.digest() == before


def test_an_installation_comes_out_of_its_archive_as_it_went_in(workspace, tmp_path):
    root, archive = tmp_path / "root", seeded.COPIES / "x.tar"
    (root / "postgres").mkdir(parents=True)
    (root / "postgres" / "PG_VERSION").write_text("18")
    (root / "postgres").chmod(0o700)
    seeded._pack(root, archive)
    seeded.unpack(archive, tmp_path / "again")
    assert (tmp_path / "again" / "postgres" / "PG_VERSION").read_text() == "18"
    assert (tmp_path / "again" / "postgres").stat().st_mode & 0o777 == 0o700
    assert not archive.with_suffix(".draft").exists()


def test_a_copy_that_is_there_is_taken_and_only_outdated_ones_are_dropped(workspace, monkeypatch):
    sources = seeded.digest()
    names = [
        f"{sources}-{seeded.LAST_DAY}-postgres", f"{sources}-{DAY}-kafka", f"{sources}-2020-01-01-postgres",
        f"0000-{DAY}-postgres",
    ]  # fmt: skip
    for name in names:
        (seeded.COPIES / f"{name}.tar").touch()
    assert seeded.copy_of(seeded.LAST_DAY, "postgres", print) == seeded.COPIES / f"{names[0]}.tar"
    seeded._forget_old_copies(sources, DAY)
    assert {path.stem for path in seeded.COPIES.glob("*.tar")} == set(names[:2])
