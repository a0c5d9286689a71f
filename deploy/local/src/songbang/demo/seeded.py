"""The demo county with its year told, kept as a copy of a whole installation: telling takes minutes, copying seconds.

`python -m songbang.demo.seeded [--bus kafka] [--today]` makes the copy when it is missing; tests and measurements do so
by themselves. A copy belongs to the digest of everything that can change what it holds, so it is never out of date.
"""

import argparse
import asyncio
import fcntl
import hashlib
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.county import CHINA, build
from songbang.demo.people import OPERATOR, everybody
from songbang.demo.tell import tell
from songbang.inventory import SERVICES
from songbang.ports import free_port
from songbang.stack import Ports, Stack

Bus = Literal["postgres", "kafka"]
ROOT = Path(__file__).resolve().parents[5]
COPIES = ROOT / "var" / "county"
SEED = 1
LAST_DAY = date(2026, 11, 20)
"""The last day of the story where a test compares what comes out with a value that was written down."""
_SOURCES = ("requirements.lock", "libs", "services", "gateway/src", "deploy/local/src")
_NO_SOURCES = frozenset({"__pycache__", "README.md"})
_COMPLETE = "story.json"


@contextmanager
def seeded_county(
    root: Path, say: Callable[[str], None], *, last_day: date | None = None, bus: Bus = "postgres",
    gateway: Mapping[str, str] | None = None,
) -> Iterator[Stack]:  # fmt: skip
    """Everything up on free ports with the year told until a day, by default today; a used root is taken up as it is.

    The root must be a folder that PostgreSQL's account may enter. `gateway` are settings of the gateway.
    """
    if not (root / _COMPLETE).exists():
        unpack(copy_of(last_day or datetime.now(CHINA).date(), bus, say), root)
    stack = Stack(root, ports=free_ports(), bus=bus, log=say, fsync=False, gateway=gateway)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


def copy_of(last_day: date, bus: Bus, say: Callable[[str], None]) -> Path:
    """The archive of a told installation, made when it is missing; of several processes one makes it."""
    sources = digest()
    archive = COPIES / f"{sources}-{last_day}-{bus}.tar"
    if archive.exists():
        return archive
    COPIES.mkdir(parents=True, exist_ok=True)
    with (COPIES / f"{bus}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            _forget_old_copies(sources, last_day)
            with _telling(last_day, bus, say) as root:
                _pack(root, archive)
    return archive


def unpack(archive: Path, root: Path) -> None:
    """Lay an installation out in a folder, every file with its owner."""
    root.mkdir(exist_ok=True)
    subprocess.run(["tar", "-xpf", archive, "--numeric-owner", "-C", root], check=True)
    root.chmod(0o755)


def digest() -> str:
    """One short digest over all that the story's outcome may depend on."""
    found = hashlib.sha256()
    for path in _source_files():
        content = path.read_bytes()
        found.update(f"{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()[:20]


def free_ports() -> Ports:
    """Where nobody listens at this moment."""
    return Ports(
        gateway=free_port(), postgres=free_port(), kafka=free_port(2), webhooks=free_port(), inside=free_port(),
        services={part.name: free_port() for part in SERVICES},
    )  # fmt: skip


def passwords(last_day: date | None = None) -> dict[str, str]:
    """Everybody's password in the told county, by user name."""
    people = everybody(build(SEED, last_day or datetime.now(CHINA).date()))
    return {person.username: person.password for person in people} | {OPERATOR: OPERATOR_PASSWORD}


def _source_files() -> Iterator[Path]:
    for name in _SOURCES:
        place = ROOT / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and _NO_SOURCES.isdisjoint(path.parts) and ".egg-info" not in str(path):
                yield path


@contextmanager
def _telling(last_day: date, bus: Bus, say: Callable[[str], None]) -> Iterator[Path]:
    """A stopped installation with the year told, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        root = Path(directory)
        root.chmod(0o755)
        stack = Stack(root, ports=free_ports(), bus=bus, log=say, fsync=False)
        try:
            stack.start()
            stack.open_first_account(OPERATOR, OPERATOR_PASSWORD)
            asyncio.run(tell(stack.url, OPERATOR_PASSWORD, seed=SEED, today=last_day, say=say))
        finally:
            stack.stop()
        (root / _COMPLETE).write_text("{}")
        yield root


def _pack(root: Path, archive: Path) -> None:
    draft = archive.with_suffix(".draft")
    subprocess.run(["tar", "-cf", draft, "--numeric-owner", "-C", root, "."], check=True)
    draft.rename(archive)


def _forget_old_copies(sources: str, last_day: date) -> None:
    """Copies of other sources, and of days that are over."""
    kept = {f"{sources}-{day}-" for day in (last_day, LAST_DAY, datetime.now(CHINA).date())}
    for old in COPIES.glob("*.tar"):
        if not old.name.startswith(tuple(kept)):
            old.unlink(missing_ok=True)


def main() -> None:
    """Make a copy before somebody needs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bus", choices=["postgres", "kafka"], default="postgres")
    parser.add_argument("--today", action="store_true", help=f"let the story end today instead of on {LAST_DAY}")
    options = parser.parse_args()
    last_day = datetime.now(CHINA).date() if options.today else LAST_DAY
    lines: list[str] = []
    try:
        archive = copy_of(last_day, options.bus, lines.append)
    except BaseException:
        print("\n".join(lines[-60:]))
        raise
    print(f"the demo county until {last_day} lies in {archive.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
