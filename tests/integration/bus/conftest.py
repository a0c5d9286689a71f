"""Brokers of our own, because these tests kill and freeze them."""

import os
import signal
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest
from servicekit.bus.factory import open_bus
from servicekit.bus.interface import Bus, BusOptions, TopicSpec
from songbang.kafka import LocalKafka
from songbang.ports import free_port
from songbang.postgres import EmbeddedPostgres

OPTIONS = BusOptions(
    session_timeout_seconds=6, heartbeat_seconds=1, request_timeout_seconds=5, publish_timeout_seconds=3
)  # fmt: skip


class Broker(Protocol):
    """A broker process that a test may harm."""

    url: str

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...
    def freeze(self) -> None: ...
    def thaw(self) -> None: ...


class PostgresBroker:
    def __init__(self, directory: Path) -> None:
        self._server = EmbeddedPostgres(directory, free_port(), fsync=False)
        self.url = self._server.dsn("bus")
        self.start, self.stop, self.kill = self._server.start, self._server.stop, self._server.kill
        self._frozen: list[int] = []

    async def create_database(self) -> None:
        connection = await asyncpg.connect(self._server.dsn())
        await connection.execute("create database bus")
        await connection.close()

    def freeze(self) -> None:
        server = int((self._server.data_dir / "cluster" / "postmaster.pid").read_text().split()[0])
        backends = subprocess.run(["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=True)
        self._frozen = [server, *map(int, backends.stdout.split())]
        for pid in self._frozen:
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self._frozen:
            os.kill(pid, signal.SIGCONT)


class KafkaBroker:
    def __init__(self, directory: Path) -> None:
        self._server = LocalKafka(directory, free_port())
        self.url = self._server.url
        self.start, self.stop, self.kill = self._server.start, self._server.stop, self._server.kill

    def freeze(self) -> None:
        os.kill(self._server.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self._server.pid, signal.SIGCONT)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "broker" in metafunc.fixturenames:
        transports = ["postgres", "kafka"] if metafunc.config.getoption("--kafka") else ["postgres"]
        metafunc.parametrize("broker", transports, indirect=True, scope="session")


@pytest.fixture(scope="session")
async def broker(request: pytest.FixtureRequest) -> AsyncIterator[Broker]:
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        made = {"postgres": PostgresBroker, "kafka": KafkaBroker}[request.param](Path(directory) / "data")
        made.start()
        try:
            if isinstance(made, PostgresBroker):
                await made.create_database()
            yield made
        finally:
            made.stop()


@pytest.fixture
async def open_another(broker: Broker) -> AsyncIterator[Callable[[], Awaitable[Bus]]]:
    """Open one more bus client, as another process would."""
    async with AsyncExitStack() as stack:

        async def opened() -> Bus:
            bus = open_bus(broker.url, client_id="test", options=OPTIONS)
            await bus.start()
            stack.push_async_callback(bus.stop)
            return bus

        yield opened


@pytest.fixture
async def bus(open_another: Callable[[], Awaitable[Bus]]) -> Bus:
    return await open_another()


@pytest.fixture
async def topic(bus: Bus) -> str:
    name = f"test.{uuid.uuid4()}"
    await bus.ensure_topics([TopicSpec(name, partitions=6)])
    return name


@pytest.fixture
def group() -> Iterator[str]:
    return f"readers-{uuid.uuid4()}"
