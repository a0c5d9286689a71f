"""The way back to an earlier release: said part by part, never by losing what was written."""

import pytest
from contracts.version import VERSION
from songbang import downgrades
from songbang.complaints import Complaint

NEWER = (
    "INSERT INTO schema_release (revision, release, min_release) SELECT version_num, '99.0.0', $1 FROM alembic_version"
)


async def test_this_release_runs_on_its_own_schemas(installation):
    await downgrades.require(installation.settings, VERSION)


@pytest.mark.parametrize(
    ("release", "told"),
    [("0.1.0", "from 0.2.0 on"), ("99.0.0", f"this is release {VERSION}"), ("", "no version"), ("v1", "v1")],
)
async def test_a_release_that_there_is_no_way_to_is_refused(installation, release, told):
    with pytest.raises(Complaint) as refused:
        await downgrades.require(installation.settings, release)
    assert told in str(refused.value)


async def test_a_schema_that_has_lost_what_the_release_needs_is_named_with_its_part_and_revision(another):
    await another.prepare()
    await another.fetch("report", "DELETE FROM schema_release")
    with pytest.raises(Complaint, match="releases run on report: run `songbang migrate`"):
        await downgrades.require(another.settings, VERSION)
    await another.fetch("report", NEWER, "99.0.0")
    with pytest.raises(Complaint, match=r"report is at revision .* of release 99\.0\.0, which needs 99\.0\.0 or newer"):
        await downgrades.require(another.settings, VERSION)
    await another.fetch("report", "UPDATE schema_release SET min_release = $1", VERSION)
    await downgrades.require(another.settings, VERSION)
