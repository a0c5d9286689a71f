"""The operator's command line on a demo: it finds the installation by itself, and one screen shows all of it."""

import os
import subprocess
import sys

import pytest
from contracts.version import VERSION
from songbang.demo.commands import write_settings
from songbang.inventory import PARTS
from songbang.settings import DEMO
from songbang.stack import WEBHOOKS


@pytest.fixture
def songbang(stack, tmp_path):
    """Run a command where `make demo` was run, with nothing set by hand."""
    (tmp_path / DEMO).parent.mkdir(parents=True)
    write_settings(tmp_path / DEMO, stack)
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SONGBANG_")}

    def run(*arguments):
        command = [sys.executable, "-W", "ignore", "-m", "songbang.cli", *arguments]
        return subprocess.run(command, cwd=tmp_path, env={**bare, "COLUMNS": "200"}, capture_output=True, text=True)

    return run


def test_one_screen_shows_every_process_and_every_database_of_the_demo(songbang):
    done = songbang("status")
    assert done.returncode == 0, done.stdout + done.stderr
    for name in [*(part.distribution for part in PARTS), WEBHOOKS]:
        [line] = [line for line in done.stdout.splitlines() if f" {name} " in line and "127.0.0.1" in line]
        assert [cell.strip() for cell in line.split("│")[3:5]] == [VERSION, "yes"], line


def test_the_audit_chains_of_the_demo_hold(songbang):
    done = songbang("audit", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" none ") == 3 * len(PARTS)  # two logs and the rows of each


def test_a_backup_of_the_demo_lies_beside_its_data(songbang, stack):
    done = songbang("backup")
    assert done.returncode == 0, done.stdout + done.stderr
    [folder] = (stack.root / "backups").iterdir()
    assert done.stdout.strip().splitlines()[-1] == str(folder)
    assert (folder / "SHA256SUMS").is_file()


def test_the_settings_of_the_demo_are_their_owner_s_alone(songbang, tmp_path):
    assert (tmp_path / DEMO).stat().st_mode & 0o077 == 0


def test_without_a_demo_and_without_settings_the_missing_ones_are_named(tmp_path):
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SONGBANG_")}
    command = [sys.executable, "-W", "ignore", "-m", "songbang.cli", "status"]
    done = subprocess.run(command, cwd=tmp_path, env=bare, capture_output=True, text=True)
    assert done.returncode == 1
    assert "SONGBANG_ADMIN_URL is missing" in done.stderr
    assert "Traceback" not in done.stderr
