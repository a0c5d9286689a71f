"""SQL of the board: what is known about townships on a day, and the evidence behind a lost point."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from countykit.validity import valid_on_sql, valid_within_sql
from servicekit.transaction import Transaction

from supervision_svc.board.lineage import repository as lineage
from supervision_svc.board.score import Township, fine, imposed_after
from supervision_svc.measures import STOCKS, USED

# Prefixes are ranges of codes, so that the directory's key serves them, for one township as for the whole country.
_TOWNSHIPS = sa.text(f"""
    SELECT township.code::text AS region, township.name, (
        SELECT count(*) FROM region AS village
        WHERE village.code > township.code
          AND village.code <= CAST(left(township.code::text, 9) || '999' AS char(12))
          AND village.level = 'village' AND {valid_on_sql("village", ":as_of")}
    ) AS villages
    FROM region AS township
    WHERE township.level = 'township' AND {valid_on_sql("township", ":as_of")}
      AND township.code >= CAST(:first AS char(12)) AND township.code <= CAST(:last AS char(12))
      AND (CAST(:only AS char(12)[]) IS NULL OR township.code = ANY(CAST(:only AS char(12)[])))
    ORDER BY 1
""")
# The days of the villages under each township's code within the window, and the first day on which there was one.
_VILLAGE_DAYS = sa.text(f"""
    SELECT rpad(left(code::text, 9), 12, '0') AS region, min(greatest(valid_from, :begin)) AS first,
           sum(least(coalesce(valid_to, :after), :after) - greatest(valid_from, :begin)) AS days
    FROM region
    WHERE level = 'village' AND {valid_within_sql("region", ":begin", ":as_of")}
      AND (CAST(:only AS text[]) IS NULL OR rpad(left(code::text, 9), 12, '0') = ANY(CAST(:only AS text[])))
      AND code >= CAST(:first AS char(12)) AND code <= CAST(:last AS char(12))
    GROUP BY 1
""")
_SUMS = sa.text("""
    SELECT region, figure, sum(total)::bigint AS total
    FROM daily
    WHERE region >= :first AND region <= :last AND day <= :as_of AND recorded_on <= :known_at AND figure = ANY(:figures)
      AND (day > :start OR figure = ANY(:stocks))
      AND (CAST(:only AS text[]) IS NULL OR region = ANY(CAST(:only AS text[])))
    GROUP BY region, figure
""")
# The days of letters, of acts of imposing after them, and of missed repairs; what was taken back has no day.
_DAYS = sa.text("""
    SELECT region, figure, min(day) AS first_day, max(day) AS last_day FROM (
        SELECT region, figure, day FROM daily
        WHERE region >= :first AND region <= :last AND day > :start AND day <= :as_of AND recorded_on <= :known_at
          AND figure IN ('letters_received_work', 'imposed_acts', 'rectifications_gone_overdue')
          AND (CAST(:only AS text[]) IS NULL OR region = ANY(CAST(:only AS text[])))
        GROUP BY region, figure, day HAVING sum(total) > 0
    ) AS standing GROUP BY region, figure
