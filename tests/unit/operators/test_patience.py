"""A slow machine is waited for, a standing one is not."""

import os

from songbang.patience import Patience, work_done


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_moves_is_waited_for_and_what_stands_still_is_not():
    clock = Clock()
    patience = Patience(10, clock=clock)
    for step in range(9):
        clock.now += 9
        assert patience.saw(step)
        assert not patience.over
    clock.now += 9
    assert not patience.saw(8)
    assert not patience.over
    clock.now += 2
    assert patience.over
    assert patience.waited == 92


def test_what_moves_without_ever_arriving_is_given_up_in_the_end():
    clock = Clock()
    patience = Patience(10, clock=clock)
    for step in range(21):
        clock.now += 5
        patience.saw(step)
    assert patience.over


def test_work_is_the_processor_time_of_living_processes():
    before = work_done([os.getpid(), 2**31 - 1])
    while work_done([os.getpid()]) <= before:
        sum(range(100_000))
