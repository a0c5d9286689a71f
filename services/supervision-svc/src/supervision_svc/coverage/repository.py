"""SQL about coverage: past visits only; neither plans, passes nor waiting lots are read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from countykit.identity import Caller
from countykit.regions import county_of
from servicekit.transaction import Transaction

_SEEN = sa.text("""
    WITH village AS (
        SELECT code, rpad(left(code, 9), 12, '0') AS township FROM region
        WHERE left(code, 6) = :county AND level = 'village' AND code LIKE :within
          AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
    ), seen AS (
        SELECT v.region, max(v.visited_on) AS last_visit, count(*) FILTER (WHERE v.visited_on > :year_ago) AS visits,
            max(v.visited_on) FILTER (WHERE NOT v.by_body) AS last_inspected
        FROM visit v JOIN village ON village.code = v.region
        WHERE v.state = 'completed' AND v.visited_on <= :day GROUP BY 1
    ), inquired AS (
        SELECT d.region, max(d.visited_on) AS last_inquired
        FROM drawn_village d JOIN village ON village.code = d.region
        WHERE d.state = 'visited' AND d.visited_on <= :day GROUP BY 1
    )
    SELECT village.code, village.township, coalesce(seen.visits, 0) AS visits, seen.last_visit, seen.last_inspected,
        inquired.last_inquired
    FROM village LEFT JOIN seen ON seen.region = village.code LEFT JOIN inquired ON inquired.region = village.code
    ORDER BY seen.last_inspected NULLS FIRST, village.code
""")


async def seen(
    tx: Transaction, caller: Caller, day: date, year_ago: date, within: str | None
) -> Sequence[sa.Row[Any]]:  # fmt: skip
    """Each village of the caller's county, or of one township in it, with the days when somebody was there."""
    county = county_of((within or caller.region).ljust(12, "0"))[:6]
    like = county if within is None else within[:9]
    values = {"county": county, "within": f"{like}%", "day": day, "year_ago": year_ago}
    return (await tx.session.execute(_SEEN, values)).all()
