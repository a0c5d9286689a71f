"""One demo at a time in a folder, in the foreground or behind a command that waits until it is ready."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import psutil

from songbang.patience import Patience, work_done
from songbang.stack import StackFailed

LOG, READY, PROGRESS = "demo.log", "ready", "progress"
_PID = "demo.pid"
_DRAFT = "SONGBANG_DEMO_LOG"
SILENCE_SECONDS = 600.0
_STOP_SECONDS = 60.0
_LOOK_SECONDS = 0.2


@contextmanager
def claimed(root: Path) -> Iterator[None]:
    """The folder is this process's demo while the block runs; raises StackFailed when another one has it."""
    with (root / _PID).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackFailed(_already(root)) from None
        file.truncate(0)
        file.write(f"{os.getpid()} {psutil.Process().create_time()}")
        file.flush()
        if draft := os.environ.get(_DRAFT):  # only now: the log of a demo that runs belongs to it
            Path(draft).replace(root / LOG)
        try:
            yield
        finally:
            (root / READY).unlink(missing_ok=True)
            (root / _PID).unlink(missing_ok=True)


def running(root: Path) -> int | None:
    """The process of the demo in this folder; a number that was given to another process since then does not count."""
    try:
        pid, born = (root / _PID).read_text().split()
        return int(pid) if psutil.Process(int(pid)).create_time() == float(born) else None
    except (OSError, ValueError, psutil.Error):
        return None


def moved(root: Path) -> None:
    """Show everybody who waits for this demo that it goes on."""
    (root / PROGRESS).touch()


def start(command: Sequence[str], root: Path, *, patience: Patience | None = None) -> int:
    """Run the demo in the background and return when it is ready (0), has ended (its own code) or stands still (1)."""
    if running(root) is not None:
        sys.stdout.write(f"{_already(root)}\n")
        return 1
    (root / READY).unlink(missing_ok=True)
    draft = root / f"demo.{os.getpid()}.log"
    with draft.open("wb") as written, draft.open(errors="replace") as log:
        child = subprocess.Popen(
            command, stdout=written, stderr=written, stdin=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, _DRAFT: str(draft)},
        )  # fmt: skip
        try:
            state = _wait(child, root, patience or Patience(SILENCE_SECONDS), log)
        except KeyboardInterrupt:
            sys.stdout.write("interrupted; stopping the demo\n")
            _end(child)
            return 130
    if state is None:
        sys.stdout.write(f"\nrunning in the background (process {child.pid}); make demo-stop stops it\n")
        return 0
    kept = "" if draft.exists() else f"; its log is {root / LOG}"
    draft.unlink(missing_ok=True)  # it never had the folder, and all that it said is above
    sys.stdout.write(f"\nthe demo did not come up{kept}\n")
    return state


def _wait(child: "subprocess.Popen[bytes]", root: Path, patience: Patience, log: TextIO) -> int | None:
    """None when the demo is ready, else the code to end with; what the child writes is passed on as it comes."""
    while True:
        ended = child.poll()
        sys.stdout.write(log.read())
        sys.stdout.flush()
        if ended is not None:
            return ended or 1
        if (root / READY).exists():
            return None
        patience.saw(_progress(root))
        if patience.over:
            sys.stdout.write(f"\nno progress for {patience.waited:.0f} s; stopping it\n")
            _end(child)
            return 1
        time.sleep(_LOOK_SECONDS)


def _progress(root: Path) -> float:
    try:
        return (root / PROGRESS).stat().st_mtime
    except OSError:
        return 0.0


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def stop(root: Path) -> int | None:
    """Stop the demo of this folder and return its process, None when none runs; raises StackFailed when it stands still."""
    pid = running(root)
    if pid is None:
        return None
    os.kill(pid, signal.SIGTERM)
    patience = Patience(_STOP_SECONDS)
    while running(root) is not None:
        patience.saw(work_done([pid]))
        if patience.over:
            raise StackFailed(f"the demo (process {pid}) does not stop; see {root / LOG}")
        time.sleep(0.1)
    return pid


def _already(root: Path) -> str:
    return f"it is running already (process {running(root)}); make demo-stop stops it"
