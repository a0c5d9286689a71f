"""A short run of the fault harness, and proof that its checks can fail."""

import sys
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID, uuid4

import orjson
import pytest

from tests.faults.faults import CATALOGUE
from tests.faults.rounds import run, summary, table
from tests.faults.topics import Positions, Record, Stream

SEED = 20261123
DEADLINE_SECONDS = 300.0
"""Longer than a run by hand allows: a machine that is busy with other things is no defect."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "bus" in metafunc.fixturenames:
        metafunc.parametrize("bus", ["postgres", "kafka"] if metafunc.config.getoption("--kafka") else ["postgres"])


@pytest.mark.timeout(1800)
async def test_no_fault_loses_doubles_or_reorders_what_was_acknowledged(bus):
    """Every kind once, in a seeded order; `make faults` runs as many rounds as it is asked for."""
    rounds = len(CATALOGUE[bus])
    result = await run(bus, rounds, SEED, scale=0.1, say=partial(print, flush=True), deadline=DEADLINE_SECONDS)
    sys.stdout.write(f"{summary(result)}\n{table([result])}\n")
    assert not result.failure, f"seed {SEED}: {result.failure}"
    assert len(result.rounds) == rounds
    assert {done.kind for done in result.rounds} == {fault.__name__ for fault in CATALOGUE[bus]}
    assert (result.lost, result.doubled, result.inverted) == (0, 0, 0)
    assert result.acknowledged > 10 * rounds


@dataclass
class Shelf:
    """A topic that holds what a test puts on it."""

    records: list[Record] = field(default_factory=list)

    def put(self, sequence: int, *, id: UUID | None = None, note: str = "") -> UUID:
        id = id or uuid4()
        body = {"id": str(id), "subject": "groups/1", "sequence": sequence, "note": note}
        self.records.append(("songbang.checklist", 0, len(self.records), orjson.dumps(body)))
        return id

    async def more(self, positions: Positions) -> list[Record]:
        return [record for record in self.records if record[2] >= positions.get(record[:2], 0)]


async def read(shelf: Shelf) -> Stream:
    stream = Stream(shelf)
    await stream.read()
    await stream.read()
    return stream


async def test_an_exact_repetition_is_no_inversion():
    shelf = Shelf()
    first = shelf.put(1)
    shelf.put(2)
    shelf.put(1, id=first)
    stream = await read(shelf)
    assert stream.inverted == []
    assert stream.copies[first] == 2


async def test_a_sequence_that_goes_back_is_an_inversion():
    shelf = Shelf()
    for sequence in (1, 3, 2):
        shelf.put(sequence)
    assert len((await read(shelf)).inverted) == 2


async def test_a_repetition_with_other_bytes_is_an_inversion():
    shelf = Shelf()
    shelf.put(1, id=shelf.put(1), note="changed")
    assert len((await read(shelf)).inverted) == 1


async def test_what_is_no_event_is_told_apart():
    shelf = Shelf(records=[("songbang.checklist", 0, 0, b"\x00"), ("songbang.checklist", 0, 1, b"[1]")])
    stream = await read(shelf)
    assert [value for _, value in stream.strange] == [b"\x00", b"[1]"]
