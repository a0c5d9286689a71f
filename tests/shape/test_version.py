"""The version stands in one place; everything that shows a version reads it, or is held equal to it here."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from contracts.version import VERSION
from gateway.catalogue import asyncapi
from songbang.cli import app as command_line
from songbang.snapshot import merged
from typer.testing import CliRunner

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "libs" / "contracts" / "src" / "contracts" / "version.py"
PROJECTS = sorted(path for pattern in ("libs/*", "services/*", "gateway", "deploy/local")
                  for path in ROOT.glob(f"{pattern}/pyproject.toml"))  # fmt: skip


def test_the_version_is_a_semantic_one():
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: str(path.parent.relative_to(ROOT)))
def test_a_package_reads_the_version_from_its_one_place(path):
    project = tomllib.loads(path.read_text())
    assert "version" not in project["project"]
    assert project["project"]["dynamic"] == ["version"]
    assert (path.parent / project["tool"]["hatch"]["version"]["path"]).resolve() == SOURCE


def test_the_documents_of_the_api_carry_the_version():
    assert merged()["info"]["version"] == VERSION
    assert asyncapi.document()["info"]["version"] == VERSION


def test_the_command_line_prints_the_version():
    assert CliRunner().invoke(command_line, ["--version"]).stdout == f"{VERSION}\n"


def test_the_images_are_labelled_with_the_version():
    recipe = (ROOT / "deploy" / "Dockerfile").read_text()
    assert re.findall(r"^ARG VERSION=(.*)$", recipe, re.MULTILINE) == [VERSION]
    assert 'org.opencontainers.image.version="${VERSION}"' in recipe
    ends = re.findall(r"^FROM ground AS (\w+)\n(.*?)(?=^FROM |\Z)", recipe, re.MULTILINE | re.DOTALL)
    assert [name for name, stage in ends if 'org.opencontainers.image.revision="${REVISION}"' in stage] == [
        "service", "operator",
    ]  # fmt: skip


def test_the_dashboard_has_no_version_of_its_own():
    assert "version" not in json.loads((ROOT / "gateway" / "dashboard" / "package.json").read_text())


def test_the_changelog_begins_with_what_is_unreleased_and_knows_no_later_version():
    heads = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert heads[0] == "Unreleased"
    released = [tuple(map(int, head.split("."))) for head in heads[1:]]
    assert released == sorted(released, reverse=True)
    assert released[0] <= tuple(map(int, VERSION.split(".")))
