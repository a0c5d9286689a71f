"""Mutation testing of the modules that decide: `make mutants`, or one of them by `make mutants MODULE=score`.

Each module's file, its tests and its budget in minutes stand in pyproject.toml. mutmut reads only a flat `src`, so each
module gets a small project of its own under var/mutants: a copy of its package, of its tests, and the settings.
"""

import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[1]
SCRATCH = ROOT / "var" / "mutants"
SHARED = ("conftest.py", "costs.py", "waiting.py")
# `mutmut show` takes seconds for each survivor; this takes them once.
_DIFFERENCES = """
import json
from pathlib import Path
from mutmut.mutation.diff_apply import get_diff_for_mutant
for path in Path("mutants").rglob("*.meta"):
    for mutant, code in json.loads(path.read_text())["exit_code_by_key"].items():
        if code == 0:
            lines = get_diff_for_mutant(mutant).splitlines()[3:]
            print(mutant, *(line for line in lines if line.startswith(("+", "-"))), sep="\\n  ")
"""


def modules() -> dict[str, dict[str, Any]]:
    """The modules that are mutated, by name."""
    settings: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutants"]
    return settings


def project(name: str, module: dict[str, Any]) -> Path:
    """Write a project in which only this module is mutated; what an earlier run found in it is gone."""
    here = SCRATCH / name
    shutil.rmtree(here, ignore_errors=True)
    source, _, inner = module["file"].partition("/src/")
    package = inner.partition("/")[0]
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / source / "src" / package, here / "src" / package, ignore=ignored)
    for test in {*(f"tests/{shared}" for shared in SHARED), *module["tests"], *_conftests(module["tests"])}:
        (here / test).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / test, here / test)
    settings = {
        "source_paths": ["src"], "only_mutate": [f"src/{inner}"], "pytest_add_cli_args": ["-p", "no:xdist"],
        "pytest_add_cli_args_test_selection": module["tests"], "timeout_constant": 30.0,
    }  # fmt: skip
    lines = [f"{key} = {orjson.dumps(value).decode()}" for key, value in settings.items()]
    text = (ROOT / "pyproject.toml").read_text()
    (here / "pyproject.toml").write_text(f"{text}\n[tool.mutmut]\n" + "\n".join(lines) + "\n")
    return here


def _conftests(tests: Iterable[str]) -> set[str]:
    """The fixtures that stand beside the tests and above them."""
    found = {str(folder / "conftest.py") for test in tests for folder in Path(test).parents}
    return {name for name in found if name.startswith("tests/") and (ROOT / name).exists()}


def started(here: Path, *command: str, minutes: float | None = None) -> str:
    """Run a program of the environment in a project and return what it printed; after its minutes it is ended.

    Raises TimeoutExpired then: with it end the mutants that it has started.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}
    program = str(Path(sys.executable).with_name(command[0]))
    process = subprocess.Popen(
        [program, *command[1:]], cwd=here, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        printed, _ = process.communicate(timeout=minutes and minutes * 60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{printed[-4000:]}")
    return printed


def run(name: str, module: dict[str, Any]) -> None:
    """Mutate one module within its budget; print its figures and how each survivor differs from the module."""
    here, cut = project(name, module), ""
    try:
        started(here, "mutmut", "run", "--max-children", "1", minutes=module["minutes"])
    except subprocess.TimeoutExpired:
        cut = f", stopped after {module['minutes']} minutes"
    started(here, "mutmut", "export-cicd-stats")
    figures = orjson.loads((here / "mutants" / "mutmut-cicd-stats.json").read_bytes())
    killed = figures["killed"] + figures["timeout"]
    print(f"{name}: {figures['total']} mutants, {killed} killed, {figures['survived']} survivors, "
          f"{figures['no_tests']} without a test{cut}")  # fmt: skip
    print(started(here, "python", "-c", _DIFFERENCES))


if __name__ == "__main__":
    every = modules()
    for wanted in sys.argv[1:] or every:
        if wanted not in every:
            raise SystemExit(f"no module {wanted!r}; there are: {', '.join(every)}")
        run(wanted, every[wanted])
