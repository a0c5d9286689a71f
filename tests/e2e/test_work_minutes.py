"""The minutes of villages' work, recomputed from the timings of the told county, are those that the document names."""

import re
from collections import defaultdict
from math import ceil
from pathlib import Path
from statistics import median, quantiles

DOCUMENT = (Path(__file__).parents[2] / "docs" / "minutes.md").read_text(encoding="utf-8")


def test_the_minutes_of_work_are_recomputed_from_the_told_county(sign_in):
    office = sign_in("county_office")
    told = defaultdict(lambda: defaultdict(list))
    for each in office.get("/api/checklist/v1/work-timings", params={"limit": 200, "state": "recorded"}).json()[
        "items"
    ]:
        told[each["work"]][each["region"]].append(each["minutes"])
    table = office.get("/api/checklist/v1/work-minutes").json()["works"]
    assert len(told) == len(table) > 0
    for row in table:
        medians = [median(each) for each in told[row["work"]].values()]
        low, _, high = quantiles(medians, n=4, method="inclusive")
        assert (row["minutes"], row["villages"], row["low"], row["high"]) == (
            ceil(median(medians)), len(medians), low, high,
        )  # fmt: skip
        documented = (
            rf"\| `{row['work']}` \| \S+ \| \d+ \| {row['minutes']} \| {low:g}–{high:g} \| {row['samples']} \| "
        )
        assert re.search(documented, DOCUMENT), row
