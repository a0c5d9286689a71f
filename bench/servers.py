"""Real servers for the benchmarks: processes with one worker, and a database that syncs."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from countykit.identity import Role
from gateway.identity.keyring import Keyring
from songbang.inventory import BUS_DATABASE, PARTS
from songbang.ports import HOST, free_port
from songbang.postgres import EmbeddedPostgres
from songbang.provision import create_databases, database_url, migrate_all

PASSWORDS = {part.name: f"{part.name}-bench" for part in PARTS} | {BUS_DATABASE: "bus-bench"}
ROOT = Path(__file__).parents[1]


@contextmanager
def postgres(directory: Path, packages: tuple[str, ...]) -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL with fsync on and the databases of some packages."""
    with EmbeddedPostgres(directory / "pg", free_port()) as server:
        asyncio.run(create_databases(server.dsn(), PASSWORDS))
        migrate_all(server.dsn(), [part for part in PARTS if part.package in packages])
        yield server


def url_of(server: EmbeddedPostgres, name: str) -> str:
    """The address of a part's database as its own role."""
    return database_url(server.dsn(), name, name, PASSWORDS[name])


@contextmanager
def process(command: list[str], port: int, variables: Mapping[str, str], health: str = "/healthz") -> Iterator[str]:
    """A server process that answers at `health`; yields its address."""
    log = ROOT / "var" / "bench.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as out:
        child = subprocess.Popen(command, env=dict(variables), stdout=out, stderr=out, cwd=ROOT)
    try:
        _wait(f"http://{HOST}:{port}{health}", child)
        yield f"http://{HOST}:{port}"
    finally:
        child.terminate()
        child.wait(20)


def uvicorn(application: str, port: int, *, factory: bool = True) -> list[str]:
    """The command of a one-process server: a part as it is really started, or a bare application."""
    if factory:
        return [sys.executable, "-m", "servicekit.serve", application, "--port", str(port)]
    return [
        sys.executable, "-m", "uvicorn", application, "--host", HOST,
        "--port", str(port), "--no-access-log", "--log-level", "warning",
    ]  # fmt: skip


def load(url: str, request: bytes, *, seconds: float = 5, connections: int = 16, rate: float = 0) -> dict[str, float]:
    """Run the load generator in its own process."""
    port = url.rpartition(":")[2]
    command = [sys.executable, "-m", "bench.load", HOST, port, str(seconds), str(connections), str(rate)]
    done = subprocess.run(command, input=request, capture_output=True, cwd=ROOT, timeout=seconds + 60)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def post(path: str, body: bytes, token: str = "") -> bytes:
    """The bytes of a POST request."""
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\n{authorization}Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def access_token(signing_key: str, role: Role, region: str) -> str:
    """A token as the gateway that has this key issues it."""
    now = int(time.time())
    return Keyring(signing_key).sign({
        "iss": "songbang", "aud": "songbang", "exp": now + 600, "iat": now, "jti": "bench", "sub": "bench",
        "name": "bench", "roles": [role], "region": region, "department": None,
    })  # fmt: skip


def _wait(url: str, child: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise RuntimeError(f"a benchmark's server ended with {child.returncode}; see var/bench.log")
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer")
