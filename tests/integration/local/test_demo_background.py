"""`make demo DETACH=1` waits for what its child does and tells how it ended; the child here is a few lines."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from songbang.demo import background
from songbang.patience import Patience
from songbang.stack import Ports, Stack, StackFailed

CHILD = """
import signal, sys, threading
from pathlib import Path
from songbang.demo import background
from songbang.stack import StackFailed

def end(*_):
    print("told to end", flush=True)
    sys.exit(0)

signal.signal(signal.SIGTERM, end)
root = Path(sys.argv[1])
try:
    with background.claimed(root):
"""


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[[str], list[str]]]:
    """The command of a demo that does these lines once the folder is its own."""

    def of(lines: str) -> list[str]:
        code = CHILD + textwrap.indent(textwrap.dedent(lines), " " * 8)
        code += "\nexcept StackFailed as error:\n    sys.exit(f'the demo cannot run: {error}')\n"
        return [sys.executable, "-W", "ignore", "-c", code, str(tmp_path)]

    yield of
    background.stop(tmp_path)


def test_a_child_that_moves_is_waited_for_longer_than_its_silence_is_borne(tmp_path, child, capsys):
    """The clock of this test stands at the child's own steps, so that its machine may be as slow as it likes."""
    slow = """
    for step in range(10):
        print(f"step {step}", flush=True)
        background.moved(root)
        (root / "steps").write_text("." * step)
        threading.Event().wait(0.05)
    (root / background.READY).touch()
    threading.Event().wait()
    """

    def clock() -> float:
        steps = tmp_path / "steps"
        return 9.0 * len(steps.read_text()) if steps.exists() else 0.0

    assert background.start(child(slow), tmp_path, patience=Patience(10, clock=clock)) == 0
    said = capsys.readouterr().out
    assert "step 0" in said
    assert "step 9" in said
    assert "running in the background" in said
    assert background.stop(tmp_path) is not None
    assert background.running(tmp_path) is None
    assert "told to end" in (tmp_path / background.LOG).read_text()


def test_a_child_that_ends_gives_its_own_code_and_words(tmp_path, child, capsys):
    assert background.start(child("print('no room', flush=True)\nsys.exit(3)"), tmp_path) == 3
    said = capsys.readouterr().out
    assert "no room" in said
    assert str(tmp_path / background.LOG) in said
    assert "no room" in (tmp_path / background.LOG).read_text()


def test_a_child_that_stands_still_is_ended_and_leaves_nothing_running(tmp_path, child, capsys):
    assert background.start(child("threading.Event().wait()"), tmp_path, patience=Patience(1)) == 1
    assert "no progress for" in capsys.readouterr().out
    assert background.running(tmp_path) is None


def test_a_second_start_leaves_the_log_of_the_running_demo_alone(tmp_path, child, capsys):
    lines = "print('first', flush=True)\n(root / background.READY).touch()\nthreading.Event().wait()"
    assert background.start(child(lines), tmp_path) == 0
    assert background.start(child("print('second', flush=True)"), tmp_path) == 1
    assert "running already" in capsys.readouterr().out
    assert (tmp_path / background.LOG).read_text().splitlines() == ["first"]
    # Also when it was asked before the first had its folder: the folder decides.
    done = subprocess.run(child("print('third')"), capture_output=True, text=True, check=False)
    assert "it is running already" in done.stderr
    assert (tmp_path / background.LOG).read_text().splitlines() == ["first"]
    assert (tmp_path / background.READY).exists()
    with pytest.raises(StackFailed, match="running already"), background.claimed(tmp_path):
        pass


def test_a_process_number_that_was_given_away_is_no_running_demo(tmp_path):
    (tmp_path / "demo.pid").write_text(f"{os.getpid()} 1.0")
    assert background.running(tmp_path) is None
    assert background.stop(tmp_path) is None


def test_parts_that_stand_still_are_named_with_their_reasons(tmp_path):
    ports = Ports(gateway=1, services=dict.fromkeys(Ports().services, 1))
    stack = Stack(tmp_path, ports=ports, log=lambda _: None)
    with pytest.raises(StackFailed, match=r"not ready after .*gateway: ConnectError"):
        stack.wait_ready(0.2)
