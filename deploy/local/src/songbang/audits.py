"""`songbang audit verify`: whether anybody has changed the logs of who did what, or the rows that they tell of."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import asyncpg
import orjson
import typer
from rich.console import Console
from rich.table import Table
from servicekit.audit.chain import Checked, check
from servicekit.audit.proofs import check_proofs
from servicekit.audit.reconciliation import reconcile
from servicekit.audit.seals import Head, Sealer
from servicekit.audit.tables import AUDIT, LOGS, SECURITY_LOG
from servicekit.database import open_engine
from sqlalchemy.pool import NullPool

from songbang.complaints import Complaint
from songbang.inventory import PARTS, Part
from songbang.sealing.heads import of_lines
from songbang.settings import OperatorSettings, operator_settings

audits = typer.Typer(help="The logs of who did what.", no_args_is_help=True)
Against = Annotated[Path | None, typer.Option(help="manifest.json of a backup whose heads must be contained")]
Heads = Annotated[Path | None, typer.Option(help="heads that were sent out, a line each; SONGBANG_HEADS_FILE")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(audits, name="audit")


@audits.callback()
def _group() -> None:
    """The logs of who did what."""


@audits.command("verify")
def verify_all(against: Against = None, heads: Heads = None) -> None:
    """Check every row, seal and head, and every live row against the audit; ends with 1 when something is wrong."""
    settings = operator_settings()
    outside = heads or settings.heads_file
    table = Table("part", "log", "sealed", "waiting", "last seal", "findings")
    sentences = []
    for part in PARTS:
        known = [*of_manifest(against, part.name), *_of_file(outside, part.name)]
        for checked in asyncio.run(examine(settings, part, known)):
            table.add_row(
                part.name, checked.log, str(checked.sealed), str(checked.unsealed), checked.head.hex()[:16],
                str(len(checked.findings) or "none"),
            )  # fmt: skip
            sentences += [f"{part.name}: {sentence}" for sentence in checked.findings]
    Console().print(table)
    for sentence in sentences:
        typer.echo(f"BROKEN: {sentence}", err=True)
    if sentences:
        raise typer.Exit(1)


async def examine(settings: OperatorSettings, part: Part, heads: Sequence[Head] = ()) -> list[Checked]:
    """What is found in the logs of one part, and in its rows; raises Complaint without the keys."""
    row_mac = settings.row_mac(part.name)
    if settings.seal_key is None or row_mac is None:
        name = f"SONGBANG_{part.name.upper()}_AUDIT_KEY"
        raise Complaint(f"SONGBANG_SEAL_KEY and {name} are missing: nothing can be verified without them")
    sealer = Sealer(settings.seal_key.get_secret_value(), part.name)
    url = settings.database(part.name)
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            found = [await check(connection, table, sealer, row_mac, heads) for table in LOGS]
            found[0].findings += await check_proofs(connection, row_mac)
    finally:
        await connection.close()
    return [*found, await _rows(url, part)]


async def _rows(url: str, part: Part) -> Checked:
    import_module(f"{part.package}.main")  # loads every table of the part
    base = import_module(f"{part.package}.models").Base
    checked = Checked("rows")
    engine = open_engine(url, poolclass=NullPool)
    try:
        async for sentence in reconcile(engine, [mapper.class_ for mapper in base._sa_registry.mappers]):
            checked.find(sentence)
    finally:
        await engine.dispose()
    return checked


def of_manifest(manifest: Path | None, part: str) -> list[Head]:
    """The heads that a backup's manifest says a part's logs had; raises Complaint for a file that is none."""
    if manifest is None:
        return []
    content = manifest.read_bytes()
    try:
        facts = orjson.loads(content)["databases"][part]
        if "audit_position" not in facts and "audit_head" in facts:
            raise Complaint(f"{manifest} is of a release whose seals had no key: its heads belong to another chain")
        return [
            Head(log.name, int(facts[f"{log.name}_position"]), bytes.fromhex(facts[f"{log.name}_head"]))
            for log in (AUDIT, SECURITY_LOG) if facts.get(f"{log.name}_position")
        ]  # fmt: skip
    except (ValueError, TypeError, LookupError, AttributeError):
        raise Complaint(f"{manifest} is no manifest.json of a backup") from None


def _of_file(path: Path | None, part: str) -> list[Head]:
    if path is None:
        return []
    try:
        return of_lines(path.read_bytes().splitlines(), part)
    except (ValueError, TypeError, KeyError):
        raise Complaint(f"{path} holds lines that are no heads") from None
