"""The architecture, as tests: same rooms everywhere, small files, nobody commits but the kit."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from songbang.inventory import PARTS, SERVICES

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder in ("libs", "services", "gateway/src", "deploy/local/src")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts and "node_modules" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TOP = {"clients", "services", "gateway", "libs", "deploy", "tests", "bench", "docs"}
ROOMS = {"routes.py", "service.py", "repository.py", "models.py", "schemas.py", "errors.py"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "base", "misc"}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def source_of(part) -> Path:
    folder = ROOT / "gateway" if part.package == "gateway" else ROOT / "services" / part.distribution
    return folder / "src" / part.package


def test_the_top_level_is_the_agreed_tree():
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    # What the demonstration and `deploy/secrets.sh` leave here is in nobody's way.
    assert found - {"var", "secrets", "examples"} == TOP
    for name in ("README.md", "README.zh-CN.md", "docker-compose.yml", "Makefile", "requirements.lock", ".env.example"):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_source_file_stays_short(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", TESTS, ids=relative)
def test_a_test_file_stays_readable(path):
    assert len(path.read_text().splitlines()) <= 500


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_file_has_a_name_that_says_nothing(path):
    assert path.stem not in FORBIDDEN_NAMES
    assert path.parent.name not in FORBIDDEN_NAMES


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


def _allowed_to_commit(path: Path) -> bool:
    return path.is_relative_to(ROOT / "libs" / "servicekit")


@pytest.mark.parametrize("path", [p for p in SOURCES if not _allowed_to_commit(p)], ids=relative)
def test_nobody_commits_but_the_kit(path):
    assert not re.search(r"\.(commit|rollback)\(\)", path.read_text())


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_the_environment_is_read_in_settings_and_time_is_aware(path):
    text = path.read_text()
    if path.name != "settings.py" and not path.is_relative_to(ROOT / "deploy"):
        assert "os.environ" not in text
        assert "getenv(" not in text
    assert "datetime.now()" not in text
    assert "utcnow(" not in text


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_import_hides_in_a_function(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            hidden = [inner for inner in ast.walk(node) if isinstance(inner, (ast.Import, ast.ImportFrom))]
            assert not hidden, f"{relative(path)}:{hidden[0].lineno}"


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


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.name in ("repository.py", "routes.py")], ids=relative
)  # fmt: skip
def test_filters_of_a_list_are_declared_and_not_written_by_hand(path):
    assert "def matching(" not in path.read_text()


CUT = re.compile(r"\.limit\((?:[2-9]|\d\d+|[A-Z_]+)\)")


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_list_is_cut_silently(path):
    """A page says where it goes on; other statements are cut only where they lock rows or take what is due in turns."""
    cut = [match.string[max(0, match.start() - 400) : match.end() + 40] for match in CUT.finditer(path.read_text())]
    assert not [near for near in cut if "with_for_update" not in near and "# in turns" not in near]


OWN = {
    "libs/servicekit/src/servicekit/security_log.py", "libs/servicekit/src/servicekit/history/routes.py",
    "libs/servicekit/src/servicekit/attachments/routes.py", "libs/countykit/src/countykit/evidence.py",
    "libs/countykit/src/countykit/cases.py", "services/certificate-svc/src/certificate_svc/charges/schemas.py",
    "services/certificate-svc/src/certificate_svc/demands/repository.py",
    "services/certificate-svc/src/certificate_svc/demands/schemas.py",
    "services/checklist-svc/src/checklist_svc/admissions/models.py", "gateway/src/gateway/identity/revocation.py",
}  # fmt: skip
"""What an account may read or remove as its own, and whom a list names already; no rule about a second person."""


def _by_login(node: ast.AST) -> bool:
    """Whether a comparison, in Python or in SQL, asks for the one login of the token."""
    if isinstance(node, ast.Compare):
        return "caller.sub" in {ast.unparse(each) for each in (node.left, *node.comparators)}
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return named and node.func.attr in SQL_COMPARISONS and "caller.sub" in ast.unparse(ast.Tuple(elts=node.args))


SQL_COMPARISONS = {"is_distinct_from", "is_not_distinct_from", "contains", "in_", "not_in"}


def test_persons_are_compared_and_not_their_logins():
    """The same person under two logins is no second person (decision 0090)."""
    found = {relative(path) for path in SOURCES if any(map(_by_login, ast.walk(ast.parse(path.read_text()))))}
    assert found <= OWN
