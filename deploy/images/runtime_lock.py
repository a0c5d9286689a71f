"""Prints the part of requirements.lock that the product needs: the lock also pins what only the tests use.

python runtime_lock.py requirements.lock pyproject.toml... [--besides a-subset.lock]
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

OURS = re.compile(r"(contracts|wording|servicekit|countykit|gateway|songbang|.*-svc)$")


def name_of(requirement: str) -> str:
    """The normalised name that a requirement or a line of the lock begins with."""
    return re.sub(r"[-_.]+", "-", re.split(r"[ \[<>=!~;@]", requirement, maxsplit=1)[0]).lower()


def blocks(lock: str) -> list[str]:
    """The pins, each with its hashes."""
    return [block for block in re.split(r"\n(?=\S)", lock.strip()) if not block.startswith("#")]


def wanted(pyprojects: list[Path]) -> list[str]:
    """What our packages ask for, without each other."""
    named = {
        requirement
        for file in pyprojects
        for requirement in tomllib.loads(file.read_text(encoding="utf-8"))["project"]["dependencies"]
    }
    return sorted(line for line in named if not OURS.match(name_of(line)))


def closure(requirements: list[str], lock: str) -> set[str]:
    """Everything that pip would install for them at the lock's versions."""
    with tempfile.TemporaryDirectory() as directory:
        pins, report = Path(directory) / "pins.txt", Path(directory) / "report.json"
        pins.write_text("\n".join(block.split(" \\", 1)[0] for block in blocks(lock)), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--dry-run"]
        command += ["--ignore-installed", "--report", str(report), "--constraint", str(pins), *requirements]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        installed = json.loads(report.read_text(encoding="utf-8"))["install"]
    return {name_of(item["metadata"]["name"]) for item in installed}


def main() -> None:
    """Print the subset, hashes included."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock", type=Path)
    parser.add_argument("pyprojects", type=Path, nargs="+")
    parser.add_argument("--besides", type=Path, help="leave out what this subset has already")
    arguments = parser.parse_args()
    lock = arguments.lock.read_text(encoding="utf-8")
    had = (
        {name_of(block) for block in blocks(arguments.besides.read_text(encoding="utf-8"))}
        if arguments.besides
        else set()
    )
    needed = closure(wanted(arguments.pyprojects), lock) - had
    if missing := needed - {name_of(block) for block in blocks(lock)}:
        sys.exit(f"{arguments.lock} lacks {', '.join(sorted(missing))}; run `make lock`")
    print("\n".join(block for block in blocks(lock) if name_of(block) in needed))


if __name__ == "__main__":
    main()
