"""Real processes on real ports, somebody who means them ill, and somebody who only wants to work."""

import asyncio
import base64
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from uuid import uuid4

import asyncpg
import httpx
import pytest
from countykit.identity import Role
from gateway.identity.keyring import Keyring
from songbang.ports import HOST, free_port
from songbang.provision import database_url

from tests.waiting import eventually

PASSWORD = "Qingshi-jianfu-2026"
TOWNSHIP = "990101001000"
SERVED_SECONDS = 10.0
"""An answer that takes longer is none. How long it takes is a matter of the machine, and not asserted."""
KEY = base64.b64encode(bytes(range(32))).decode()
# A stranger's rates would end most attacks early. Here they are let in, so that the budgets are what is tested.
GENEROUS = {f"RATE_{name}": "1000000/minute" for name in ("CLIENT", "ADDRESS", "LOGIN", "VERIFY")}


class Site:
    """A gateway with one service behind it."""

    def __init__(self, port: int, service_port: int) -> None:
        self.port, self.service_port = port, service_port
        self.url = f"http://{HOST}:{port}"

    def token(self, role: Role = Role.TOWNSHIP, sub: str = "honest", region: str = "990101001") -> str:
        now = int(time.time())
        return Keyring(KEY).sign({
            "iss": "songbang", "aud": "songbang", "exp": now + 600, "iat": now, "jti": str(uuid4()), "sub": sub,
            "name": sub, "roles": [role], "region": region, "department": None,
        })  # fmt: skip

    def bearer(self, role: Role = Role.TOWNSHIP, sub: str = "honest") -> dict[str, str]:
        return {"authorization": f"Bearer {self.token(role, sub)}"}

    async def serves_others(self) -> None:
        """Somebody signs in, reads who they are, and registers a group; fails when any of it is refused or silent."""
        form = {"grant_type": "password", "username": "operator", "password": PASSWORD}
        group = {"region": TOWNSHIP, "name": "村级工作群", "platform": "wechat", "members": 40}
        async with httpx.AsyncClient(base_url=self.url, timeout=SERVED_SECONDS, trust_env=False) as client:
            asked = {
                "sign in": client.post("/api/identity/v1/token", data=form),
                "read": client.get("/api/identity/v1/me", headers=self.bearer()),
                "write": client.post("/api/checklist/v1/groups", json=group, headers=self.bearer()),
                "alive": client.get("/healthz"),
            }
            answers = dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))
        statuses = {name: answer.status_code for name, answer in answers.items()}
        assert statuses == {"sign in": 200, "read": 200, "write": 201, "alive": 200}, answers


@contextmanager
def process(package: str, port: int, **variables: str) -> Iterator[None]:
    """A part as operators start it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SONGBANG_")}
    given = {f"SONGBANG_{name}": value for name, value in variables.items()}
    command = [sys.executable, "-m", "servicekit.serve", f"{package}.main:create_app", "--port", str(port)]
    child = subprocess.Popen([*command, "--no-proxy-headers"], env=inherited | given)
    try:
        yield
    finally:
        child.terminate()
        child.wait(30)


@pytest.fixture(scope="session")
async def site(databases, session_database) -> AsyncIterator[Site]:
    made = Site(free_port(), free_port())
    gateway, checklist = await session_database("gateway"), await session_database("checklist_svc")
    bus = await _bus(databases)
    await _prepare(databases, gateway, checklist)
    jwks = f"{made.url}/.well-known/jwks.json"
    common = {"ENVIRONMENT": "demo", "JWKS_URL": jwks, "BUS_URL": bus, "BUS_PARTITIONS": "1", "LOG_LEVEL": "ERROR"}
    nobody = {f"{name}_URL": f"http://{HOST}:9" for name in ("SIGNAGE", "REPORT", "CERTIFICATE", "SUPERVISION")}
    with (
        process("checklist_svc", made.service_port, DATABASE_URL=checklist, **common),
        process("gateway", made.port, DATABASE_URL=gateway, TOKEN_SIGNING_KEY=KEY, UPSTREAM_CONNECTIONS="20",
                CHECKLIST_URL=f"http://{HOST}:{made.service_port}", **common, **nobody, **GENEROUS),
    ):  # fmt: skip
        async with httpx.AsyncClient(base_url=made.url, trust_env=False) as client:

            async def known() -> bool:
                try:
                    document = (await client.get("/openapi.json")).json()
                except httpx.HTTPError:
                    return False
                return "checklist" not in document.get("x-unavailable", ["checklist"])

            await eventually(known, 150)
        yield made


async def _bus(server) -> str:
    name = f"bus_{uuid4().hex[:8]}"
    connection = await asyncpg.connect(server.dsn())
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    return database_url(server.dsn(), name)


async def _prepare(server, gateway: str, checklist: str) -> None:
    """An operator's account, and the township that a group is registered in."""
    environment = {
        **os.environ,
        "SONGBANG_ENVIRONMENT": "demo",
        "SONGBANG_DATABASE_URL": gateway,
        "SONGBANG_BUS_URL": gateway,
    }
    command = [sys.executable, "-m", "gateway.bootstrap", "--username", "operator"]
    done = await asyncio.to_thread(subprocess.run, command, env=environment, input=f"{PASSWORD}\n".encode())
    assert done.returncode == 0
    connection = await asyncpg.connect(database_url(server.dsn(), checklist.rpartition("/")[2]))
    await connection.execute("INSERT INTO region VALUES ($1, '青石镇', 'township', '2020-01-01', NULL, 1)", TOWNSHIP)
    await connection.close()


@asynccontextmanager
async def half_sent(port: int, beginnings: Iterable[bytes]) -> AsyncIterator[list[asyncio.StreamReader]]:
    """Connections that have sent a beginning and keep the rest to themselves."""
    async with AsyncExitStack() as stack:
        readers = []
        for beginning in beginnings:
            reader, writer = await asyncio.open_connection(HOST, port)
            stack.callback(writer.close)
            writer.write(beginning)
            readers.append(reader)
        yield readers


def head(line: str, size: int | None = None, **headers: str) -> bytes:
    """The head of a request."""
    lines = [f"{line} HTTP/1.1", "host: x", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if size is not None:
        lines.append(f"content-length: {size}")
    return "\r\n".join([*lines, "", ""]).encode()


async def answer_to(port: int, request: bytes, pieces: Callable[[], Iterable[bytes]] = tuple) -> tuple[int, bytes]:
    """The status and body of the answer to a raw request, whose sender goes on sending until it is answered."""
    reader, writer = await asyncio.open_connection(HOST, port)

    async def send() -> None:
        try:
            writer.write(request)
            for piece in pieces():
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass  # the server has heard enough

    sending = asyncio.create_task(send())
    try:
        async with asyncio.timeout(SERVED_SECONDS * 1.5):
            told = await reader.readuntil(b"\r\n\r\n")
            size = next(
                (int(line[15:]) for line in told.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
            )
            return int(told.split(b" ", 2)[1]), await reader.readexactly(size)
    finally:
        sending.cancel()
        writer.close()
