"""What an asker and a village wait for in a county of many forms: the asker's table, and a form as it is prefilled.

Only by name: `python -m bench forms`. One process of report-svc, a PostgreSQL that syncs, 300 villages in ten townships,
40 forms of ten columns and their twelve periods, every period but the last filed by every village.
"""

import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import orjson
from countykit.identity import Role
from countykit.testing import TokenMint
from servicekit.clock import TIME_HEADER
from songbang.ports import HOST, free_port
from songbang.postgres import EmbeddedPostgres
from songbang.provision import database_url

from bench.figures import Figures, figure
from bench.servers import postgres, process, url_of, uvicorn
from bench.write import variables

TOWNSHIPS, VILLAGES, FORMS, YEAR = 10, 30, 40, 2025
TABLES, PREFILLS, WARM = 200, 300, 10
COUNTY, BODY = "990101000000", "D101"
ELEMENTS = ("E004", "E005", "E006", "E007", "E011", "E012", "E085", "E086", "E020", "E021")
_FILINGS = """
    INSERT INTO filing (
        id, version, created_at, updated_at, region, department, arrangement_id, form_id, form, period, due_on, provisional,
        values, provenance, doubts, last_day, on_time, complete, state, filed_at
    )
    SELECT gen_random_uuid(), 1, now(), now(), village, a.department, a.id, a.form_id, a.form, p.period, p.due_on, false,
        (SELECT jsonb_object_agg('c' || n, 100 + n) FROM generate_series(0, 9) n), '{}', '[]', p.last_day, true, true,
        'submitted', now()
    FROM arrangement a JOIN arrangement_period p ON p.arrangement_id = a.id, unnest(a.villages) village
    WHERE p.period < $1
"""
_VALUES = """
    INSERT INTO element_value
        (id, region, element, value, origin, source, as_of, valid_until, recorded_at, surveyed)
    SELECT gen_random_uuid(), village, element, to_jsonb(100), 'source', '县统计局',
        make_date($3, month, 28), make_date($3 + 1, 12, 31), now(), false
    FROM unnest($1::text[]) village, unnest($2::text[]) element, generate_series(1, 12) month
"""


def villages_of(township: int) -> list[str]:
    """The villages of a township by their codes."""
    return [f"990101{township:03d}{200 + number}" for number in range(1, VILLAGES + 1)]


class County:
    """The people who file and ask, at the end of the year."""

    def __init__(self, url: str, mint: TokenMint) -> None:
        self._mint = mint
        self.client = httpx.AsyncClient(base_url=url, trust_env=False, timeout=120)

    async def send(
        self, method: str, path: str, role: Role, region: str, *, on: str = f"{YEAR}-01-05", **given: Any
    ) -> Any:
        """What came of it, which is never a refusal here."""
        department = BODY if role is Role.DEPARTMENT else None
        headers = {
            "authorization": f"Bearer {self._mint.token(role, region=region, department=department)}",
            "idempotency-key": os.urandom(9).hex(),
            TIME_HEADER: datetime.fromisoformat(on).replace(hour=2, tzinfo=UTC).isoformat(),
        }
        answer = await self.client.request(method, path, headers=headers, **given)
        if answer.is_error:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json()

    async def form(self, number: int) -> str:
        """An approved form of ten columns, each of which asks for an element."""
        body = {
            "code": f"B{number:02d}", "title": f"村级情况月报{number}", "table_number": f"B{number}表", "issued_by": "县统计局",
            "approval_number": f"X〔2026〕{number}号", "valid_until": f"{YEAR + 1}-12-31", "frequency": "monthly",
            "legal_basis": "统计法(2024)第14条",
            "fields": [{"name": f"c{n}", "element": element, "kind": "quantity"} for n, element in enumerate(ELEMENTS)],
        }  # fmt: skip
        form = await self.send("POST", "/v1/forms", Role.DEPARTMENT, COUNTY, json=body)
        path = f"/v1/forms/{form['id']}/decision"
        await self.send("POST", path, Role.COUNTY_OFFICE, COUNTY, json={"decision": "approve", "reason": "需要"})
        return str(form["id"])


async def _prepare(database: str) -> None:
    connection = await asyncpg.connect(database)
    places = [(COUNTY, "县", "county")]
    for township in range(1, TOWNSHIPS + 1):
        places.append((f"990101{township:03d}000", f"乡镇{township}", "township"))
        places += [(code, f"村{code[6:]}", "village") for code in villages_of(township)]
    rows = [(*place, datetime(2020, 1, 1, tzinfo=UTC).date(), 1) for place in places]
    await connection.executemany(
        "INSERT INTO region (code, name, level, valid_from, sequence) VALUES ($1, $2, $3, $4, $5)", rows
    )
    await connection.execute(
        "INSERT INTO department (code, name, home, active, valid_from, sequence) VALUES ($1, $2, $3, true, $4, 1)",
        BODY, "县统计局", COUNTY, rows[0][3],
    )  # fmt: skip
    await connection.close()


