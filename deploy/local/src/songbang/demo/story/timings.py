"""工时样本: five villages are timed at each kind of work before the first application is handed in."""

import random
from typing import Any

from checklist_svc.admissions.works import START, Work

from songbang.demo.county import County
from songbang.demo.door import Door
from songbang.demo.people import INSPECTOR, clerks, of_village

API = "/api/checklist/v1"
_VILLAGES = 5
_DAY = 335


async def tell(door: Door, county: County) -> None:
    """Two of three timings are an inspector's, the others the villages' own."""
    for number, sample in enumerate(samples(county)):
        who = of_village(sample["region"]) if number % 3 == 0 else INSPECTOR
        await door.post(who, f"{API}/work-timings", sample, at=county.at(_DAY, 9 + number % 8, number))


def samples(county: County) -> list[dict[str, Any]]:
    """What was timed: around the value to start with, a village more, another less."""
    chance = random.Random(f"{county.seed}-timings")  # noqa: S311
    villages = [clerks(township)[0] for township in county.townships[:_VILLAGES]]
    day = county.at(_DAY).date().isoformat()
    return [
        {"region": village, "work": work.value, "minutes": round(START[work] * chance.uniform(0.6, 1.4)), "done_on": day}
        for work in Work for village in villages
    ]  # fmt: skip
