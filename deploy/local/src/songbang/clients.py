"""Writes the generated parts of the published clients: `make clients`.

python -m songbang.clients
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from contracts.version import VERSION

from songbang.generated import ROOT
from songbang.node_tools import TOOLS, environment, tool
from songbang.snapshot import merged

PYTHON = ROOT / "clients" / "python" / "src" / "songbang_client" / "generated"
TYPESCRIPT = ROOT / "clients" / "typescript" / "dist"
STRICT = (
    "--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom",
)  # fmt: skip


class ClientNotMade(Exception):
    """A generator complained about the document; the message is the generator's own."""


def write_python(target: Path = PYTHON) -> bool:
    """Write the package `generated` of the Python client; whether it was out of date.

    Raises ClientNotMade, also for a warning: a generator warns of what it leaves out.
    """
    return _written(target, _python)


def write_typescript(target: Path = TYPESCRIPT) -> bool:
    """Write the TypeScript client as it is published; whether it was out of date. Raises ClientNotMade, NodeMissing."""
    return _written(target, _typescript)


def _written(target: Path, make: Callable[[Path, Path], None]) -> bool:
    sources = [orjson.dumps(merged()), *(path.read_bytes() for path in sorted(_sources(target)))]
    digest, stamp = hashlib.sha256(b"\0".join(sources)).hexdigest(), target / "document.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return False
    with TemporaryDirectory() as folder:
        document, made = Path(folder) / "openapi.json", Path(folder) / "made"
        document.write_bytes(sources[0])
        make(document, made)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target)
    stamp.write_text(digest)
    return True


def _sources(target: Path) -> list[Path]:
    return [*(target.parent / "src").glob("*.ts"), *target.parent.glob("package.json")]


def _python(document: Path, made: Path) -> None:
    generator = Path(sys.executable).with_name("openapi-python-client")
    said = _run(generator, "generate", "--path", document, "--output-path", made, "--meta", "none")
    if "WARNING" in said:
        raise ClientNotMade(said)


def _typescript(document: Path, made: Path) -> None:
    source = TYPESCRIPT.parent
    work = document.parent / "work"
    shutil.copytree(source / "src", work)
    (work / "node_modules").symlink_to(tool("tsc").parents[1])
    _run(tool("openapi-typescript"), document, "-o", work / "schema.d.ts")
    shutil.copy(source / "package.json", work)
    _run(tool("tsc"), *STRICT, "--declaration", "--outDir", made, work / "index.ts")
    shutil.copy(work / "schema.d.ts", made)
    package = orjson.loads((source / "package.json").read_bytes()) | {"version": VERSION}
    (made / "package.json").write_bytes(orjson.dumps(package, option=orjson.OPT_INDENT_2))
    shutil.copy(source / "README.md", made)


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=TOOLS, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ClientNotMade(done.stdout + done.stderr)
    return done.stdout + done.stderr


if __name__ == "__main__":
    for name, write in (("python", write_python), ("typescript", write_typescript)):
        print(f"clients/{name}: {'written' if write() else 'up to date'}")
