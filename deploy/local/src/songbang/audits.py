"""`songbang audit verify`: recomputes the chain over the audit rows of every part."""

import asyncio
from pathlib import Path
from typing import Annotated

import asyncpg
import orjson
import typer
from rich.console import Console
from rich.table import Table
from servicekit.audit import ChainBroken, verify

from songbang.complaints import Complaint
from songbang.inventory import PARTS
from songbang.settings import operator_settings

audits = typer.Typer(help="The audit chains.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(audits, name="audit")


@audits.callback()
def _group() -> None:
    """The audit chains."""


@audits.command("verify")
def verify_all(
    against: Annotated[
        Path | None, typer.Option(help="manifest.json of a backup whose heads must be contained")
    ] = None,
) -> None:
    """Recompute every chain; ends with status 1 when one is broken."""
    settings = operator_settings()
    heads = _heads_of(against) if against else {}
    table = Table("part", "sealed rows", "head", "finding")
    broken = False
    for part in PARTS:
        try:
            length, head = asyncio.run(_verify(settings.database(part.name), heads.get(part.name)))
            table.add_row(part.name, str(length), head.hex()[:16], "ok")
        except ChainBroken as finding:
            broken = True
            table.add_row(part.name, "", "", f"BROKEN: {finding}")
    Console().print(table)
    if broken:
        raise typer.Exit(1)


def _heads_of(manifest: Path) -> dict[str, bytes]:
    content = manifest.read_bytes()
    try:
        databases = orjson.loads(content)["databases"]
        heads = {name: facts["audit_head"] for name, facts in databases.items() if facts.get("audit_head")}
        return {name: bytes.fromhex(head) for name, head in heads.items()}
    except (ValueError, TypeError, LookupError, AttributeError):
        raise Complaint(f"{manifest} is no manifest.json of a backup") from None


async def _verify(url: str, head: bytes | None) -> tuple[int, bytes]:
    connection = await asyncpg.connect(url)
    try:
        return await verify(connection, head)
    finally:
        await connection.close()
