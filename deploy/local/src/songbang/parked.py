"""`songbang parked`: events that could not be handled, and what stands behind them."""

import asyncio
from importlib import import_module
from typing import Annotated, Any

import asyncpg
import orjson
import sqlalchemy as sa
import typer
from gateway.webhooks import fan_out
from rich.console import Console
from rich.table import Table
from rich.text import Text
from servicekit.bus.interface import Message
from servicekit.consumers import BatchConsumer, of_handlers, transient
from servicekit.database import Database
from servicekit.transaction import Context
from supervision_svc.facts.projection import PROJECTION

from songbang.complaints import Complaint
from songbang.inventory import PARTS, SERVICES, Part
from songbang.settings import OperatorSettings, operator_settings

parked = typer.Typer(help="Events that could not be handled.", no_args_is_help=True)
_LIST = """
    SELECT consumer, topic, key, count(*) AS events, min(parked_at) AS since,
           (array_agg(id ORDER BY partition, "offset"))[1] AS first,
           (array_agg(error ORDER BY partition, "offset"))[1] AS error
    FROM parked_event GROUP BY consumer, topic, key ORDER BY since
"""
_NEXT = sa.text("""
    SELECT * FROM parked_event WHERE consumer = :consumer AND topic = :topic AND key = :key
    ORDER BY partition, "offset" LIMIT 1 FOR UPDATE
""")
_REMOVE = sa.text("DELETE FROM parked_event WHERE id = :id")
_SETTLE_SECONDS = 2.0
PartName = Annotated[str, typer.Argument(help="the part in whose database it is parked, such as report")]
Number = Annotated[int, typer.Argument(help="the event's number, from `parked list`")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(parked, name="parked")


@parked.callback()
def _group() -> None:
    """Events that could not be handled."""


@parked.command("list")
def list_all() -> None:
    """Show what is parked in every part: the first event of each key, and how many wait with it."""
    settings = operator_settings()
    table = Table("part", "number", "consumer", "topic", "key", "events", "since", "error")
    for part in PARTS:
        for row in asyncio.run(_fetch(settings.database(part.name), _LIST)):
            # Keys and errors come with the poison: whatever is in brackets there is no markup.
            table.add_row(part.name, str(row["first"]), row["consumer"], row["topic"], Text(row["key"]),
                          str(row["events"]), f"{row['since']:%Y-%m-%d %H:%M}", Text(row["error"][:80]))  # fmt: skip
    Console().print(table if table.row_count else "nothing is parked")


@parked.command("show")
def show(part: PartName, number: Number) -> None:
    """Show one parked event whole, with the error that it caused."""
    row = asyncio.run(_one(_address(operator_settings(), part), number))
    Console().print({name: row[name] for name in ("consumer", "topic", "key", "partition", "offset", "parked_at")})
    Console().print(row["error"], markup=False)
    Console().print(_readable(row["body"]), markup=False)


@parked.command("unpark")
def unpark(part: PartName, number: Number) -> None:
    """Handle an event again and everything that waits behind it, in order; stops at one that is still not handled."""
    handled = asyncio.run(unpark_key(operator_settings(), _part(part), number))
    typer.echo(f"{handled} events handled")


@parked.command("drop")
def drop(
    part: PartName, number: Number, yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False
) -> None:
    """Give an event up finally: its consumer will never know of it. What waits behind it can be unparked then."""
    url = _address(operator_settings(), part)
    row = asyncio.run(_one(url, number))
    if not yes:
        typer.confirm(
            f"{row['consumer']} will never hear of this event of {row['topic']} / {row['key']}. Drop it?", abort=True
        )
    asyncio.run(_fetch(url, "DELETE FROM parked_event WHERE id = $1", number))
    typer.echo("dropped")


def consumers_of(part: Part) -> list[BatchConsumer]:
    """Who hears events with the database of a part."""
    if part not in SERVICES:
        return [fan_out.consumer()]
    found = [of_handlers(part.name, import_module(f"{part.package}.consumers").consumers)]
    return [*found, PROJECTION] if part.name == "supervision" else found


async def unpark_key(settings: OperatorSettings, part: Part, number: int) -> int:
    """Handle the events of one key in order; returns how many. Raises Complaint at the first that fails again."""
    url = settings.database(part.name)
    row = await _one(url, number)
    consumer = next((known for known in consumers_of(part) if known.name == row["consumer"]), None)
    if consumer is None:
        raise Complaint(
            f"this release has no consumer {row['consumer']}; drop the event, or run the release that had it"
        )
    place = {"consumer": row["consumer"], "topic": row["topic"], "key": row["key"]}
    database = Database(url, pool_size=1, name="songbang-unpark", row_mac=settings.row_mac(part.name))
    handled = 0
    try:
        while True:
            if await _handle_next(database, consumer, place):
                handled += 1
                continue
            # A consumer that saw the key still parked may be parking a newer event behind it at this moment.
            await asyncio.sleep(_SETTLE_SECONDS)
            if not await _handle_next(database, consumer, place):
                return handled
            handled += 1
    finally:
        await database.close()


async def _handle_next(database: Database, consumer: BatchConsumer, place: dict[str, str]) -> bool:
    number = 0
    try:
        async with database.transaction(Context.of_system(f"unpark:{consumer.name}")) as tx:
            row = (await tx.session.execute(_NEXT, place)).mappings().first()
            if row is None:
                return False
            number = row["id"]
            await tx.session.execute(_REMOVE, {"id": number})
            await consumer.handle([_message(row)], tx)
    except Exception as error:
        if transient(error):
            raise
        raise Complaint(f"event {number} cannot be handled yet, it and what follows stay parked: {error}") from error
    return True


def _message(row: Any) -> Message:
    return Message(row["topic"], row["partition"], row["offset"], row["key"], row["body"], row["parked_at"])


def _part(name: str) -> Part:
    for part in PARTS:
        if name in (part.name, part.distribution):
            return part
    raise Complaint(f"there is no part {name}; there are {', '.join(part.name for part in PARTS)}")


def _address(settings: OperatorSettings, part: str) -> str:
    return settings.database(_part(part).name)


def _readable(body: bytes) -> str:
    try:
        return orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2).decode()
    except ValueError:
        return repr(body)


async def _one(url: str, number: int) -> Any:
    rows = await _fetch(url, "SELECT * FROM parked_event WHERE id = $1", number)
    if not rows:
        raise Complaint(f"no parked event has the number {number} there; see `songbang parked list`")
    return rows[0]


async def _fetch(url: str, statement: str, *arguments: object) -> list[Any]:
    connection = await asyncpg.connect(url)
    try:
        return list(await connection.fetch(statement, *arguments))
    finally:
        await connection.close()