async def _told(county: County, database: str) -> list[tuple[str, list[str]]]:
    """Forms with their arrangements: through the API what has rules, by statements what is only many rows."""
    await county.send("POST", "/v1/elements/starter-set", Role.COUNTY_OFFICE, COUNTY)
    forms = [await county.form(number) for number in range(FORMS)]
    await county.send("POST", "/v1/catalogues", Role.COUNTY_OFFICE, COUNTY, json={"year": YEAR})
    told = []
    for form in forms:
        order = {"form_id": form, "frequency": "monthly", "starts_on": f"{YEAR}-01-01", "until": f"{YEAR}-12-31"}
        arranged = [
            await county.send("POST", "/v1/arrangements", Role.TOWNSHIP, f"990101{township:03d}000", json=order)
            for township in range(1, TOWNSHIPS + 1)
        ]
        told.append((form, [each["id"] for each in arranged]))
    connection = await asyncpg.connect(database)
    await connection.execute(_FILINGS, f"{YEAR}-12", timeout=600)
    everywhere = [code for township in range(1, TOWNSHIPS + 1) for code in villages_of(township)]
    await connection.execute(_VALUES, everywhere, list(ELEMENTS), YEAR, timeout=600)
    await connection.execute("ANALYZE")
    await connection.close()
    return told


async def _p95(times: int, call: Callable[[int], Awaitable[None]]) -> float:
    """Milliseconds that 95 of 100 calls stay below, one call after another."""
    taken = []
    for number in range(WARM + times):
        began = time.perf_counter()
        await call(number)
        if number >= WARM:
            taken.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


async def measure(county: County, told: list[tuple[str, list[str]]]) -> Figures:
    """The two waits, each time of another form, period and village."""
    chance = random.Random(1)

    async def table(_: int) -> None:
        form, _arranged = chance.choice(told)
        query = {"period": f"{YEAR}-{chance.randint(1, 11):02d}"}
        found = await county.send(
            "GET", f"/v1/forms/{form}/table", Role.DEPARTMENT, COUNTY, on=f"{YEAR}-12-20", params=query
        )
        if found["total"]["actual"] != TOWNSHIPS * VILLAGES:
            raise RuntimeError(f"void: {found['total']['actual']} villages in a table")

    async def prefill(_: int) -> None:
        place = chance.randrange(TOWNSHIPS)
        village = chance.choice(villages_of(place + 1))
        arrangement = chance.choice(told)[1][place]
        query = {"village": village, "period": f"{YEAR}-12"}
        found = await county.send(
            "GET", f"/v1/arrangements/{arrangement}/prefill", Role.VILLAGE, village, on=f"{YEAR}-12-29", params=query
        )
        if found["remaining"] != "nothing":
            raise RuntimeError(f"void: a prefilled form leaves {found['remaining']}")

    size = f"{TOWNSHIPS * VILLAGES} villages x {len(told)} forms x 12 periods"
    return {
        f"forms: asker's table, p95 in ms, {size}": figure(
            await _p95(TABLES, table), goal=300, lower_is_better=True
        ),
        f"forms: prefilled form, p95 in ms, {size}": figure(
            await _p95(PREFILLS, prefill), goal=80, lower_is_better=True
        ),
    }  # fmt: skip


async def _of_county(url: str, mint: TokenMint, database: str) -> Figures:
    county = County(url, mint)
    try:
        return await measure(county, await _told(county, database))
    finally:
        await county.client.aclose()


def _measured(directory: str, server: EmbeddedPostgres) -> Figures:
    mint, keys_port, port = TokenMint(), free_port(), free_port()
    (Path(directory) / "jwks.json").write_bytes(orjson.dumps(asyncio.run(mint.keys())))
    database = database_url(server.dsn(), "report")
    asyncio.run(_prepare(database))
    serve_keys = [sys.executable, "-m", "http.server", str(keys_port), "--bind", HOST, "-d", directory]
    around = variables(f"http://{HOST}:{keys_port}/jwks.json", url_of(server, "report"), url_of(server, "bus")) | {
        "SONGBANG_ATTACHMENTS_URL": f"file://{directory}/files", "SONGBANG_ENVIRONMENT": "demo",
    }  # fmt: skip
    del around["SONGBANG_SIGNING_KEY"]  # this service signs nothing
    with (
        process(serve_keys, keys_port, os.environ, "/jwks.json"),
        process(uvicorn("report_svc.main:create_app", port), port, around) as url,
    ):
        return asyncio.run(_of_county(url, mint, database))


def run() -> Figures:
    """Measure on a county of its own, and say what else the machine had to do."""
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        with postgres(Path(directory), ("report_svc",)) as server:
            found = _measured(directory, server)
    found["forms: load of the machine before"] = figure(before)
    return found


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
