"""Who goes on for whom after changes of the map, as a service's copy of the directory knows it."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from servicekit.transaction import Transaction

from countykit.validity import valid_on_sql

_FAMILY = sa.text("""
    WITH RECURSIVE heir(code, now) AS (
        SELECT code, code FROM unnest(CAST(:codes AS text[])) AS code
        UNION
        SELECT heir.code, lineage.successor FROM heir JOIN lineage ON lineage.predecessor = heir.now
        WHERE subject = 'region' AND takes_over AND successor <> ''
    ), present AS (
        SELECT now FROM heir WHERE NOT EXISTS (
            SELECT 1 FROM lineage
            WHERE subject = 'region' AND takes_over AND predecessor = heir.now AND successor <> ''
        )
    ), former(code, now) AS (
        SELECT now, now FROM present
        UNION
        SELECT lineage.predecessor, former.now FROM former JOIN lineage ON lineage.successor = former.code
        WHERE subject = 'region' AND takes_over
    )
    SELECT code, now FROM former ORDER BY 1
""")
_CONTINUED = sa.text("""
    WITH RECURSIVE former(code, now) AS (
        SELECT code, code FROM unnest(CAST(:codes AS text[])) AS code
        UNION
        SELECT lineage.predecessor, former.now FROM former JOIN lineage ON lineage.successor = former.code
        WHERE subject = 'region' AND continues
    )
    SELECT code, now FROM former
""")
ON_DUTY = f"""
    WITH RECURSIVE line(code, now) AS (
        SELECT code, code FROM unnest(CAST({{codes}} AS text[])) AS code
        UNION
        SELECT line.code, lineage.successor FROM line JOIN lineage ON lineage.predecessor = line.now
        WHERE subject = 'region' AND takes_over AND successor <> ''
    )
    SELECT DISTINCT holder.code::text AS code FROM line AS early
    JOIN region AS beginning
      ON beginning.code = early.now AND {valid_on_sql("beginning", "{first}")}
    JOIN line AS late ON late.code = early.code
    JOIN region AS holder ON holder.code = late.now AND {valid_on_sql("holder", "{last}")}
"""
"""SQL: who is there on the last day for those of some places that are there, themselves or by a heir, on the first."""


async def heirs(tx: Transaction, codes: Collection[str]) -> dict[str, str]:
    """Who has the work and the records of some regions now, and of all that these took over: code → present code.

    A place that nobody took over from is its own heir.
    """
    return {row.code: row.now for row in await tx.session.execute(_FAMILY, {"codes": sorted(codes)})}


async def continued(tx: Transaction, codes: Collection[str]) -> dict[str, str]:
    """Under which codes some regions have been the same ones: code, theirs too → theirs. What they decided holds on."""
    return {row.code: row.now for row in await tx.session.execute(_CONTINUED, {"codes": sorted(codes)})}


async def on_duty(tx: Transaction, codes: Collection[str], first: date, last: date) -> set[str]:
    """Who owes on the last day what some places owe that are there from the first: they, or who took over meanwhile."""
    statement = sa.text(ON_DUTY.format(codes=":codes", first=":first", last=":last"))
    found = await tx.session.execute(statement, {"codes": sorted(codes), "first": first, "last": last})
    return set(found.scalars())
