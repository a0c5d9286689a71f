"""`songbang demo`, `demo-stop`, `demo-reset`: the demo county on embedded parts."""

import asyncio
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from songbang.demo import background, people
from songbang.demo.county import CHINA, build
from songbang.demo.door import StoryBroken
from songbang.demo.tell import show, tell, write_logins
from songbang.inventory import SERVICES
from songbang.kafka import KafkaUnavailable
from songbang.postgres import PostgresUnavailable
from songbang.settings import DEMO
from songbang.stack import Ports, Stack, StackFailed

ROOT = DEMO.parent
OPERATOR_PASSWORD = "Songyun-operator-2026!"  # noqa: S105 - fictitious people, and demo mode cannot run in production

_ENDING = (signal.SIGINT, signal.SIGTERM)

Root = Annotated[Path, typer.Option(help="where the demo keeps its databases, secrets and logs")]


def register(app: typer.Typer) -> None:
    """Add the demo commands to the command line."""
    app.command("demo")(demo)
    app.command("demo-stop")(demo_stop)
    app.command("demo-reset")(demo_reset)


def demo(
    root: Root = ROOT, gateway_port: int = 8080, service_port: int = 8101, postgres_port: int = 54320,
    kafka: Annotated[bool, typer.Option(help="use a real Apache Kafka (needs Java and Maven)")] = False,
    kafka_port: int = 19092, seed: int = 1,
    today: Annotated[str, typer.Option(help="the last day of the story; fixed at the first start")] = "",
    detach: Annotated[bool, typer.Option(help="return when everything is loaded and healthy")] = False,
) -> None:  # fmt: skip
    """Start everything, tell the demo county's year once, print the board, and stay until Ctrl-C."""
    root = root.resolve()
    root.mkdir(parents=True, exist_ok=True)
    if detach:
        rest = [part for part in sys.argv[1:] if part != "--detach"]
        raise typer.Exit(background.start([sys.executable, "-m", "songbang.cli", *rest], root))

    def report(line: str) -> None:
        _say(line)
        background.moved(root)

    ports = Ports(
        gateway=gateway_port, postgres=postgres_port, kafka=kafka_port, webhooks=service_port + len(SERVICES),
        inside=service_port + len(SERVICES) + 1,
        services={part.name: service_port + place for place, part in enumerate(SERVICES)},
    )  # fmt: skip
    stack = Stack(root, ports=ports, bus="kafka" if kafka else "postgres", log=_say, report=report)
    for number in _ENDING:
        signal.signal(number, _end)
    try:
        with background.claimed(root):
            try:
                _run(stack, root, seed, date.fromisoformat(today) if today else datetime.now(CHINA).date(), report)
                threading.Event().wait()
            except _Ended:
                pass
            finally:
                _say("stopping ...")
                stack.stop()
    except (StackFailed, StoryBroken, PostgresUnavailable, KafkaUnavailable) as error:
        _say(f"the demo cannot run: {error}")
        raise typer.Exit(1) from None


class _Ended(BaseException):
    """Somebody wants the demo to end, also while it still starts."""


def _end(*_: object) -> None:
    for number in _ENDING:  # once is enough: what follows is the orderly stop
        signal.signal(number, signal.SIG_IGN)
    raise _Ended


def _run(stack: Stack, root: Path, seed: int, today: date, report: Callable[[str], None]) -> None:
    report("starting ...")
    stack.start()
    write_settings(root / DEMO.name, stack)
    _load_once(stack, root, seed, today, report)
    (root / background.READY).write_text(stack.url)
    _say("Ctrl-C stops everything; make demo-reset drops the data")


def demo_stop(root: Root = ROOT) -> None:
    """Stop a demo that runs in the background."""
    try:
        pid = background.stop(root.resolve())
    except StackFailed as error:
        typer.echo(str(error))
        raise typer.Exit(1) from None
    typer.echo("no demo is running" if pid is None else "stopped")


def demo_reset(root: Root = ROOT) -> None:
    """Stop the demo and drop all of its data."""
    demo_stop(root)
    shutil.rmtree(root, ignore_errors=True)
    typer.echo("all demo data is gone")


def write_settings(path: Path, stack: Stack) -> None:
    """With this file `songbang status` and the other commands need nothing set by hand."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={value}\n" for name, value in stack.operator_settings().items()))


def _load_once(stack: Stack, root: Path, seed: int, today: date, report: Callable[[str], None]) -> None:
    marker = root / "story.json"
    stack.open_first_account(people.OPERATOR, OPERATOR_PASSWORD)
    if not marker.exists():
        if (root / "telling").exists():
            raise StoryBroken("an earlier start was interrupted while it told the story; run make demo-reset first")
        (root / "telling").touch()
        asyncio.run(tell(stack.url, OPERATOR_PASSWORD, seed=seed, today=today, say=report))
        marker.write_bytes(orjson.dumps({"seed": seed, "today": today.isoformat()}))
        (root / "telling").unlink()
    story = orjson.loads(marker.read_bytes())
    county = build(story["seed"], date.fromisoformat(story["today"]))
    logins = write_logins(root / "logins.json", OPERATOR_PASSWORD, county)
    asyncio.run(show(stack.url, logins, Console()))


def _say(line: str) -> None:
    typer.echo(line)
