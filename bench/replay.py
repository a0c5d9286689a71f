"""Replay of a synthetic year into the projection: `python -m bench.replay [events]`.

Every event goes the whole way from its bytes to committed evidence and sums, in batches as the consumer takes them.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
from contracts import certificate, checklist, imposed_tasks, rectifications, report, signage, supervision
from contracts.envelope import Event, encode, new_id, topic_of
from servicekit import garbage
from servicekit.bus.interface import Message
from servicekit.consumers import ConsumerLoop
from servicekit.database import Database
from servicekit.migrate import upgrade
from servicekit.transaction import Context
from songbang.ports import free_port
from songbang.postgres import EmbeddedPostgres
from supervision_svc.facts import reading
from supervision_svc.facts.projection import BATCH, PROJECTION, take

from bench.figures import Figures, figure

DAY = datetime(2026, 6, 30, tzinfo=UTC).date()
KINDS: list[tuple[int, Callable[[], Event]]] = [  # weights follow a township's year: filings dominate
    (70, lambda: report.FilingSubmitted(form="F01", period="2026-03", on_time=True, complete=True)),
    (8, lambda: certificate.CertificateIssued(item="CA01")),
    (4, lambda: signage.PlaqueRegistered(spec="S01", placement="inside", conforms=True)),
    (4, lambda: signage.PlaqueFlagged(reason="not_in_spec")),
    (4, signage.PlaqueRemoved),
    (4, lambda: signage.PlaqueVerified(disposal="remove")),
    (3, lambda: checklist.GroupDissolved(platform="wechat", was_retained=False)),
    (1, lambda: imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home="0" * 12)),
    (1, lambda: supervision.FindingRaised(action="work", grade="minor")),
    (1, lambda: rectifications.RectificationOpened(letter=new_id(), action="work", deadline=DAY)),
]


def events(count: int, townships: int) -> list[Message]:
    """Synthetic events over a year, in the order of time, townships and villages at random."""
    draw = random.Random(7)
    weights = [weight for weight, _ in KINDS]
    began = datetime(2025, 11, 1, tzinfo=UTC)
    messages = []
    for number in range(count):
        township = draw.randrange(townships)
        region = f"{110000 + township // 20:06d}{100 + township % 20:03d}{200 + draw.randrange(15):03d}"
        event = draw.choices(KINDS, weights)[0][1]()
        at = began + timedelta(days=365) * (number / count)
        body = encode(event, id=new_id(), subject_id=new_id(), time=at, sequence=1, attributes={"region": region})
        body = body.replace(b"000000000000", f"{region[:9]}000".encode())
        messages.append(Message(topic_of(event.type), 0, number, region[:9] + "000", body, at))
    return messages


async def replay(database: Database, messages: list[Message]) -> float:
    """Seconds that the whole way takes."""
    loop = ConsumerLoop(PROJECTION, database, _NoBus())  # type: ignore[arg-type]
    began = time.perf_counter()
    for start in range(0, len(messages), BATCH):
        await loop.handle(messages[start : start + BATCH])
    return time.perf_counter() - began


class _NoBus:
    """The transport is measured elsewhere; here batches are handed over."""

    def subscribe(self, *_: object) -> None:
        return None


async def profile(messages: list[Message]) -> dict[str, float]:
    """Microseconds per event of reading alone."""
    began = time.perf_counter()
    for start in range(0, len(messages), BATCH):
        reading.read(messages[start : start + BATCH])
    return {"read_us": (time.perf_counter() - began) / len(messages) * 1e6}


async def measure(url: str, count: int, townships: int) -> dict[str, float]:
    database = Database(url, pool_size=2, statement_timeout_seconds=60, name="bench")
    try:
        messages = events(count, townships)
        figures = await profile(messages)
        async with database.transaction(Context.of_system("bench")) as tx:
            await take(messages[:10], tx)
        with garbage.collected_seldom():  # as in the service, which holds a batch and not a year
            seconds = await replay(database, messages)
            again = await replay(database, messages)
        connection = await asyncpg.connect(url)
        rows = await connection.fetchrow("SELECT (SELECT count(*) FROM evidence), (SELECT count(*) FROM daily)")
        await connection.execute("SELECT facts_forget()")
        await connection.close()
        return {
            "townships": townships, "events": count, "events_per_s": round(count / seconds),
            "duplicates_per_s": round(count / again), "read_us": round(figures["read_us"], 2),
            "whole_us": round(seconds / count * 1e6, 2), "evidence": rows[0], "daily": rows[1],
        }  # fmt: skip
    finally:
        await database.close()


def run(count: int = 500_000) -> Figures:
    """Events per second with evidence, one process; the limit is the same process reading without a database."""
    figures: Figures = {}
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        with EmbeddedPostgres(Path(directory) / "pg", free_port(), fsync=True) as server:
            upgrade("supervision_svc", server.dsn())
            for townships, goal in ((20, 70_000), (38_700, 40_000)):
                measured = asyncio.run(measure(server.dsn(), count, townships))
                limit = 1e6 / measured["read_us"]
                figures[f"projection replay, {townships:,} townships, events/s"] = figure(
                    measured["events_per_s"], limit, goal=goal
                )
    return figures


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000), indent=1))
