"""The board of the whole country, over synthetic sums of half a year: `python bench/national_board.py [townships]`.

Cold is the first question after a start; warm is every later one, while facts keep coming in.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, TokenMint, running
from servicekit.migrate import upgrade
from songbang.ports import free_port
from songbang.postgres import EmbeddedPostgres
from supervision_svc.main import create_app
from supervision_svc.measures import USED
from supervision_svc.settings import Settings

VILLAGES = 15
DAYS = 180
REGIONS = """
INSERT INTO region (code, name, level, valid_from, sequence)
SELECT lpad((110000 + n / 20)::text, 6, '0') || lpad((100 + n % 20)::text, 3, '0')
       || CASE WHEN v = 0 THEN '000' ELSE (200 + v)::text END,
       CASE WHEN v = 0 THEN '乡镇' ELSE '村' END, CASE WHEN v = 0 THEN 'township' ELSE 'village' END, '2020-01-01', 1
FROM generate_series(0, $1::int - 1) AS n, generate_series(0, $2::int) AS v
"""
SUMS = """
INSERT INTO daily (region, figure, day, recorded_on, department, total)
SELECT lpad((110000 + n / 20)::text, 6, '0') || lpad((100 + n % 20)::text, 3, '0') || '000', figure,
       current_date - ((n * 7 + length(figure) * 13 + part * 31) % $3::int),
       current_date - ((n * 7 + length(figure) * 13 + part * 31) % $3::int), '', 1 + (n + part) % 4
FROM generate_series(0, $1::int - 1) AS n, unnest($2::text[]) AS figure, generate_series(1, 4) AS part
ON CONFLICT DO NOTHING
"""
TOUCH = """
WITH one AS (UPDATE daily SET total = total + 1 WHERE (region, figure, day) IN (
    SELECT region, figure, day FROM daily TABLESAMPLE SYSTEM (0.01) LIMIT 50) RETURNING region)
INSERT INTO change (transaction, regions, changed_at)
SELECT pg_current_xact_id()::text::bigint, array_agg(DISTINCT region), now() FROM one
"""


async def measure(url: str, bus_url: str, townships: int) -> dict[str, object]:
    connection = await asyncpg.connect(url)
    await connection.execute(REGIONS, townships, VILLAGES)
    await connection.execute(SUMS, townships, sorted(USED), DAYS)
    await connection.execute("VACUUM ANALYZE")
    mint = TokenMint()
    settings = Settings(environment="test", database_url=url, bus_url=bus_url, log_level="WARNING")
    app = create_app(settings, keys=mint.keys)
    async with running(app):
        service = ServiceUnderTest(app, mint)
        async with service.client(Role.OBSERVER) as client:

            async def read(**parameters: object) -> float:
                began = time.perf_counter()
                answer = await client.get("/v1/board", params=parameters, timeout=120)  # type: ignore[arg-type]
                assert answer.status_code == 200, answer.text
                return (time.perf_counter() - began) * 1000

            cold = await read(limit=100)
            still = [await read(limit=100) for _ in range(20)]
            moving = []
            for _ in range(20):
                await connection.execute(TOUCH)
                moving.append(await read(limit=100))
        rows = await connection.fetchval("SELECT count(*) FROM daily")
    await connection.close()
    return {
        "townships": townships, "daily": rows, "cold_ms": round(cold),
        "unchanged_ms": round(statistics.median(still), 1),
        "changing_ms": round(statistics.median(moving), 1), "changing_worst_ms": round(max(moving), 1),
    }  # fmt: skip


def main() -> None:
    townships = int(sys.argv[1]) if len(sys.argv) > 1 else 38_700
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        with EmbeddedPostgres(Path(directory) / "pg", free_port(), fsync=False) as server:
            upgrade("supervision_svc", server.dsn())
            asyncio.run(make_bus(server.dsn()))
            print(json.dumps(asyncio.run(measure(server.dsn(), server.dsn("bus"), townships))))


async def make_bus(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE DATABASE bus")
    await connection.close()


if __name__ == "__main__":
    main()
