"""A write with its event: checklist-svc against the bare limit, one process each, the same machine and database."""

import asyncio
import os
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

import asyncpg
import orjson
from countykit.identity import Role
from countykit.testing import TokenMint
from songbang.ports import HOST, free_port
from songbang.provision import database_url

from bench.figures import Figures, figure
from bench.servers import load, post, postgres, process, url_of, uvicorn

TOWNSHIP = "990101001000"
BODY = orjson.dumps({"region": TOWNSHIP, "name": "村级工作群", "platform": "wechat", "members": 40})
ROUNDS = 3


async def prepare(admin_url: str) -> None:
    """The directory row that the write looks up."""
    connection = await asyncpg.connect(admin_url)
    await connection.execute(
        "INSERT INTO region VALUES ($1, '青石镇', 'township', '2020-01-01', NULL, 1) ON CONFLICT DO NOTHING", TOWNSHIP
    )
    await connection.close()


def variables(key_set: str, database: str, bus: str) -> dict[str, str]:
    """The environment of a service under load."""
    ours = {
        "DATABASE_URL": database, "BUS_URL": bus, "JWKS_URL": key_set,
        "SIGNING_KEY": b64encode(bytes(32)).decode(), "AUDIT_KEY": b64encode(bytes(32)).decode(), "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    return {**os.environ, **{f"SONGBANG_{key}": value for key, value in ours.items()}}


def run() -> Figures:
    """Alternate between the limit and the service; the best round of each counts."""
    mint = TokenMint()
    keys_port, bare_port, port = free_port(), free_port(), free_port()
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        keys = Path(directory) / "jwks.json"
        keys.write_bytes(orjson.dumps(asyncio.run(mint.keys())))
        with postgres(Path(directory), ("checklist_svc",)) as server:
            asyncio.run(prepare(database_url(server.dsn(), "checklist")))
            token = mint.token(Role.TOWNSHIP, region=TOWNSHIP)
            serve_keys = [sys.executable, "-m", "http.server", str(keys_port), "--bind", HOST, "-d", directory]
            database = url_of(server, "checklist")
            with (
                process(serve_keys, keys_port, os.environ, "/jwks.json"),
                process(uvicorn("bench.bare:app", bare_port, factory=False), bare_port,
                        {**os.environ, "BARE_DATABASE_URL": database}) as bare,
                process(uvicorn("checklist_svc.main:create_app", port), port,
                        variables(f"http://{HOST}:{keys_port}/jwks.json", database, url_of(server, "bus"))) as ours,
            ):  # fmt: skip
                limits, values = [], []
                for _ in range(ROUNDS):
                    limits.append(load(bare, post("/groups", BODY))["per_second"])
                    values.append(load(ours, post("/v1/groups", BODY, token))["per_second"])
    limit, value = max(limits), max(values)
    return {"write with event, requests/s": figure(value, limit, goal=0.6)}


if __name__ == "__main__":
    print(run())
