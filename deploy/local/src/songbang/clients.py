"""Writes the generated parts of the published clients: `make clients`.

python -m songbang.clients
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from songbang.generated import ROOT
from songbang.snapshot import merged

PYTHON = ROOT / "clients" / "python" / "src" / "songbang_client"


class ClientNotMade(Exception):
    """A generator complained about the document; the message is the generator's own."""


def write_python(package: Path = PYTHON) -> bool:
    """Write `generated` of the Python client; whether it was out of date. Raises ClientNotMade on any warning."""
    document = orjson.dumps(merged())
    digest, stamp = hashlib.sha256(document).hexdigest(), package / "generated" / "document.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return False
    with TemporaryDirectory() as folder:
        source, made = Path(folder) / "openapi.json", Path(folder) / "generated"
        source.write_bytes(document)
        done = subprocess.run(
            [Path(sys.executable).with_name("openapi-python-client"), "generate", "--path", source,
             "--output-path", made, "--meta", "none"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode or "WARNING" in done.stdout:
            raise ClientNotMade(done.stdout + done.stderr)
        shutil.rmtree(package / "generated", ignore_errors=True)
        shutil.copytree(made, package / "generated")
    stamp.write_text(digest)
    return True


if __name__ == "__main__":
    print("written" if write_python() else "up to date")
