"""A worker process that is kept: answers never change places, and what breaks a limit ends alone."""

import asyncio

import pytest
from servicekit.kept_workers import KeptWorker
from servicekit.workers import WorkerFailed

from tests.waiting import eventually


def worker(**limits: float) -> KeptWorker:
    return KeptWorker("tests.unit.kit.kept_echo", **{"megabytes": 256, "cpu_seconds": 2, "wall_seconds": 30, **limits})


async def pid(kept: KeptWorker) -> str:
    return (await kept.run(b"pid")).decode().split()[0]


async def test_one_process_answers_many_requests_each_its_own():
    kept = worker()
    answers = await asyncio.gather(*(kept.run(f"request-{number}".encode()) for number in range(20)))
    assert [answer.split()[1] for answer in answers] == [f"request-{number}".encode() for number in range(20)]
    assert len({answer.split()[0] for answer in answers}) == 1
    assert len(await kept.run(b"much")) == 3_000_000


async def test_a_request_whose_caller_left_is_answered_to_nobody_else(tmp_path):
    kept, begun = worker(), tmp_path / "begun"
    left = asyncio.create_task(kept.run(f"begin {begun}".encode()))
    await eventually(begun.exists)
    left.cancel()
    assert (await kept.run(b"mine")).split()[1] == b"mine"


@pytest.mark.parametrize("request_", [b"break", b"fill"])
async def test_what_breaks_ends_its_process_and_the_next_request_has_another(request_):
    kept = worker()
    before = await pid(kept)
    with pytest.raises(WorkerFailed):
        await kept.run(request_)
    assert await pid(kept) != before


async def test_each_piece_may_take_its_own_time_and_no_more():
    kept = worker(cpu_seconds=1)
    before = await pid(kept)
    for _ in range(4):
        await kept.run(b"spin 0.7")
    assert await pid(kept) == before
    with pytest.raises(WorkerFailed):
        await kept.run(b"spin 20")


async def test_one_that_complains_a_lot_goes_on():
    kept = worker(wall_seconds=10)
    assert await pid(kept) == (await kept.run(b"complain")).decode().split()[0] == await pid(kept)


async def test_one_that_hangs_is_ended():
    with pytest.raises(WorkerFailed):
        await worker(wall_seconds=1).run(b"hang")


async def test_one_that_has_ended_by_itself_is_replaced_without_a_word():
    kept = worker()
    before = await pid(kept)
    with pytest.raises(WorkerFailed):  # the one in its place ends as well
        await kept.run(b"end")
    between = await pid(kept)
    kept._process.stdin.close()  # as if it had been idle
    kept._process.wait(10)
    assert len({before, between, await pid(kept)}) == 3
