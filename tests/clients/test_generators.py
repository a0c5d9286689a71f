"""Clients that strangers generate from the document: complete, without warnings, and accepted by strict compilers."""

import ast
import shutil
from pathlib import Path

import orjson
import pytest
from songbang.node_tools import TOOLS, NodeMissing
from songbang.postman import write

STRICT = ("--noEmit", "--strict", "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler",
          "--lib", "es2022,dom", "--noUncheckedIndexedAccess")  # fmt: skip
SCREEN = Path(__file__).with_name("screen.ts")


def test_openapi_typescript_types_a_real_screen(node, document_file, tmp_path):
    done = node("openapi-typescript", document_file, "-o", tmp_path / "schema.d.ts")
    assert done.returncode == 0, done.stderr
    shutil.copy(SCREEN, tmp_path)
    (tmp_path / "node_modules").symlink_to(TOOLS / "node_modules")
    done = node("tsc", *STRICT, tmp_path / SCREEN.name, folder=tmp_path)
    assert done.returncode == 0, done.stdout


def test_a_python_client_has_every_operation_and_no_warning(run, document, document_file, tmp_path):
    done = run(
        "openapi-python-client", "generate", "--path", document_file, "--output-path", tmp_path / "client",
        "--meta", "none", folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "arning" not in done.stdout + done.stderr, done.stdout[:4000]
    modules = [path for path in (tmp_path / "client" / "api").rglob("*.py") if path.name != "__init__.py"]
    assert len(modules) == sum(len(item) for item in document["paths"].values())
    for path in (tmp_path / "client").rglob("*.py"):
        ast.parse(path.read_text())


def test_a_typescript_fetch_client_compiles(generate, node, tmp_path):
    generate("typescript-fetch", tmp_path)
    done = node("tsc", *STRICT[:-1], tmp_path / "index.ts", folder=tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.timeout(450)
def test_a_java_client_compiles(generate, run, tmp_path):
    if shutil.which("mvn") is None:
        pytest.skip("Maven is missing: it compiles the Java client")
    generate("java", tmp_path)
    done = run("mvn", "-q", "-B", "compile", "-Dmaven.test.skip", folder=tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]


def test_a_postman_collection_has_every_operation(document, tmp_path):
    try:
        write(tmp_path / "collection.json")
    except NodeMissing as missing:
        pytest.skip(str(missing))
    collection = orjson.loads((tmp_path / "collection.json").read_bytes())

    def requests(items):
        return sum(requests(item["item"]) if "item" in item else 1 for item in items)

    assert requests(collection["item"]) >= sum(len(item) for item in document["paths"].values())
