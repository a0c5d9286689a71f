"""`make service` and `make aggregate` in a copy of the repository: what they write works and is tested."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FOLDERS = ("libs", "services", "gateway", "deploy", "docs", "examples", "tests", "bench")
MADE = shutil.ignore_patterns("node_modules", "__pycache__", "dist", "static", "screenshots", "*.pyc")


class Copy:
    """A copy of the repository, and programs that run its code instead of this one's."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in FOLDERS:
            shutil.copytree(ROOT / folder, root / folder, ignore=MADE)
        for path in (path for path in ROOT.iterdir() if path.is_file()):
            shutil.copy(path, root)
        self.before = self.contents()

    def contents(self) -> dict[str, bytes]:
        files = (path for path in self.root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {str(path.relative_to(self.root)): path.read_bytes() for path in files}

    def run(self, *arguments: str) -> str:
        sources = [*self.root.glob("libs/*/src"), *self.root.glob("services/*/src")]
        sources += [self.root / "gateway" / "src", self.root / "deploy" / "local" / "src", self.root]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sources)), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-m", *arguments], cwd=self.root, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Copy:
    """The repository with a sixth service of two aggregates, and an aggregate more in an old service."""
    copy = Copy(tmp_path_factory.mktemp("grown") / "repository")
    copy.run("songbang.scaffolding", "service", "water", "hand_pumps", "--service-title", "供水", "--title", "水井")
    copy.run("songbang.scaffolding", "aggregate", "water", "pipes", "--title", "水管")
    copy.run("songbang.scaffolding", "aggregate", "signage", "lamps", "--title", "路灯")
    copy.run("songbang.generated")
    return copy


def test_what_was_written_passes_its_own_tests(grown):
    told = grown.run("pytest", "-q", "-p", "no:cacheprovider", "tests/integration/water",
                     "tests/integration/signage/test_lamps.py")  # fmt: skip
    assert "30 passed" in told


def test_every_list_of_the_repository_knows_the_new_service(grown):
    told = grown.run("pytest", "-q", "-p", "no:cacheprovider", "tests/shape/test_architecture.py",
                     "tests/shape/test_packages.py", "tests/contract/test_events.py", "tests/contract/test_tables.py",
                     "tests/contract/test_steps.py", "tests/unit/supervision/test_facts.py",
                     "-k", "water or signage or part or event or packages or record or step")  # fmt: skip
    assert "water" not in told


def test_it_is_formatted_and_linted_as_the_rest(grown):
    grown.run("ruff", "format", "--check", "-q", ".")
    grown.run("ruff", "check", "-q", ".")
    grown.run("pytest", "-q", "-p", "no:cacheprovider", "tests/shape/test_sources.py")


def test_nothing_outside_of_its_folders_is_left_to_be_edited_by_hand(grown):
    after = grown.contents()
    changed = {name for name, content in grown.before.items() if after.get(name) != content}
    assert changed == {
        "pyproject.toml", "docker-compose.yml", "deploy/local/pyproject.toml", "deploy/secrets.sh",
        "deploy/monitoring/alerts.yml", "deploy/monitoring/prometheus.yml", "deploy/upgrade.sh", "docs/asyncapi.json",
        "gateway/README.md", "gateway/dashboard/openapi.json",
        "gateway/dashboard/src/model/words.ts", "gateway/dashboard/src/model/codes.json",
        "gateway/dashboard/src/model/desk.json",
        "libs/contracts/src/contracts/parts.py",
        "services/signage-svc/README.md",
        "services/signage-svc/src/signage_svc/main.py",
        "services/supervision-svc/src/supervision_svc/facts/uncounted.py",
    }  # fmt: skip
    compose = after["docker-compose.yml"].decode()
    assert "SONGBANG_WATER_URL: http://water-svc:8106" in compose
    assert "  water-svc:\n" in compose
    assert "water_password: {file:" in compose
    assert 'services="checklist signage report certificate supervision water"' in after["deploy/secrets.sh"].decode()


def test_a_second_service_of_the_name_is_refused(grown):
    with pytest.raises(AssertionError, match="this name is taken"):
        grown.run("songbang.scaffolding", "service", "water", "pumps")
