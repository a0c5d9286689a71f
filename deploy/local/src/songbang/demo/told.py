"""The whole demo county on free ports, for tests and measurements of the product as it is used."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.county import CHINA, build
from songbang.demo.people import OPERATOR, everybody
from songbang.demo.tell import tell
from songbang.inventory import SERVICES
from songbang.ports import free_port
from songbang.stack import Ports, Stack

SEED = 1


@contextmanager
def told_county(root: Path, say: Callable[[str], None]) -> Iterator[Stack]:
    """Everything up with the year told; a root in which it was told before is taken up as it is."""
    root.mkdir(exist_ok=True)
    root.chmod(0o755)
    ports = Ports(
        gateway=free_port(), postgres=free_port(), services={part.name: free_port() for part in SERVICES}
    )  # fmt: skip
    stack = Stack(root, ports=ports, log=say, fsync=False)
    try:
        stack.start()
        if not (root / "story.json").exists():
            stack.open_first_account(OPERATOR, OPERATOR_PASSWORD)
            today = datetime.now(CHINA).date()
            asyncio.run(tell(stack.url, OPERATOR_PASSWORD, seed=SEED, today=today, say=say))
            (root / "story.json").write_text("{}")
        yield stack
    finally:
        stack.stop()


def passwords() -> dict[str, str]:
    """Everybody's password in the told county, by user name."""
    people = everybody(build(SEED, datetime.now(CHINA).date()))
    return {person.username: person.password for person in people} | {OPERATOR: OPERATOR_PASSWORD}
