"""Clients that strangers generate from the document: complete, without warnings, and accepted by strict compilers."""

import shutil
import sys
from pathlib import Path

import orjson
import pytest
from songbang.clients import PYTHON
from songbang.generated import ROOT
from songbang.node_tools import TOOLS, NodeMissing
from songbang.postman import write

STRICT = ("--noEmit", "--strict", "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler",
          "--lib", "es2022,dom", "--noUncheckedIndexedAccess")  # fmt: skip
SCREEN = Path(__file__).with_name("screen.ts")
DAYS = ROOT / "examples" / "days"
IMPORT_ALL = """
import importlib, pkgutil, songbang_client
names = [each.name for each in pkgutil.walk_packages(songbang_client.__path__, "songbang_client.")]
print(len([importlib.import_module(name) for name in names]))
"""
TYPED = """
[mypy]
strict = true

[mypy-songbang_client.generated.client]
# The generator's own template hands on what a `with` block got, untyped.
disable_error_code = arg-type
"""


def test_openapi_typescript_types_a_real_screen(node, document_file, tmp_path):
    done = node("openapi-typescript", document_file, "-o", tmp_path / "schema.d.ts")
    assert done.returncode == 0, done.stderr
    shutil.copy(SCREEN, tmp_path)
    (tmp_path / "node_modules").symlink_to(TOOLS / "node_modules")
    done = node("tsc", *STRICT, tmp_path / SCREEN.name, folder=tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def python_client(run, document_file, tmp_path_factory):
    """The folder of the published Python client, with what the generator made, and what it said."""
    package = tmp_path_factory.mktemp("python") / "songbang_client"
    shutil.copytree(PYTHON.parent, package, ignore=shutil.ignore_patterns("generated", "__pycache__"))
    done = run(
        "openapi-python-client", "generate", "--path", document_file, "--output-path", package / "generated",
        "--meta", "none", folder=package.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return package, done.stdout + done.stderr


def test_a_python_client_has_every_operation_and_no_warning(python_client, document):
    package, said = python_client
    assert "arning" not in said, said[:4000]
    modules = [path for path in (package / "generated" / "api").rglob("*.py") if path.name != "__init__.py"]
    assert len(modules) == sum(len(item) for item in document["paths"].values())


def test_every_module_of_the_python_client_can_be_imported(python_client, document, run):
    package, _ = python_client
    done = run(sys.executable, "-c", IMPORT_ALL, folder=package.parent)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > sum(len(item) for item in document["paths"].values())


def test_the_python_client_and_the_days_are_typed(python_client, run, tmp_path):
    package, _ = python_client
    rules = tmp_path / "mypy.ini"
    rules.write_text(TYPED)
    check = ("mypy", "--config-file", rules, "--cache-dir", tmp_path / "cache")
    done = run(*check, "-p", package.name, folder=package.parent)
    assert done.returncode == 0, done.stdout[-3000:]
    # What is refused is raised, so that an answer is never a problem, nor None.
    done = run(*check, "--disable-error-code=union-attr", *sorted(DAYS.glob("*.py")), folder=package.parent)
    assert done.returncode == 0, done.stdout[-3000:]


def test_a_typescript_fetch_client_compiles(generate, node, tmp_path):
    generate("typescript-fetch", tmp_path)
    done = node("tsc", *STRICT[:-1], tmp_path / "index.ts", folder=tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.fixture(scope="module")
def java_client(generate, run, tmp_path_factory):
    """The class path of a Java client, compiled with a township clerk's day."""
    if shutil.which("mvn") is None:
        pytest.skip("Maven is missing: it compiles the Java client")
    folder = tmp_path_factory.mktemp("java")
    generate("java", folder)
    shutil.copy(DAYS / "Township.java", folder / "src" / "main" / "java")
    goals = ("compile", "dependency:build-classpath", "-Dmdep.outputFile=classpath")
    done = run("mvn", "-q", "-B", *goals, "-Dmaven.test.skip", folder=folder)
    assert done.returncode == 0, done.stdout[-3000:]
    return f"{folder / 'target' / 'classes'}:{(folder / 'classpath').read_text()}"


@pytest.mark.timeout(450)
def test_a_java_client_compiles_and_does_a_township_clerks_day(java_client, mock, run, tmp_path):
    url = str(mock.base_url).rstrip("/")
    chinese = ("-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8")
    done = run("java", *chinese, "-cp", java_client, "Township", url, "t001", "the mock takes any", folder=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    for said in ("已签收：", "已报送整改："):
        assert said in done.stdout


def test_a_postman_collection_has_every_operation(document, tmp_path):
    try:
        write(tmp_path / "collection.json")
    except NodeMissing as missing:
        pytest.skip(str(missing))
    collection = orjson.loads((tmp_path / "collection.json").read_bytes())

    def requests(items):
        return sum(requests(item["item"]) if "item" in item else 1 for item in items)

    assert requests(collection["item"]) >= sum(len(item) for item in document["paths"].values())
