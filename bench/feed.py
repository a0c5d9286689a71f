"""The feed: one reader goes through the whole log, page by page, as an integrator that begins anew does.

The server is one process of the gateway with its edge; the log is as the fan-out leaves it.
"""

import asyncio
import http.client
import json
import os
import tempfile
import time
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from contracts.checklist import GroupRegistered
from contracts.envelope import encode, new_id
from countykit.identity import Role
from songbang.ports import HOST, free_port
from songbang.postgres import EmbeddedPostgres
from songbang.provision import database_url

from bench.figures import Figures, figure
from bench.servers import access_token, postgres, process, url_of, uvicorn

EVENTS = 100_000
PAGE = 5000
GOAL = 20_000
_FILL = """
    INSERT INTO event_log SELECT nextval('event_log_position_seq'), now(), gen_random_uuid(),
        'checklist.group.registered.v1', '990101001000', now(), 'groups/' || n, $2 FROM generate_series(1, $1) n
"""


async def fill(server: EmbeddedPostgres) -> None:
    """A log of events of ordinary size."""
    body = encode(
        GroupRegistered(platform="wechat"), id=new_id(), subject_id=new_id(), time=datetime.now(UTC),
        sequence=1, attributes={"region": "990101001000"},
    )  # fmt: skip
    connection = await asyncpg.connect(database_url(server.dsn(), "gateway"))
    await connection.execute(_FILL, EVENTS, body, timeout=300)
    await connection.execute("ANALYZE event_log")
    await connection.close()


def read(port: int, token: str) -> float:
    """Events per second from the beginning of the log to its end; raises when one is missing."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    headers = {"authorization": f"Bearer {token}", "accept": "application/x-ndjson"}
    events, query = 0, f"limit={PAGE}"
    started = time.perf_counter()
    while True:
        connection.request("GET", f"/api/integration/v1/events?{query}", headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the feed answered {answer.status}: {body[:300]!r}")
        events += body.count(b"\n")
        query = f"limit={PAGE}&after={answer.headers['x-next-cursor']}"
        if answer.headers["x-more"] == "false":
            break
    seconds = time.perf_counter() - started
    connection.close()
    if events != EVENTS:
        raise RuntimeError(f"void: {events} of {EVENTS} events arrived")
    return events / seconds


def run() -> Figures:
    """The better of two passes: the first one warms the server."""
    secret, port = b64encode(os.urandom(32)).decode(), free_port()
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        with postgres(Path(directory), ("gateway",)) as server:
            asyncio.run(fill(server))
            ours = {
                "ENVIRONMENT": "demo", "DATABASE_URL": url_of(server, "gateway"), "BUS_URL": url_of(server, "bus"),
                "TOKEN_SIGNING_KEY": secret, "LOG_LEVEL": "WARNING",
            }  # fmt: skip
            settings = {**os.environ, **{f"SONGBANG_{key}": value for key, value in ours.items()}}
            with process(uvicorn("gateway.main:create_app", port), port, settings):
                rate = max(read(port, access_token(secret, Role.INTEGRATOR, "990101")) for _ in range(2))
    return {f"feed: one reader, {EVENTS:,} events, events/s": figure(rate, goal=GOAL)}


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
