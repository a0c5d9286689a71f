"""Bills of materials in CycloneDX: the packages Songbang is built from. `make sbom` writes them to var/sbom.

python -m songbang.sbom [directory]
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from contracts.version import VERSION

ROOT = Path(__file__).parents[4]
DASHBOARD = ROOT / "gateway" / "dashboard"
_BIN = Path(sys.executable).parent


def python_bill(target: Path) -> None:
    """What requirements.lock pins, with every hash."""
    command = [str(_BIN / "cyclonedx-py"), "requirements", "--output-reproducible", "--of", "JSON", "-o", str(target)]
    subprocess.run([*command, str(ROOT / "requirements.lock")], check=True, stderr=subprocess.DEVNULL)


def dashboard_bill(target: Path) -> None:
    """What the dashboard is built with and delivers, from its lock file alone."""
    with tempfile.TemporaryDirectory() as directory:
        # The dashboard has no version of its own, and npm wants one.
        for name in ("package.json", "package-lock.json"):
            document = json.loads((DASHBOARD / name).read_bytes()) | {"version": VERSION}
            if "packages" in document:
                document["packages"][""]["version"] = VERSION
            (Path(directory) / name).write_text(json.dumps(document), encoding="utf-8")
        done = subprocess.run(
            ["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--offline"],
            cwd=directory, capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}"},
        )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"npm made no bill of materials:\n{done.stderr}")
    target.write_text(done.stdout, encoding="utf-8")


def main() -> None:
    """Write both, and name them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in {"python": python_bill, "dashboard": dashboard_bill}.items():
        target = folder / f"{name}.cdx.json"
        write(target)
        print(f"{target}: {len(json.loads(target.read_bytes())['components'])} components")


if __name__ == "__main__":
    main()
