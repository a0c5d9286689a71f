"""`songbang alarms`: takes alarms from Alertmanager and brings them to people, by mail or a chat group's robot."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any

import typer
from aiohttp import web
from prometheus_client import Counter
from pydantic import ValidationError
from servicekit import logs
from servicekit.inside import inside_port, reasons_of
from servicekit.settings import load
from servicekit.stopping import stop_signal

from songbang.alarms import channels
from songbang.alarms.figures import measure
from songbang.alarms.messages import Group, message
from songbang.alarms.settings import AlarmSettings, Receiver
from songbang.complaints import Complaint

log = logging.getLogger(__name__)
SENT = Counter("songbang_alarms_sent_total", "alarms that were sent to a receiver", ["receiver", "outcome"])
_REMEMBERED_SECONDS = 3600.0
_MOST_REMEMBERED = 10_000
_TRIAL = {
    "status": "firing",
    "alerts": [
        {"status": "firing", "annotations": {"summary": "这是一次试发，无需处置"}, "labels": {"alertname": "试发"}}
    ],
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("alarms")(alarms)


def alarms(
    try_out: Annotated[bool, typer.Option("--try", help="send every receiver one message, say who took it")] = False,
) -> None:
    """Bring alarms to people until stopped."""
    settings = load(AlarmSettings)
    if try_out:
        asyncio.run(_try(settings))
        return
    logs.configure("alarms", level=settings.log_level, format=settings.log_format)
    asyncio.run(_serve(settings))


async def _try(settings: AlarmSettings) -> None:
    failed = await Relay(settings).deliver(Group.model_validate(_TRIAL | {"groupKey": str(time.time_ns())}))
    for receiver in settings.receivers():
        typer.echo(f"{receiver.name}: {failed.get(receiver, 'taken')}")
    if not settings.receivers():
        raise Complaint("SONGBANG_ALARM_RECEIVERS (file alarm_receivers) names nobody: alarms reach nobody")
    if failed:
        raise Complaint(f"{len(failed)} of {len(settings.receivers())} receivers did not take it")


async def _serve(settings: AlarmSettings) -> None:
    stopping = stop_signal()
    async with relaying(settings):
        await stopping.wait()


@asynccontextmanager
async def relaying(settings: AlarmSettings) -> AsyncIterator[None]:
    """Take alarms around a block."""
    relay = Relay(settings)
    if not settings.receivers():
        log.warning("alarm_receivers names nobody: alarms are written to this log only")

    async def refresh() -> None:
        await asyncio.to_thread(measure, settings)

    readiness = partial(_readiness, settings)
    routes = [web.post("/alerts", relay.take)]
    async with inside_port(settings.inside_host, settings.alarms_port, readiness, refresh, routes):
        yield


async def _readiness(settings: AlarmSettings) -> dict[str, Any]:
    return reasons_of({} if settings.receivers() or settings.demo else {"receivers": "nobody"})


class Relay:
    """Brings each piece of news to every receiver once, also when Alertmanager repeats it for one that failed."""

    def __init__(self, settings: AlarmSettings) -> None:
        self.settings = settings
        self._taken: dict[tuple[Receiver, str], float] = {}

    async def take(self, request: web.Request) -> web.Response:
        """Alertmanager's webhook: 502 makes it come again, for the receivers that did not take it."""
        try:
            group = Group.model_validate(json.loads(await request.read()))
        except (ValidationError, ValueError, RecursionError):
            return web.json_response({"code": "no_alarm"}, status=400)
        failed = await self.deliver(group)
        return web.json_response({"failed": [one.name for one in failed]}, status=502 if failed else 200)

    async def deliver(self, group: Group) -> dict[Receiver, str]:
        """Send to everybody who has not heard it; returns who did not take it, and why."""
        said, identity = message(group, self.settings.public_url), group.identity
        log.warning("alarm: %s", said.text)
        now = time.monotonic()
        self._taken = {key: at for key, at in self._taken.items() if now - at < _REMEMBERED_SECONDS}
        waiting = [one for one in self.settings.receivers() if (one, identity) not in self._taken]
        outcomes = await asyncio.gather(
            *(channels.send(self.settings, one, said, identity) for one in waiting), return_exceptions=True
        )
        failed = {}
        for receiver, outcome in zip(waiting, outcomes, strict=True):
            if isinstance(outcome, channels.NotSent):
                failed[receiver] = str(outcome)
                log.warning("%s did not take an alarm: %s", receiver.name, outcome)
            elif isinstance(outcome, BaseException):
                raise outcome
            elif len(self._taken) < _MOST_REMEMBERED:
                self._taken[receiver, identity] = now
            SENT.labels(receiver.name, "failed" if receiver in failed else "sent").inc()
        return failed
