"""What documents point at exists: files, folders, tests, make targets, routes, settings and linked headings."""

import os
import re
from functools import cache
from pathlib import Path

import pytest
from songbang.settings import known_names
from songbang.snapshot import merged

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "services/*/README.md", "gateway/README.md", ".github/*.md")
    for path in ROOT.glob(pattern)
)
PLACES = ("", "services/*/src/", "libs/*/src/", "gateway/src/", "gateway/dashboard/src/", "deploy/local/src/songbang/",
          "services/*/src/*/", "libs/*/src/*/", "tests/integration/", "docs/")  # fmt: skip
OF_TODAY = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]
"""The changelog also names what is gone."""
LEFT_BEHIND = ("var/", "secrets/", "backups/")
"""Made by commands; not in the repository."""
ELSEWHERE = {"secrets_dir", "compose", "webhook_secrets", "screenshots", "browser_root"}
"""Variables of the kit itself, of the example receiver and of the tests."""
PATH = re.compile(r"`((?:\.?[A-Za-z0-9_-]+/)+[A-Za-z0-9_.-]*|[a-z_]+\.(?:py|toml|yml|ts|sql))`")
TEST = re.compile(r"`(test_\w+)`")
ROUTE = re.compile(r"(/api/[a-z-]+/v1/[a-z_{}/-]*[a-z_}])")
SETTING = re.compile(r"`?SONGBANG_([A-Z_]*[A-Z])\b(?!…|_)")
TARGET = re.compile(r"(?:^|`|&& )make ([a-z][a-z-]+)\b", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]*)(#[^)]*)?\)")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_of(path: Path) -> str:
    """The parts of a document that are set as code."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text_of(path), re.DOTALL))


@cache
def all_tests() -> frozenset[str]:
    sources = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "gateway" / "dashboard" / "tests").rglob("*.ts")]
    return frozenset(name for path in sources for name in re.findall(r"\bdef (test_\w+)", text_of(path)))


@cache
def routes() -> frozenset[str]:
    return frozenset(re.sub(r"\{[^}]*\}", "{}", path) for path in merged()["paths"])


@cache
def names() -> frozenset[str]:
    found: set[str] = set()
    for _, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in ("node_modules", ".venv", ".git", "var", "dist")]
        found |= {*folders, *files}
    return frozenset(found)


def exists(name: str) -> bool:
    if "/" not in name:
        return name in names()
    return any(next(ROOT.glob(f"{place}{name.rstrip('/')}"), None) is not None for place in PLACES)


@pytest.mark.parametrize("path", OF_TODAY, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_pointer_of_a_document_leads_somewhere(path):
    text, code = text_of(path), code_of(path)
    pointed = {name for name in PATH.findall(code) if not name.startswith(LEFT_BEHIND)}
    # A name with a slash that begins with no folder of the repository is no path: a MIME type, say.
    folders = {found.name for found in ROOT.iterdir()} | {found.name for found in ROOT.glob("*/src/*")}
    files = {name for name in pointed if "." in name.rsplit("/", 1)[-1] or name.split("/", 1)[0] in folders}
    assert {name for name in files if not exists(name)} == set()
    assert set(TEST.findall(code)) - all_tests() - {path.stem for path in (ROOT / "tests").rglob("*.py")} == set()
    assert {name.lower() for name in SETTING.findall(text)} - known_names() - ELSEWHERE == set()
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    assert set(TARGET.findall(code)) - targets == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(path):
    for target, heading in LINK.findall(re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL)):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        found = (path.parent / target).resolve() if target else path
        assert found.exists(), target
        if heading:
            heads = re.findall(r"^#+ (.*)$", text_of(found), re.MULTILINE)
            assert heading[1:] in {re.sub(r"[^\w\s-]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", OF_TODAY, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_route_that_a_document_names_is_answered(path):
    named = {re.sub(r"\{[^}]*\}", "{}", route) for route in ROUTE.findall(text_of(path))}
    assert {route for route in named if not any(answers(known, route) for known in routes())} == set()


def answers(known: str, route: str) -> bool:
    """Whether the route is this one or leads to it; a parameter stands for any word."""
    wanted, given = route.split("/"), known.split("/")
    return len(wanted) <= len(given) and all(have in (want, "{}") for want, have in zip(wanted, given, strict=False))


def test_the_two_readmes_say_the_same():
    english, chinese = text_of(ROOT / "README.md"), text_of(ROOT / "README.zh-CN.md")
    for kind in (r"^#+ ", r"^\| ", r"^```", r"^make [a-z-]+", r"^!\["):
        assert len(re.findall(kind, english, re.MULTILINE)) == len(re.findall(kind, chinese, re.MULTILINE)), kind
    links = [{target for target, _ in LINK.findall(text) if "README" not in target[:6]} for text in (english, chinese)]
    assert links[0] == links[1]
