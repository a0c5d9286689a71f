"""Waiting for something slow: as long as it moves, whatever the machine's speed, and no longer."""

import time
from collections.abc import Callable, Iterable

import psutil

_LONGEST = 10


class Patience:
    """Ends `seconds` after the last movement, and at ten times that whatever still moves."""

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._state: object = None
        self._began = self._moved = clock()

    def saw(self, state: object) -> bool:
        """Look at the state of what is waited for; returns whether it has moved since the last look."""
        if state == self._state:
            return False
        self._state, self._moved = state, self._clock()
        return True

    @property
    def over(self) -> bool:
        """Whether waiting has no point any more."""
        now = self._clock()
        return now - self._moved > self._seconds or now - self._began > _LONGEST * self._seconds

    @property
    def waited(self) -> float:
        """Seconds since the beginning."""
        return self._clock() - self._began


def work_done(pids: Iterable[int]) -> float:
    """Processor time in seconds that these processes and their children have used; a hanging one uses none."""
    total = 0.0
    for pid in pids:
        try:
            process = psutil.Process(pid)
            members = [process, *process.children(recursive=True)]
        except psutil.Error:
            continue
        for member in members:
            try:
                times = member.cpu_times()
            except psutil.Error:
                continue
            total += times.user + times.system
    return round(total, 1)
