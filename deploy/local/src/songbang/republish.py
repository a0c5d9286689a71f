"""`songbang republish`: fills the bus again from the parts' own logs, after the broker has lost what it had."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from servicekit.app import open_service_bus, topic_spec
from servicekit.bus.interface import Bus

from songbang import outboxes
from songbang.complaints import Complaint
from songbang.inventory import PARTS, Part
from songbang.settings import OperatorSettings, operator_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("republish")(republish)


def republish(
    since: Annotated[str, typer.Option(help="events recorded from then on, as 2026-11-01T00:00Z; all without it")] = "",
    only: Annotated[list[str] | None, typer.Option("--part", help="only this part; may be given several times")] = None,
) -> None:  # fmt: skip
    """Publish events again from the parts' logs. Consumers pass over what they have had, so nothing counts twice."""
    settings = operator_settings()
    unknown = set(only or ()) - {part.name for part in PARTS}
    if unknown:
        raise Complaint(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(p.name for p in PARTS)}")
    parts = [part for part in PARTS if not only or part.name in only]
    total = asyncio.run(republish_all(settings, moment(since), parts))
    typer.echo(f"{total} events published again")


def moment(text: str) -> datetime:
    """A moment with its zone; a bare date or time is taken as UTC."""
    if not text:
        return outboxes.BEGINNING
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise Complaint(f"{text!r} is no moment; write it like 2026-11-01 or 2026-11-01T08:00+08:00") from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


async def republish_all(settings: OperatorSettings, since: datetime, parts: list[Part]) -> int:
    """Refill the topics of some parts; returns the number of events."""
    bus = open_service_bus("songbang-republish", settings)
    await bus.start()
    try:
        await bus.ensure_topics([topic_spec(part.name, settings) for part in parts])
        with _progress() as progress:
            return sum([await _one(settings, bus, since, part, progress) for part in parts])
    finally:
        await bus.stop()


async def _one(settings: OperatorSettings, bus: Bus, since: datetime, part: Part, progress: Progress) -> int:
    # New events must come behind the old ones of their key: the relay rests until all are out.
    async with outboxes.instead_of_the_leader(settings.database(part.name)) as connection:
        total, done = await outboxes.count(connection, since), 0
        task = progress.add_task(part.name, total=total)
        async for rows in outboxes.read(connection, since):
            await bus.publish(rows[0]["topic"], [(row["key"], row["body"]) for row in rows])
            done += len(rows)
            progress.update(task, completed=done)
    progress.update(task, completed=total)
    return done


def _progress() -> Progress:
    return Progress(TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
