"""The gate while somebody types, and a village's refusal in everyday words: how long a call takes, one after another.

Each call has another text, so that nothing is remembered; checklist-svc alone, in front of its own database.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import orjson
from countykit.identity import Role
from countykit.testing import TokenMint
from songbang.ports import HOST, free_port
from songbang.provision import database_url
from wording import tables

from bench.figures import Figures, figure
from bench.servers import postgres, process, url_of, uvicorn
from bench.write import variables

VILLAGE, COUNTY, BODY = "990101001201", "990101000000", "D101"
CALLS, WARM = 200, 20
ADVICE_MS, REFUSAL_MS = 60.0, 100.0


async def prepare(admin_url: str) -> None:
    """The directory rows that the calls look up."""
    connection = await asyncpg.connect(admin_url)
    for code, level in ((COUNTY, "county"), (VILLAGE, "village")):
        await connection.execute("INSERT INTO region VALUES ($1, '青石村', $2, '2020-01-01', NULL, 1)", code, level)
    await connection.execute(
        "INSERT INTO department (code, name, home, active, valid_from, sequence) "
        "VALUES ($1, '县民政局', $2, true, '2020-01-01', 1)", BODY, COUNTY,
    )  # fmt: skip
    await connection.close()


def until_listed(client: httpx.Client) -> None:
    """The leader publishes the shipped lists in the moment after the start."""
    deadline = time.monotonic() + 40
    while client.get("/v1/lists/current").status_code != 200:
        if time.monotonic() > deadline:
            raise RuntimeError("no list came into force; see var/bench.log")
        time.sleep(0.1)


def p95_of(client: httpx.Client, path: str, bodies: Sequence[dict[str, Any]], statuses: set[int]) -> float:
    """Milliseconds that 95 of 100 calls stay below."""
    taken = []
    for number, body in enumerate(bodies):
        began = time.perf_counter()
        answer = client.post(path, json=body)
        if number >= WARM:
            taken.append((time.perf_counter() - began) * 1000)
        assert answer.status_code in statuses, answer.text
    return statistics.quantiles(taken, n=20)[-1]


def run() -> Figures:
    """Measure both on the shipped texts."""
    mint = TokenMint()
    keys_port, port = free_port(), free_port()
    texts = [row["text"] for row in tables.rows("texts/demands")][: CALLS + WARM]
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        (Path(directory) / "jwks.json").write_bytes(orjson.dumps(asyncio.run(mint.keys())))
        with postgres(Path(directory), ("checklist_svc",)) as server:
            asyncio.run(prepare(database_url(server.dsn(), "checklist")))
            serve_keys = [sys.executable, "-m", "http.server", str(keys_port), "--bind", HOST, "-d", directory]
            environment = variables(
                f"http://{HOST}:{keys_port}/jwks.json", url_of(server, "checklist"), url_of(server, "bus")
            )
            with (
                process(serve_keys, keys_port, os.environ, "/jwks.json"),
                process(uvicorn("checklist_svc.main:create_app", port), port, environment) as address,
                httpx.Client(base_url=address, trust_env=False, timeout=30) as client,
            ):
                client.headers["Authorization"] = f"Bearer {mint.token(Role.VILLAGE, region=VILLAGE)}"
                until_listed(client)
                advice = p95_of(client, "/v1/judgements", [{"text": text} for text in texts], {200})
                demands = [{"title": text[:200], "department": BODY} for text in texts]
                # A village is also told that a demand is listed or lawful: that is an answer, too.
                refusal = p95_of(client, "/v1/refusals", demands, {201, 409})
    return {
        "advice while typing: p95 in ms": figure(advice, goal=ADVICE_MS, lower_is_better=True),
        "refusal in everyday words: p95 in ms": figure(refusal, goal=REFUSAL_MS, lower_is_better=True),
    }


if __name__ == "__main__":
    print(run())
