"""`songbang demo`, `demo-stop`, `demo-reset`: the demo county on embedded parts."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from songbang.demo import people
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
_DETACHED_SECONDS = 240.0
_STOP_SECONDS = 40.0

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
        raise typer.Exit(_detached(root, sys.argv[1:]))
    ports = Ports(
        gateway=gateway_port, postgres=postgres_port, kafka=kafka_port, webhooks=service_port + len(SERVICES),
        services={part.name: service_port + place for place, part in enumerate(SERVICES)},
    )  # fmt: skip
    stack = Stack(root, ports=ports, bus="kafka" if kafka else "postgres", log=_say)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    pid_file = root / "demo.pid"
    try:
        _refuse_second(pid_file)
        pid_file.write_text(str(os.getpid()))
        stack.start()
        write_settings(root / DEMO.name, stack)
        _load_once(stack, root, seed, date.fromisoformat(today) if today else datetime.now(CHINA).date())
        (root / "ready").write_text(stack.url)
        _say("Ctrl-C stops everything; make demo-reset drops the data")
        stopped.wait()
    except (StackFailed, StoryBroken, PostgresUnavailable, KafkaUnavailable) as error:
        _say(f"the demo cannot run: {error}")
        raise typer.Exit(1) from None
    finally:
        (root / "ready").unlink(missing_ok=True)
        if pid_file.exists() and pid_file.read_text() == str(os.getpid()):
            _say("stopping ...")
            stack.stop()
            pid_file.unlink(missing_ok=True)


def demo_stop(root: Root = ROOT) -> None:
    """Stop a demo that runs in the background."""
    pid = _running(root / "demo.pid")
    if pid is None:
        typer.echo("no demo is running")
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while _running(root / "demo.pid") is not None:
        if time.monotonic() > deadline:
            typer.echo(f"the demo (process {pid}) does not stop; see {root}/demo.log")
            raise typer.Exit(1)
        time.sleep(0.1)
    typer.echo("stopped")


def demo_reset(root: Root = ROOT) -> None:
    """Stop the demo and drop all of its data."""
    demo_stop(root)
    shutil.rmtree(root, ignore_errors=True)
    typer.echo("all demo data is gone")


def write_settings(path: Path, stack: Stack) -> None:
    """With this file `songbang status` and the other commands need nothing set by hand."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={value}\n" for name, value in stack.operator_settings().items()))


def _load_once(stack: Stack, root: Path, seed: int, today: date) -> None:
    marker = root / "story.json"
    stack.open_first_account(people.OPERATOR, OPERATOR_PASSWORD)
    if not marker.exists():
        if (root / "telling").exists():
            raise StoryBroken("an earlier start was interrupted while it told the story; run make demo-reset first")
        (root / "telling").touch()
        asyncio.run(tell(stack.url, OPERATOR_PASSWORD, seed=seed, today=today, say=_say))
        marker.write_bytes(orjson.dumps({"seed": seed, "today": today.isoformat()}))
        (root / "telling").unlink()
    story = orjson.loads(marker.read_bytes())
    county = build(story["seed"], date.fromisoformat(story["today"]))
    logins = write_logins(root / "logins.json", OPERATOR_PASSWORD, county)
    asyncio.run(show(stack.url, logins, Console()))


def _detached(root: Path, arguments: list[str]) -> int:
    """Run the same command in the background, and wait until it says that it is ready."""
    log_path = root / "demo.log"
    command = [sys.executable, "-m", "songbang.cli", *(part for part in arguments if part != "--detach")]
    with log_path.open("wb") as log:
        child = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + _DETACHED_SECONDS
    while not (root / "ready").exists():
        if child.poll() is not None or time.monotonic() > deadline:
            sys.stdout.write(log_path.read_text(errors="replace")[-6000:])
            sys.stdout.write(f"\nthe demo did not come up; its log is {log_path}\n")
            return 1
        time.sleep(0.2)
    sys.stdout.write(log_path.read_text(errors="replace"))
    sys.stdout.write("\nrunning in the background; make demo-stop stops it\n")
    return 0


def _running(pid_file: Path) -> int | None:
    try:
        pid = int(pid_file.read_text())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid


def _refuse_second(pid_file: Path) -> None:
    pid = _running(pid_file)
    if pid is not None:
        raise StackFailed(f"it is running already (process {pid}); make demo-stop stops it")


def _say(line: str) -> None:
    typer.echo(line)
