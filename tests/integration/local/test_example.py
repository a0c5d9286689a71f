"""The example is a distribution like every service: it can be built."""

import subprocess
import sys
import zipfile
from pathlib import Path

EXAMPLE = Path(__file__).parents[3] / "examples" / "service"


def test_the_example_is_built_with_its_code_and_its_migration(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=EXAMPLE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("example_svc-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"example_svc/{name}" for name in ("main.py", "py.typed", "migrations/initial.py")} <= names
