"""The product under test: its processes, the bus behind a proxy, and second replicas."""

import asyncio
import contextlib
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import asyncpg
import httpx
from songbang.inventory import BUS_DATABASE, PARTS, SERVICES
from songbang.kafka import LocalKafka
from songbang.ports import HOST, free_port
from songbang.stack import WEBHOOKS, Ports, Stack

from tests.faults.disk import NarrowDisk
from tests.faults.proxy import Proxy

BusKind = Literal["postgres", "kafka"]


SESSION_SECONDS = {"kafka": 6.0, "postgres": 4.0}
"""How long the bus waits for a silent member of a group; Kafka's is the shortest that a broker allows by itself."""
_READY_SECONDS = 300.0


class _ProxiedKafka(LocalKafka):
    """A broker that tells its clients to come back through the proxy, and that starts with half the usual effort."""

    advertised = 0

    def _classpath(self) -> list[str]:
        return ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", *super()._classpath()]

    def _write_properties(self) -> Path:
        file = super()._write_properties()
        told = file.read_text(encoding="utf-8")
        own, through = f"advertised.listeners=PLAINTEXT://{HOST}:", f"{self.port}\n"
        file.write_text(told.replace(own + through, f"{own}{self.advertised}\n"), encoding="utf-8")
        return file


class World(Stack):
    """A stack whose bus address leads through a proxy; the webhook process shows its readiness."""

    def __init__(self, root: Path, bus: BusKind, log: Callable[[str], None]) -> None:
        first = free_port(6 + len(SERVICES))
        services = {part.name: first + place for place, part in enumerate(SERVICES, start=6)}
        ports = Ports(gateway=first, postgres=first + 1, kafka=first + 2, services=services)
        settings = {"kafka_session_seconds": str(SESSION_SECONDS["kafka"])}
        super().__init__(root, ports=ports, bus=bus, log=log, fsync=False, extra=settings)
        self.proxy_port, self.webhooks_port = first + 4, first + 5
        if self.kafka is not None:
            self.kafka = _ProxiedKafka(root / "kafka", ports.kafka)
            self.kafka.advertised = self.proxy_port
        self.proxy = Proxy(self.proxy_port, ports.kafka if bus == "kafka" else ports.postgres)
        self.replicas: dict[str, tuple[subprocess.Popen[str], int]] = {}
        self.disk = NarrowDisk()

    def wait_ready(self, seconds: float = _READY_SECONDS) -> None:
        """Wait until every part answers ready, however busy the machine is."""
        super().wait_ready(seconds)

    @property
    def bus_url(self) -> str:
        """The bus behind the proxy."""
        port = self.ports.kafka if self.kafka is not None else self.ports.postgres
        return super().bus_url.replace(f":{port}", f":{self.proxy_port}")

    def _variables(self, name: str) -> dict[str, str]:
        variables = super()._variables(name)
        if name == WEBHOOKS:
            variables["SONGBANG_WEBHOOKS_PORT"] = str(self.webhooks_port)
        return variables

    def readiness(self) -> dict[str, str]:
        """Where everything tells whether it is ready, second replicas included."""
        ports = {part.name: self.ports.of(part) for part in PARTS} | {WEBHOOKS: self.webhooks_port}
        ports |= {f"{name}+": port for name, (_, port) in self.replicas.items()}
        return {name: f"http://{HOST}:{port}/readyz" for name, port in ports.items()}

    async def not_ready(self) -> dict[str, str]:
        """Who is not ready, with the reasons it gives."""
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:

            async def ask(name: str, url: str) -> tuple[str, str]:
                try:
                    answer = await client.get(url)
                except httpx.HTTPError as error:
                    return name, type(error).__name__
                well = answer.status_code == 200 and answer.json()["status"] == "ready"
                return name, "" if well else answer.text

            told = await asyncio.gather(*(ask(name, url) for name, url in self.readiness().items()))
        return {name: reason for name, reason in told if reason}

    @asynccontextmanager
    async def replica(self, name: str) -> AsyncIterator[subprocess.Popen[str]]:
        """A second process of a service that works beside the first for the length of a block."""
        port = free_port()
        command = self._command(name)
        command[command.index("--port") + 1] = str(port)
        process = subprocess.Popen(
            command, env=self._variables(name), stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        self.replicas[name] = (process, port)
        try:
            await self._until_ready(f"{name}+")
            yield process
        finally:
            del self.replicas[name]
            process.send_signal(signal.SIGCONT)
            process.terminate()
            try:
                await asyncio.to_thread(process.wait, 20)
            except subprocess.TimeoutExpired:
                process.kill()
                await asyncio.to_thread(process.wait)

    async def _until_ready(self, name: str) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(120):
                while name in await self.not_ready():
                    await asyncio.sleep(0.3)

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal without waiting for its effect."""
        self.processes[name].send_signal(number)

    @asynccontextmanager
    async def connected(self, database: str) -> AsyncIterator[asyncpg.Connection]:
        """An administrator's connection to a part's database, to `bus` or to `postgres`."""
        connection = await asyncpg.connect(self.service_database(database), timeout=60)
        try:
            yield connection
        finally:
            with contextlib.suppress(TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=5)

    async def allow_bus(self, *, allowed: bool) -> None:
        """Close or open the embedded bus for everybody."""
        async with self.connected("postgres") as admin:
            await admin.execute(f"ALTER DATABASE {BUS_DATABASE} ALLOW_CONNECTIONS {allowed}")
            if not allowed:
                await admin.fetch(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", BUS_DATABASE
                )


@asynccontextmanager
async def running(bus: BusKind) -> AsyncIterator[World]:
    """The whole product on fresh data, from start to clean end."""
    root = Path(tempfile.mkdtemp(prefix="songbang-faults-", dir="/tmp"))
    root.chmod(0o755)
    with (root / "stack.log").open("a", encoding="utf-8") as log:

        def note(line: str) -> None:
            if not log.closed:
                log.write(line + "\n")
                log.flush()

        world = World(root, bus, note)
        await world.proxy.start()
        try:
            await asyncio.to_thread(world.start)
            yield world
        except BaseException as error:
            kept = Path(tempfile.gettempdir()) / f"{root.name}.log"
            shutil.copy(root / "stack.log", kept)
            error.add_note(f"the log of all processes is kept in {kept}")
            raise
        finally:
            world.proxy.heal()
            for name, process in world.processes.items():
                if process.poll() is None:
                    world.signal(name, signal.SIGCONT)
            await asyncio.to_thread(world.stop)
            await world.proxy.stop()
            world.disk.close()
            shutil.rmtree(root, ignore_errors=True)
