"""PostgreSQL's own tools for dumping and restoring one database, as streams."""

import asyncio
import contextlib
import os
import re
from collections.abc import Awaitable, Iterable, Iterator
from typing import TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

from songbang.archive import Writer
from songbang.complaints import Complaint
from songbang.postgres import binaries

T = TypeVar("T")
_CHUNK = 256 * 1024


async def dump(url: str, snapshot: str, writer: Writer) -> None:
    """Write a database as it was at an exported snapshot. Owners and grants stay out: `init` makes them."""
    await stream(
        url, writer, "pg_dump", "--format=custom", "--compress=gzip:3", "--no-owner", "--no-privileges",
        f"--snapshot={snapshot}",
    )  # fmt: skip


async def stream(url: str, writer: Writer, program: str, *options: str) -> None:
    """Write what a program puts out; raises Complaint with what it says when it fails."""
    process = await start(url, program, *options)
    assert process.stdout is not None  # noqa: S101 - opened as a pipe
    try:
        while data := await process.stdout.read(_CHUNK):
            await asyncio.to_thread(writer.write, data)
    except BaseException:
        # Nobody reads on, so it would wait without end, and this end for it.
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
        raise
    await end(process, url, program)


async def restore(url: str, content: Iterator[bytes]) -> None:
    """Bring a dump into an empty database, all of it or nothing."""
    process = await start(
        url, "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", takes=True,
        stderr_only=True,
    )  # fmt: skip
    assert process.stdin is not None  # noqa: S101 - opened as a pipe
    try:
        while data := await asyncio.to_thread(next, content, b""):
            process.stdin.write(data)
            await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has ended early, and says why below
    except Complaint:
        process.kill()
        await process.wait()
        raise
    process.stdin.close()
    await end(process, url, "pg_restore")


async def all_of(tasks: Iterable[Awaitable[T]]) -> list[T]:
    """What each of some dumps or restores found; the first trouble is raised when all have come to their end.

    What is cancelled while it starts would be waited for in vain, and a group of troubles is no sentence.
    """
    found = await asyncio.gather(*tasks, return_exceptions=True)
    results: list[T] = []
    for result in found:
        if isinstance(result, BaseException):
            raise result
        results.append(result)
    return results


async def start(
    url: str, program: str, *options: str, takes: bool = False, stderr_only: bool = False
) -> asyncio.subprocess.Process:
    """Start one of PostgreSQL's programs on a database; what it puts out can be read unless `stderr_only`."""
    parts = urlsplit(url)
    user, _, where = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    plain = urlunsplit(parts._replace(netloc=f"{name}@{where}"))
    # The password goes by the environment of this one process: a command line is everybody's to read.
    environment = {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "PGPASSWORD": unquote(password),
        "PGAPPNAME": "songbang-backup",
    }
    return await asyncio.create_subprocess_exec(
        str(binaries() / program), *options, "--dbname", plain, env=environment,
        stdin=asyncio.subprocess.PIPE if takes else None, stdout=None if stderr_only else asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def end(process: asyncio.subprocess.Process, url: str, program: str) -> None:
    """Wait for a program; raises Complaint with what it says when it failed."""
    _, errors = await process.communicate()
    if process.returncode != 0:
        output = errors.decode(errors="replace").splitlines()
        lines = [line for line in output if re.search("error|fatal", line, re.IGNORECASE)]
        database = urlsplit(url).path.strip("/")
        raise Complaint(f"{program} of {database} failed: {' / '.join(lines[:3]) or f'status {process.returncode}'}")