""")
_FLOOR = sa.text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
_CHANGED = sa.text("SELECT id, regions, touched FROM change WHERE transaction >= :floor ORDER BY id")


def span(prefix: str) -> tuple[str, str]:
    """The first and last code within a prefix."""
    return prefix.ljust(12, "0"), prefix.ljust(12, "9")


async def townships(
    tx: Transaction, prefix: str, as_of: date, window_days: int, only: Collection[str] | None = None,
    known_at: date | None = None, map_on: date | None = None,
) -> list[Township]:  # fmt: skip
    """Every township within a prefix on a day, as it was known on that day or on another one.

    `only` limits the work to some of them. `map_on` shows them as the townships of another day.
    """
    first, last = span(prefix)
    wanted = {"first": first, "last": last, "as_of": as_of, "only": None if only is None else sorted(only)}
    wanted["known_at"] = known_at or as_of
    rows = (await tx.session.execute(_TOWNSHIPS, wanted | {"as_of": map_on or as_of})).all()
    wanted["start"] = as_of - timedelta(days=window_days)
    found = await tx.session.execute(_SUMS, {**wanted, "figures": sorted(USED), "stocks": sorted(STOCKS)})
    sums: dict[str, dict[str, int]] = {}
    for region, figure, total in found:
        sums.setdefault(region, {})[figure] = total
    letters: dict[str, date] = {}
    imposed: dict[str, date] = {}
    overdue: dict[str, tuple[date, date]] = {}
    for region, figure, first_day, last_day in await tx.session.execute(_DAYS, wanted):
        if figure == "letters_received_work":
            letters[region] = first_day
        elif figure == "imposed_acts":
            imposed[region] = last_day
        else:
            overdue[region] = (first_day, last_day)
    sources = await lineage.sources(tx, prefix, map_on or as_of, only, whole=map_on is not None)
    means = await _mean_villages(tx, wanted, sources)
    for region, figure, total, first_day, last_day in await lineage.inherited(tx, sources, wanted):
        own = sums.setdefault(region, {})
        own[figure] = own.get(figure, 0) + total
        if first_day is None or last_day is None:
            continue
        if figure == "letters_received_work":
            letters[region] = min(first_day, letters.get(region, first_day))
        elif figure == "imposed_acts":
            imposed[region] = max(last_day, imposed.get(region, last_day))
        elif figure == "rectifications_gone_overdue":
            before = overdue.get(region, (first_day, last_day))
            overdue[region] = (min(first_day, before[0]), max(last_day, before[1]))
    return [
        Township(
            row.region, row.name, row.villages, sums.get(row.region, {}),
            imposed_after(letters.get(row.region), imposed.get(row.region)), overdue.get(row.region),
            means.get(row.region),
        )
        for row in rows
    ]  # fmt: skip


async def _mean_villages(
    tx: Transaction, wanted: Mapping[str, Any], sources: Sequence[tuple[str, str, date]]
) -> dict[str, Decimal]:
    """How many villages a township had on the mean day of the window since it had any, under all its codes."""
    codes = {code: region for region, code, since in sources if since == date.min}
    only = None if wanted["only"] is None else sorted({*wanted["only"], *codes})
    first, last = min([wanted["first"], *codes]), max([wanted["last"], *codes])
    begin, after = wanted["start"] + timedelta(days=1), wanted["as_of"] + timedelta(days=1)
    rows = await tx.session.execute(
        _VILLAGE_DAYS, {**wanted, "only": only, "first": first, "last": last, "begin": begin, "after": after}
    )  # fmt: skip
    found: dict[str, tuple[date, int]] = {}
    for row in rows:
        region = codes.get(row.region, row.region)
        since, days = found.get(region, (row.first, 0))
        found[region] = (min(since, row.first), days + row.days)
    return {region: fine(Decimal(days) / (after - since).days) for region, (since, days) in found.items()}


_PRAISED = sa.text("""
    SELECT e.region, practice.id, practice.title, practice.description, practice.action
    FROM evidence AS e JOIN practice ON practice.id = CAST(split_part(e.subject, '/', 2) AS uuid)
    WHERE e.figure = 'good_practices' AND e.region = ANY(:regions) AND e.day > :start AND e.recorded_on <= :as_of
    ORDER BY e.region, e.day, practice.id
