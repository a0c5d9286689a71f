"""Fixtures of a package end with its last test where the folder is a package; elsewhere they live for the session."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FOLDERS = [path.parent for path in TESTS.rglob("conftest.py") if 'scope="package"' in path.read_text()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_with_fixtures_of_a_package_is_one(folder):
    assert (folder / "__init__.py").exists(), "its installations would run beside all later tests, idle and in the way"


def test_there_are_such_folders():
    assert {folder.name for folder in FOLDERS} >= {"e2e", "fuzz"}
