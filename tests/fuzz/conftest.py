"""A county of its own: thousands of generated requests leave it in a state that no other test should meet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from songbang.stack import Stack

from tests import county


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first test may have to wait until the year is told, and a long run tries many examples."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(3600), append=False)


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    with county.running() as stack:
        yield stack


@pytest.fixture(scope="package")
def sign_in(stack: Stack) -> Iterator[county.SignIn]:
    with county.clients(stack, county.people_of_the_county()) as sign_in:
        yield sign_in
