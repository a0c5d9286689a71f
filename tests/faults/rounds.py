"""Rounds: load, a fault at a random moment, the fault's end, and everything well again within the deadline."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from statistics import quantiles

import orjson
from servicekit.bus.interface import BusUnavailable
from servicekit.driver import LOST
from songbang.kafka import KafkaUnavailable
from songbang.postgres import PostgresUnavailable

from tests.faults.checks import Checker
from tests.faults.disk import why_not
from tests.faults.faults import Fault, Scene, schedule
from tests.faults.load import Load
from tests.faults.people import OPERATOR, PASSWORD, settle
from tests.faults.topics import Stream
from tests.faults.world import BusKind, running

DEADLINE_SECONDS = 120.0
_LOOK_SECONDS = 0.5
_CALM_SECONDS = 300.0


class NotRecovered(Exception):
    """After a fault something was still wrong at the deadline."""


@dataclass
class Round:
    """One fault and what followed."""

    number: int
    kind: str
    detail: str
    recovery_seconds: float
    waited_for: str
    """What came right last."""


@dataclass
class Result:
    """What a run has shown."""

    bus: str
    seed: int
    rounds: list[Round] = field(default_factory=list)
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    inverted: int = 0
    repeated: int = 0
    """Deliveries that came more than once and had no second effect."""
    poisoned: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    seconds: float = 0.0
    failure: str = ""


async def run(
    bus: BusKind, rounds: int, seed: int, *, scale: float = 0.3, kinds: set[str] | None = None,
    say: Callable[[str], None] = print, minutes: float = 600, deadline: float = DEADLINE_SECONDS,
) -> Result:  # fmt: skip
    """Run so many rounds, or fewer when the time is over; the result names the failure, if there was one."""
    result = Result(bus, seed)
    chance = random.Random(seed)
    started = time.monotonic()
    plan = schedule(bus, rounds * (100 if kinds else 1), chance)
    plan = [fault for fault in plan if not kinds or fault.__name__ in kinds][:rounds]
    if bus == "postgres" and (reason := why_not()):
        say(f"left out on the embedded bus: fill_bus_disk ({reason})")
    try:
        async with staged(bus, seed, chance, scale) as scene:
            try:
                for number, fault in enumerate(plan, start=1):
                    if time.monotonic() - started > minutes * 60:
                        break
                    result.rounds.append(await _round(scene, number, fault, deadline))
                    say(_line(result.rounds[-1], scene.load))
            finally:
                _sum_up(result, scene)
                result.seconds = time.monotonic() - started
    except NotRecovered as failure:
        result.failure = "\n".join([str(failure), *getattr(failure, "__notes__", ())])
    return result


@asynccontextmanager
async def staged(bus: BusKind, seed: int, chance: random.Random, scale: float) -> AsyncIterator[Scene]:
    """The product with its people and its load, well before the first fault; writing pauses."""
    async with running(bus) as world:
        await asyncio.to_thread(world.open_first_account, OPERATOR, PASSWORD)
        await settle(world.url)
        load = Load(world.url, seed)
        scene = Scene(world, load, Checker(world, load, Stream.of(world)), chance, scale)
        await load.start()
        try:
            await until_well(scene, "before the first fault", _CALM_SECONDS)
            yield scene
        finally:
            await load.stop()


async def _round(scene: Scene, number: int, fault: Fault, deadline: float) -> Round:
    scene.load.resume()
    await scene.moment()
    try:
        detail = await fault(scene)
    except (KafkaUnavailable, PostgresUnavailable, BusUnavailable, *LOST) as error:
        raise NotRecovered(f"round {number}, {fault.__name__}: the fault itself came to no end: {error!r}") from error
    over = time.monotonic()
    await asyncio.sleep(0.5)
    last = await until_well(scene, f"round {number}, {fault.__name__} ({detail})", deadline)
    return Round(number, fault.__name__, detail, time.monotonic() - over, last)


async def until_well(scene: Scene, when: str, seconds: float) -> str:
    """No hand is lent: only the writing of new records pauses, so that there is a state to compare.

    Returns what was wrong last.
    """
    scene.load.pause()
    last = ""
    deadline = time.monotonic() + seconds
    while True:
        try:
            wrong = await scene.checker.differences()
        except (BusUnavailable, *LOST) as error:
            wrong = [f"database or bus do not answer: {error!r}"]
        if not wrong:
            return last
        last = wrong[-1]
        if time.monotonic() > deadline:
            told = "\n  ".join(wrong[:20])
            raise NotRecovered(f"{when}: after {seconds:.0f} s still\n  {told}")
        await asyncio.sleep(_LOOK_SECONDS)


def _sum_up(result: Result, scene: Scene) -> None:
    checker, load = scene.checker, scene.load
    result.acknowledged, result.digest = load.acknowledged, checker.digest
    result.lost, result.doubled, result.inverted = len(checker.lost), len(checker.doubled), checker.inverted
    result.repeated = checker.stream.copies.total() - len(checker.stream.copies)
    result.poisoned = len(checker.poison)
    result.statuses = dict(Counter(load.statuses).most_common())


def _line(done: Round, load: Load) -> str:
    figures = f"{done.number:4} {done.kind:32} {done.recovery_seconds:6.1f} s {load.acknowledged:7} acknowledged"
    return f"{figures}  {done.detail}  [{done.waited_for[:150]}]"


def table(results: list[Result]) -> str:
    """Recovery by kind, as Markdown; the last line is all of them."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    for result in results:
        for done in result.rounds:
            times[done.kind].append(done.recovery_seconds)
    times = defaultdict(list, sorted(times.items()))
    times["all"] = [seconds for each in times.values() for seconds in each]
    lines = ["| fault | rounds | recovery p50 | p95 | max |", "|---|---|---|---|---|"]
    for kind, each in times.items():
        if each:
            cuts = quantiles(each, n=20, method="inclusive") if len(each) > 1 else each * 19
            lines.append(f"| {kind} | {len(each)} | {cuts[9]:.1f} s | {cuts[18]:.1f} s | {max(each):.1f} s |")
    return "\n".join(lines)


def summary(result: Result) -> str:
    """The figures of a run in a few lines."""
    return (
        f"bus {result.bus}, seed {result.seed}: {len(result.rounds)} rounds in {result.seconds / 60:.1f} min\n"
        f"acknowledged {result.acknowledged}, lost {result.lost}, doubled {result.doubled}, "
        f"inverted {result.inverted}; deliveries repeated without effect {result.repeated}, "
        f"poison parked {result.poisoned}\n"
        f"answers {result.statuses}\nevidence {result.digest}"
        + (f"\nFAILED with seed {result.seed}: {result.failure}" if result.failure else "")
    )


def as_json(result: Result) -> bytes:
    """The whole result, for keeping."""
    return orjson.dumps(asdict(result), option=orjson.OPT_INDENT_2)
