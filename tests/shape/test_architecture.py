"""The architecture, as tests: the agreed tree, the same rooms everywhere, and every part in every list."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from songbang.inventory import PARTS, SERVICES

from tests.shape.sources import ROOT, relative

TOP = {"clients", "services", "gateway", "libs", "deploy", "tests", "bench", "docs"}


def source_of(part) -> Path:
    folder = ROOT / "gateway" if part.package == "gateway" else ROOT / "services" / part.distribution
    return folder / "src" / part.package


def test_the_top_level_is_the_agreed_tree():
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    # What the demonstration and `deploy/secrets.sh` leave here is in nobody's way.
    assert found - {"var", "secrets", "examples"} == TOP
    for name in ("README.md", "README.zh-CN.md", "docker-compose.yml", "Makefile", "requirements.lock", ".env.example"):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("part", SERVICES, ids=lambda part: part.name)
def test_a_service_has_the_same_rooms_as_the_others(part):
    source = source_of(part)
    for name in ("main.py", "settings.py", "models.py", "consumers.py", "migrations", "py.typed", "__init__.py"):
        assert (source / name).exists(), f"{part.package}/{name}"
    aggregates = [folder for folder in source.iterdir() if (folder / "models.py").exists()]
    assert aggregates
    for folder in aggregates:
        rooms = {path.name for path in folder.glob("*.py")}
        assert {"models.py", "repository.py"} <= rooms, f"{relative(folder)} has only {rooms}"


@pytest.mark.parametrize("part", SERVICES, ids=lambda part: part.name)
def test_a_services_wiring_stays_within_twenty_statements(part):
    module = ast.parse((source_of(part) / "main.py").read_text())
    statements = [
        node for node in ast.walk(module) if isinstance(node, ast.stmt) and not isinstance(node, ast.ImportFrom)
    ]
    assert len(statements) <= 20


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_has_one_linear_history_of_migrations(part):
    versions = [path.read_text() for path in (source_of(part) / "migrations").glob("*.py")]
    parents = [re.search(r"^down_revision = (.*)$", text, re.MULTILINE).group(1) for text in versions]
    assert parents.count("None") == 1
    assert len(set(parents)) == len(parents)


@pytest.mark.parametrize("part", SERVICES, ids=lambda part: part.name)
def test_sql_stays_in_the_repository(part):
    for path in source_of(part).rglob("*.py"):
        if path.stem in ("service", "routes", "models", "schemas", "consumers", "main", "errors"):
            assert not re.search(r"\b(select|sa\.insert|sa\.update|sa\.delete)\(", path.read_text()), relative(path)


def test_every_part_is_in_the_workspace_the_linter_and_compose():
    root = tomllib.loads((ROOT / "pyproject.toml").read_text())
    compose = (ROOT / "docker-compose.yml").read_text()
    for part in PARTS:
        assert part.distribution in root["project"]["dependencies"]
        assert part.package in root["tool"]["importlinter"]["root_packages"]
        assert re.search(rf"^  {part.distribution}:", compose, re.MULTILINE), f"{part.distribution} is not in compose"


def test_whatever_runs_for_years_in_compose_is_asked_how_it_is_and_has_its_limits():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    running = {name: service for name, service in services.items() if service.get("restart") == "unless-stopped"}
    assert len(running) >= len(PARTS) + 5  # postgres, kafka, caddy, prometheus, grafana
    for name, service in running.items():
        assert service["healthcheck"].get("test"), name
        assert {"mem_limit", "logging", "cap_drop", "security_opt"} <= service.keys(), name


def test_the_lock_has_hashes_and_names_no_registry():
    lock = (ROOT / "requirements.lock").read_text()
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert "index-url" not in lock
