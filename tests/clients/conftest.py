"""The API document as strangers' tools meet it: written to a file, beside the tools themselves."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import orjson
import pytest
from songbang.node_tools import BINARIES, NodeMissing, environment, tool
from songbang.ports import free_port
from songbang.snapshot import merged

from tests.waiting import wait_until

Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def document():
    """The whole document, as the gateway merges it."""
    return merged()


@pytest.fixture(scope="session")
def document_file(document, tmp_path_factory):
    """The document in a file."""
    path = tmp_path_factory.mktemp("document") / "openapi.json"
    path.write_bytes(orjson.dumps(document))
    return path


# Generators and compilers run once: the first compiler's code is as fast as they need, and costs half the processor.
_JAVA = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}


def _run(*command: str | Path, folder: Path, seconds: float = 400) -> Done:
    return subprocess.run(
        command, cwd=folder, env=environment() | _JAVA, capture_output=True, text=True, timeout=seconds, check=False
    )  # fmt: skip


@pytest.fixture(scope="session")
def run():
    """Run a command in a folder; the environment's own programs come first in the path."""
    return _run


@pytest.fixture(scope="session")
def node(tmp_path_factory) -> Callable[..., Done]:
    """Run one of the Node tools that `clients/tools` locks."""

    def call(name: str, *arguments: str | Path, folder: Path | None = None) -> Done:
        try:
            path = tool(name)
        except NodeMissing as missing:
            pytest.skip(str(missing))
        return _run(path, *arguments, folder=folder or tmp_path_factory.mktemp("node"))

    return call


@pytest.fixture(scope="session")
def generate(document_file):
    """Write a client in a language by OpenAPI Generator into a folder."""
    if shutil.which("java") is None:
        pytest.skip("Java is missing: OpenAPI Generator needs version 11 or newer")

    def write(language: str, folder: Path) -> None:
        generator = BINARIES / "openapi-generator-cli"
        done = _run(generator, "generate", "-i", document_file, "-g", language, "-o", folder, folder=folder)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]

    return write


@pytest.fixture
def mock(document_file):
    """The mock server, which answers by the document and its recorded examples alone."""
    try:
        prism = tool("prism")
    except NodeMissing as missing:
        pytest.skip(str(missing))
    port = free_port()
    command = [prism, "mock", "--port", str(port), document_file]
    # A session of its own: the command starts the server as a child, which would outlive it.
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20) as client:
                wait_until(lambda: _answers(client))
                yield client
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def _answers(client):
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False
