"""The told county for tests: a running copy of it, its people, and clients signed in as them."""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from countykit.workdays import today
from songbang.demo import seeded
from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.county import build
from songbang.demo.people import OPERATOR, Person, everybody
from songbang.demo.signed_in import SignedIn
from songbang.stack import Stack

from tests.waiting import eventually, wait_until

_GATEWAY = {"openapi_refresh_seconds": "2"}  # the document is whole as soon as every service has come up
SignIn = Callable[..., httpx.Client]
# What ran out between the last told day and today; the services look for it once a minute.
_RUN_OUT = {
    "checklist": "SELECT count(*) = 0 FROM admission WHERE state = 'granted' AND valid_until < $1",
    "report": "SELECT count(*) = 0 FROM form WHERE state = 'approved' AND valid_until < $1",
}


@contextmanager
def running(bus: seeded.Bus = "postgres") -> Iterator[Stack]:
    """Everything up on a copy of the county with a fixed last day; the log is printed when it does not come up."""
    lines: list[str] = []
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        try:
            with seeded.seeded_county(
                Path(directory), lines.append, last_day=seeded.LAST_DAY, bus=bus, gateway=_GATEWAY
            ) as stack:
                asyncio.run(_let_the_clock_catch_up(stack))
                wait_until(lambda: not _document(stack)["x-unavailable"])
                yield stack
        except BaseException:
            sys.stderr.write("\n".join(lines[-80:]))
            raise


def _document(stack: Stack) -> dict[str, Any]:
    """The merged document; the gateway asks the services for their parts again and again."""
    found: dict[str, Any] = httpx.get(f"{stack.url}/openapi.json", timeout=30, trust_env=False).json()
    return found


async def _let_the_clock_catch_up(stack: Stack) -> None:
    for name, nothing_left in _RUN_OUT.items():
        connection = await asyncpg.connect(stack.service_database(name))
        try:
            await eventually(lambda of=connection, sql=nothing_left: of.fetchval(sql, today(datetime.now(UTC))), 180)
        finally:
            await connection.close()


def people_of_the_county() -> dict[str, Person]:
    """Somebody of every role, and everybody by name."""
    found: dict[str, Person] = {}
    for person in everybody(build(seeded.SEED, seeded.LAST_DAY)):
        found.setdefault(person.role, person)
        found[person.username] = person
    return found


@contextmanager
def clients(stack: Stack, people: dict[str, Person]) -> Iterator[SignIn]:
    """A client signed in as somebody: `sign_in("township")`, `sign_in("t001")`, `sign_in()` for nobody."""
    known: dict[str | None, httpx.Client] = {}

    def client(who: str | None = None) -> httpx.Client:
        if who not in known:
            auth = None
            if who is not None:
                name, password = (
                    (OPERATOR, OPERATOR_PASSWORD) if who == OPERATOR else (people[who].username, people[who].password)
                )
                auth = SignedIn(stack.url, name, password)
            known[who] = httpx.Client(base_url=stack.url, auth=auth, timeout=30, trust_env=False)
        return known[who]

    yield client
    for each in known.values():
        each.close()
