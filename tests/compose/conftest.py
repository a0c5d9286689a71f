"""The real compose file, built and started once for all tests of this folder; only with --compose."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from songbang.compose import BUILD_SECONDS, Compose
from songbang.ports import free_port


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return None if config.getoption("--compose") else True


@pytest.fixture(scope="session")
def compose() -> Iterator[Compose]:
    """Everything up and healthy, in demo mode, on a network of its own."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        made = Compose(
            "songbang-test", Path(directory), port=free_port(), SONGBANG_IMAGE_TAG="test",
            SONGBANG_SUBNET="172.30.66.0/24", SONGBANG_CONTAINERS="172.30.66.128/25",
            SONGBANG_TRUSTED_PROXY="172.30.66.2",
        )  # fmt: skip
        made.prepare()
        made.down(data_too=True)
        try:
            made.run("build", seconds=BUILD_SECONDS)
            made.up()
            yield made
        except BaseException:
            sys.stderr.write(made.run("logs", "--no-color", "--tail", "60", check=False).stdout[-20_000:])
            raise
        finally:
            made.down(data_too=True)
