"""SQL about what townships took over: which sums count for whom, and from which day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from countykit import lineage
from countykit.validity import valid_on_sql
from servicekit.transaction import Transaction

from supervision_svc.measures import STOCKS, USED

_COUNTY_DIGITS = 6
Inherited = tuple[str, str, int, date | None, date | None]
"""Township, figure, sum, the first and the last day within the window."""
# What a township took over: of a body that it continues everything, of one that it absorbed what came after the day.
# On another day's map everything that became a township is shown with it.
_SOURCES = sa.text("""
    WITH RECURSIVE source(region, code, first) AS (
        SELECT successor, predecessor, CASE WHEN continues OR :whole THEN DATE '0001-01-01' ELSE effective_on END
        FROM lineage WHERE subject = 'region' AND takes_over AND effective_on <= :map_on
          AND successor >= :first AND successor <= :last AND successor LIKE '%000' AND successor NOT LIKE '%000000'
          AND (CAST(:only AS text[]) IS NULL OR successor = ANY(CAST(:only AS text[])))
        UNION
        SELECT source.region, lineage.predecessor,
               CASE WHEN continues OR :whole THEN source.first ELSE greatest(source.first, effective_on) END
        FROM source JOIN lineage ON lineage.successor = source.code
        WHERE subject = 'region' AND takes_over AND effective_on <= :map_on
    )
    SELECT region, code, first FROM source WHERE code <> region ORDER BY 1, 2
""")
_INHERITED = sa.text("""
    SELECT source.region, daily.figure, sum(total)::bigint AS total,
           min(day) FILTER (WHERE day > :start AND day >= source.first AND total > 0) AS first_day,
           max(day) FILTER (WHERE day > :start AND day >= source.first AND total > 0) AS last_day
    FROM unnest(CAST(:regions AS text[]), CAST(:codes AS text[]), CAST(:firsts AS date[]))
         AS source(region, code, first)
    JOIN daily ON daily.region = source.code
    WHERE day <= :as_of AND recorded_on <= :known_at AND figure = ANY(:figures)
      AND (figure = ANY(:stocks) OR (day > :start AND day >= source.first))
    GROUP BY 1, 2
""")
# Townships that ended within the window and go on in no other: their past is nobody else's.
_ENDED = sa.text("""
    SELECT township.code::text AS region, township.name, township.valid_to AS ended_on,
           coalesce((SELECT array_agg(successor ORDER BY takes_over DESC, successor) FROM lineage
                     WHERE subject = 'region' AND predecessor = township.code::text AND successor <> ''), '{}') AS heirs
    FROM region AS township
    WHERE level = 'township' AND valid_to > :start AND valid_to <= :as_of AND valid_from < valid_to
      AND code >= CAST(:first AS char(12)) AND code <= CAST(:last AS char(12))
      AND NOT EXISTS (SELECT 1 FROM lineage
                      WHERE subject = 'region' AND predecessor = township.code::text AND continues)
    ORDER BY 1
""")
_HEIRS = sa.text("""
    WITH RECURSIVE heir(code) AS (
        SELECT successor FROM lineage WHERE subject = 'region' AND takes_over AND predecessor = ANY(:codes)
        UNION
        SELECT lineage.successor FROM lineage JOIN heir ON lineage.predecessor = heir.code
        WHERE subject = 'region' AND takes_over
    )
    SELECT code FROM heir WHERE code <> ''
""")
_ON_ITS_DAY = sa.text(f"""
    SELECT code FROM region WHERE code = ANY(CAST(:codes AS char(12)[])) AND {valid_on_sql("region", ":day")}
    ORDER BY valid_from DESC LIMIT 1
""")
_MAP = sa.text("SELECT coalesce(max(change), '') || count(*) FROM lineage")


async def sources(
    tx: Transaction, prefix: str, map_on: date, only: Collection[str] | None = None, *, whole: bool = False
) -> list[tuple[str, str, date]]:
    """What the townships within a prefix took over by a day: township, predecessor, and from which day it counts."""
    wanted = {"first": prefix.ljust(12, "0"), "last": prefix.ljust(12, "9"), "map_on": map_on, "whole": whole}
    rows = await tx.session.execute(_SOURCES, wanted | {"only": None if only is None else sorted(only)})
    return [(row.region, row.code, row.first) for row in rows]


async def inherited(
    tx: Transaction, found: Sequence[tuple[str, str, date]], wanted: Mapping[str, Any]
) -> Sequence[Inherited]:
    """The sums that townships took over from `sources`; `wanted` is what the board looks for."""
    if not found:
        return ()
    regions, codes, firsts = zip(*found, strict=True)
    rows = await tx.session.execute(_INHERITED, {
        **{name: wanted[name] for name in ("start", "as_of", "known_at")}, "figures": sorted(USED),
        "stocks": sorted(STOCKS), "regions": list(regions), "codes": list(codes), "firsts": list(firsts),
    })  # fmt: skip
    return [(row.region, row.figure, row.total, row.first_day, row.last_day) for row in rows]


async def ended(tx: Transaction, prefix: str, as_of: date, window_days: int) -> Sequence[sa.Row[tuple[Any, ...]]]:
    """The townships that ended within a window and go on in no other: region, name, ended_on, heirs."""
    wanted = {"first": prefix.ljust(12, "0"), "last": prefix.ljust(12, "9"), "as_of": as_of}
    return (await tx.session.execute(_ENDED, wanted | {"start": as_of - timedelta(days=window_days)})).all()


async def heirs(tx: Transaction, codes: Collection[str]) -> set[str]:
    """Who took over from some townships, directly or by way of others."""
    return set((await tx.session.execute(_HEIRS, {"codes": sorted(codes)})).scalars())


async def on_its_day(tx: Transaction, county: str, day: date) -> str:
    """The prefix of a county on a day: it may have had another code then. Larger areas keep theirs."""
    if len(county) < _COUNTY_DIGITS:
        return county
    codes = await lineage.continued(tx, [county.ljust(12, "0")])
    found = (await tx.session.execute(_ON_ITS_DAY, {"codes": list(codes), "day": day})).scalar_one_or_none()
    return county if found is None else str(found)[:_COUNTY_DIGITS]


async def map_version(tx: Transaction) -> str:
    """Changes whenever somebody takes over from somebody."""
    return str((await tx.session.execute(_MAP)).scalar_one())
