"""`songbang status`: one screen with every process, the events that wait, and what was published last."""

import asyncio
import socket
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import typer
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table

from songbang.complaints import EXPECTED, sentence
from songbang.inventory import PARTS
from songbang.settings import OperatorSettings, operator_settings

_FACTS = """
    SELECT (SELECT count(*) FROM outbox_pending) AS waiting,
           (SELECT coalesce(extract(epoch FROM now() - min(recorded_at)), 0)::int FROM outbox_pending) AS age,
           (SELECT count(*) FROM parked_event) AS parked,
           (SELECT recorded_at FROM outbox ORDER BY id DESC LIMIT 1) AS last,
           (SELECT version_num FROM alembic_version) AS schema
"""


@dataclass
class Replica:
    """One process: whether it is ready, why not, and how far behind its consumers are."""

    process: str
    address: str
    reasons: dict[str, str] = field(default_factory=dict)
    leading: bool = False
    lag: int = 0
    release: str = ""
    serves: bool = False

    @property
    def ready(self) -> bool:
        """Nothing is wrong."""
        return not self.reasons


@dataclass(frozen=True)
class Facts:
    """What a part's database tells; `trouble` when it does not."""

    part: str
    waiting: int = 0
    age: int = 0
    parked: int = 0
    last: datetime | None = None
    schema: str = ""
    trouble: str = ""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status")(status)


def status() -> None:
    """One screen: processes, lag, outbox, parked events, last publication. Ends with 1 when something is not well."""
    replicas, facts = asyncio.run(look(operator_settings()))
    Console().print(Group(_processes(replicas), _databases(facts)))
    if not all(replica.ready for replica in replicas) or any(fact.parked or fact.trouble for fact in facts):
        raise typer.Exit(1)


async def look(settings: OperatorSettings) -> tuple[list[Replica], list[Facts]]:
    """Ask every process and every database at once."""
    async with httpx.AsyncClient(timeout=6, trust_env=False) as client:
        found = [(name, address) for name, url in settings.addresses().items() for address in await _resolve(url)]
        replicas = await asyncio.gather(*(_query(client, name, address) for name, address in found))
    facts = await asyncio.gather(*(_facts(settings, part.name) for part in PARTS))
    return list(replicas), list(facts)


async def _resolve(url: str) -> list[str]:
    """The addresses behind a name: a scaled part has one for every replica."""
    parts = urlsplit(url)
    try:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(parts.hostname, parts.port, family=socket.AF_INET, type=socket.SOCK_STREAM)
    except OSError:
        return [url]
    return [f"{parts.scheme}://{host}:{parts.port}" for host in sorted({str(item[4][0]) for item in found})]


async def _query(client: httpx.AsyncClient, name: str, address: str) -> Replica:
    replica = Replica(name, address.partition("://")[2])
    try:
        readiness = (await client.get(f"{address}/readyz")).json()
        figures = (await client.get(f"{address}/metrics")).text
    except (httpx.HTTPError, ValueError) as error:
        replica.reasons = {"process": f"no answer ({type(error).__name__})"}
        return replica
    replica.reasons, replica.release = readiness.get("reasons", {}), readiness.get("release", "")
    replica.serves = readiness.get("status") != "not_ready"
    for family in text_string_to_metric_families(figures):
        for sample in family.samples:
            if sample.name == "songbang_leading":
                replica.leading = sample.value > 0
            elif sample.name == "songbang_consumer_lag":
                replica.lag += int(sample.value)
    return replica


async def _facts(settings: OperatorSettings, part: str) -> Facts:
    try:
        connection = await asyncpg.connect(settings.database(part), timeout=5)
        try:
            row: Any = await connection.fetchrow(_FACTS)
        finally:
            await connection.close()
    except EXPECTED as error:
        return Facts(part, trouble=sentence(error))
    return Facts(part, **dict(row))


def _processes(replicas: list[Replica]) -> Table:
    table = Table(
        "process", "address", "release", "ready", "leads", "lag", "reasons", title="Processes", title_justify="left"
    )
    for replica in replicas:
        reasons = ", ".join(f"{name}: {reason}" for name, reason in replica.reasons.items())
        mark = "[green]yes[/]" if replica.ready else "[yellow]serves[/]" if replica.serves else "[red]no[/]"
        table.add_row(
            replica.process,
            replica.address,
            replica.release,
            mark,
            "yes" if replica.leading else "",
            str(replica.lag),
            escape(reasons),
        )
    return table


def _databases(facts: list[Facts]) -> Table:
    table = Table("part", "outbox", "oldest", "parked", "last event", "schema", title="Databases", title_justify="left")
    for fact in facts:
        last = f"{fact.last.astimezone():%Y-%m-%d %H:%M:%S}" if fact.last else "never"
        row = [str(fact.waiting), f"{fact.age} s", f"[red]{fact.parked}[/]" if fact.parked else "0", last, fact.schema]
        table.add_row(fact.part, *(["[red]?[/]"] * 4 + [escape(fact.trouble)] if fact.trouble else row))
    return table
