"""Brokers of our own, because these tests kill and freeze them."""

import os
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
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
        backends = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=True
        )
        self._frozen = [server, *map(int, backends.stdout.split())]
        freeze(*self._frozen)

    def thaw(self) -> None:
        for pid in self._frozen:
            os.kill(pid, signal.SIGCONT)


class KafkaBroker:
    def __init__(self, directory: Path) -> None:
        self._server = LocalKafka(directory, free_port(2))
        self.url = self._server.url
        self.start, self.stop, self.kill = self._server.start, self._server.stop, self._server.kill

    def freeze(self) -> None:
        freeze(self._server.pid)

    def thaw(self) -> None:
        os.kill(self._server.pid, signal.SIGCONT)


def freeze(*pids: int) -> None:
    """Stop the processes and wait until every thread of theirs really stands still."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    threads = [thread for pid in pids for thread in Path(f"/proc/{pid}/task").iterdir()]
    deadline = time.monotonic() + 5
    while any((thread / "stat").read_text().rpartition(")")[2].split()[0] != "T" for thread in threads):
        assert time.monotonic() < deadline, "the broker does not stand still"
        time.sleep(0.01)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if "kafka" in collection_path.name and not config.getoption("--kafka") else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "broker" in metafunc.fixturenames:
        transports = ["postgres", "kafka"] if metafunc.config.getoption("--kafka") else ["postgres"]
        transports = getattr(metafunc.module, "TRANSPORTS", transports)
        metafunc.parametrize("broker", transports, indirect=True, scope="session")


@pytest.fixture(scope="session")
async def broker(request: pytest.FixtureRequest) -> AsyncIterator[Broker]:
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        data = Path(directory) / "data"
        made: PostgresBroker | KafkaBroker = PostgresBroker(data) if request.param == "postgres" else KafkaBroker(data)
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
def group() -> str:
    return f"readers-{uuid.uuid4()}"
