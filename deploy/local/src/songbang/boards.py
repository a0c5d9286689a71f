"""`songbang rebuild board`: makes the supervision service's evidence and sums again from all parts' own logs."""

import asyncio
from datetime import datetime

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from servicekit.app import open_service_bus
from servicekit.bus.interface import Message
from servicekit.consumers import ConsumerLoop
from servicekit.database import Database
from servicekit.transaction import Context
from supervision_svc.facts import repository
from supervision_svc.facts.projection import PROJECTION
from supervision_svc.facts.table import TOPICS

from songbang import outboxes
from songbang.inventory import PARTS, Part
from songbang.settings import OperatorSettings, operator_settings

boards = typer.Typer(help="What is derived from events.", no_args_is_help=True)
_PART = "supervision"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(boards, name="rebuild")


@boards.callback()
def _group() -> None:
    """What is derived from events."""


@boards.command("board")
def rebuild_board() -> None:
    """Forget the board's evidence and sums, and make them again. Open pages see the board fill up."""
    total = asyncio.run(rebuild(operator_settings()))
    typer.echo(f"the board has been made again from {total} events")


async def rebuild(settings: OperatorSettings) -> int:
    """Read every log that the board depends on, from its beginning: the logs are kept longer than the bus keeps topics.

    The running projection may go on meanwhile: whichever of them brings a fact first, it enters once.
    """
    database = Database(
        settings.database(_PART), pool_size=2, statement_timeout_seconds=600, name="songbang-rebuild",
        row_mac=settings.row_mac(_PART),
    )  # fmt: skip
    # Never started: the loop below is handed its messages and does not read the bus.
    bus = open_service_bus("songbang-rebuild", settings)
    loop = ConsumerLoop(PROJECTION, database, bus)
    try:
        async with database.transaction(Context.of_system("songbang rebuild board")) as tx:
            await repository.forget(tx)
        columns = (TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns) as progress:
            sources = [part for part in PARTS if f"songbang.{part.name}" in TOPICS]
            return sum([await _replay(settings.database(part.name), part, loop, progress) for part in sources])
    finally:
        await database.close()


async def _replay(url: str, part: Part, loop: ConsumerLoop, progress: Progress) -> int:
    connection = await outboxes.connect(url)
    try:
        task = progress.add_task(part.name, total=await outboxes.count(connection))
        done = 0
        async for rows in outboxes.read(connection, pending_too=True):
            await loop.handle(
                [_message(row["topic"], row["id"], row["key"], row["body"], row["recorded_at"]) for row in rows]
            )
            done += len(rows)
            progress.update(task, completed=done)
    finally:
        await connection.close()
    return done


def _message(topic: str, number: int, key: str, body: bytes, recorded_at: datetime) -> Message:
    """An event of the log in the shape of the bus. Partition -1 marks that its number is no offset."""
    return Message(topic, -1, number, key, body, recorded_at)
