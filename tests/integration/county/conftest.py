"""The whole product in one process: the gateway before five services on one bus, and people who speak through it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from songbang.inventory import SERVICES

from tests.conftest import bus_of_its_own, services_on
from tests.integration.county.world import World
from tests.integration.gateway.conftest import Gateway, served


@pytest.fixture(scope="module")
async def world(databases, mint, tmp_path_factory) -> AsyncIterator[World]:
    """Everything up, with nobody and nothing in it; of the tests of one module."""
    ring: list[dict] = []

    async def keys():
        return {"keys": [*(await mint.keys())["keys"], *ring]}

    async with AsyncExitStack() as stack:
        bus = await stack.enter_async_context(bus_of_its_own(databases))
        folder = tmp_path_factory.mktemp("world")
        start = await stack.enter_async_context(services_on(bus, databases, mint, folder, keys))
        services = {service.name: await start(f"{service.name}_svc") for service in SERVICES}
        addresses = {
            f"{name}_url": await stack.enter_async_context(served(service.app)) for name, service in services.items()
        }  # fmt: skip
        gateway = await start("gateway", upstream_patience_seconds=5, **addresses)
        ring += gateway.app.state.settings.keyring.jwks["keys"]
        yield World(Gateway(gateway), services)