""")


async def praised(
    tx: Transaction, regions: Sequence[str], as_of: date, window_days: int
) -> Sequence[sa.Row[tuple[object, ...]]]:
    """The good practices of townships that were verified in a window."""
    wanted = {"regions": list(regions), "as_of": as_of, "start": as_of - timedelta(days=window_days)}
    return (await tx.session.execute(_PRAISED, wanted)).all() if regions else []


async def floor(tx: Transaction) -> int:
    """The oldest transaction that may still commit: changes before it are all visible."""
    found: int = (await tx.session.execute(_FLOOR)).scalar_one()
    return found


async def changed_since(tx: Transaction, floor: int) -> dict[int, list[str]]:
    """The changes of transactions from a floor on: change number → regions."""
    return {row.id: row.regions for row in await tx.session.execute(_CHANGED, {"floor": floor})}


async def touched_since(tx: Transaction, floor: int) -> dict[int, tuple[list[str], list[str]]]:
    """The same, with the townships that any event was about: change number → regions, touched."""
    return {row.id: (row.regions, row.touched) for row in await tx.session.execute(_CHANGED, {"floor": floor})}


_TAKEN_OVER = "subject = 'department' AND takes_over AND successor <> '' AND effective_on <= :as_of"
_DEPARTMENTS = sa.text(f"""
    WITH RECURSIVE line(code, now) AS (
        SELECT predecessor, successor FROM lineage WHERE {_TAKEN_OVER}
        UNION
        SELECT line.code, successor FROM line JOIN lineage ON predecessor = line.now WHERE {_TAKEN_OVER}
    ), heir AS (
        SELECT code, min(now) AS now FROM line
        WHERE NOT EXISTS (SELECT 1 FROM lineage WHERE predecessor = line.now AND {_TAKEN_OVER}) GROUP BY code
    ), caused AS (
        SELECT coalesce(heir.now, department) AS code, department, figure, sum(total)::bigint AS total
        FROM daily LEFT JOIN heir ON heir.code = department
        WHERE region >= :first AND region <= :last AND day > :start AND recorded_on <= :as_of AND department <> ''
          AND figure = ANY(:figures)
        GROUP BY 1, 2, 3
    ), burden AS (
        SELECT code, jsonb_object_agg(figure, total) AS figures
        FROM (SELECT code, figure, sum(total) AS total FROM caused GROUP BY 1, 2) AS summed GROUP BY code
    ), past AS (
        SELECT summed.code, jsonb_agg(jsonb_build_object(
            'code', summed.department, 'name', coalesce(old.name, summed.department), 'total', summed.total
        ) ORDER BY summed.department) AS former
        FROM (
            SELECT code, department, sum(total) AS total FROM caused WHERE department <> code GROUP BY 1, 2
        ) AS summed LEFT JOIN department AS old ON old.code = summed.department
        GROUP BY summed.code
    ), owed AS (
        SELECT coalesce(heir.now, department) AS code,
               coalesce(sum(total) FILTER (WHERE figure = 'payments_owed'), 0)::bigint AS payments,
               coalesce(sum(total) FILTER (WHERE figure = 'payments_owed_fen'), 0)::bigint AS fen
        FROM daily LEFT JOIN heir ON heir.code = department
        WHERE region >= :first AND region <= :last AND recorded_on <= :as_of AND department <> ''
          AND figure IN ('payments_owed', 'payments_owed_fen')
        GROUP BY 1 HAVING sum(total) <> 0
    )
    SELECT coalesce(known.code, burden.code, owed.code) AS code,
           coalesce(known.name, burden.code, owed.code) AS name,
           coalesce(owed.payments, 0) AS payments_owed, coalesce(owed.fen, 0) AS owed_fen,
           known.home::text AS home, coalesce(burden.figures, '{{}}'::jsonb) AS figures,
           coalesce(past.former, '[]'::jsonb) AS former
    FROM (SELECT code, name, home FROM department
          WHERE active AND {valid_on_sql("department", ":as_of")} AND home::text >= :first AND home::text <= :last
         ) AS known
    FULL JOIN burden ON burden.code = known.code
    FULL JOIN owed ON owed.code = coalesce(known.code, burden.code)
    LEFT JOIN past ON past.code = burden.code
    ORDER BY 1
""")
"""A body that took another one over answers for what that one caused and owes; what it caused is named beside it.

What is owed is a stock: it is looked at over all days, and not only over the window.
"""


async def departments(
    tx: Transaction, prefix: str, as_of: date, window_days: int, figures: Sequence[str]
) -> Sequence[sa.Row[tuple[object, ...]]]:
    """What each department of a region has caused, itself and as the bodies that it took over by that day."""
    first, last = span(prefix)
    start = as_of - timedelta(days=window_days)
    wanted = {"first": first, "last": last, "as_of": as_of, "start": start, "figures": list(figures)}
    return (await tx.session.execute(_DEPARTMENTS, wanted)).all()


async def counted(tx: Transaction, prefix: str, as_of: date) -> list[int]:
    """The number of villages of each township within a prefix."""
    first, last = span(prefix)
    rows = await tx.session.execute(_TOWNSHIPS, {"first": first, "last": last, "as_of": as_of, "only": None})
    return [row.villages for row in rows]
