"""Who goes on for whom after changes of the map, as a service's copy of the directory knows it."""

from collections import defaultdict
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
_BODIES = sa.text("""
    WITH RECURSIVE former(code) AS (
        SELECT CAST(:body AS text)
        UNION
        SELECT predecessor FROM former JOIN lineage ON successor = former.code
        WHERE subject = 'department' AND takes_over
    ), heir(code) AS (
        SELECT CAST(:body AS text)
        UNION
        SELECT successor FROM heir JOIN lineage ON predecessor = heir.code
        WHERE subject = 'department' AND takes_over AND successor <> ''
    )
    SELECT code FROM former UNION SELECT code FROM heir
""")
_HEIR_OF_BODY = sa.text("""
    WITH RECURSIVE heir(code) AS (
        SELECT CAST(:body AS text)
        UNION
        SELECT successor FROM heir JOIN lineage ON predecessor = heir.code
        WHERE subject = 'department' AND takes_over AND successor <> ''
    )
    SELECT code FROM heir ORDER BY EXISTS (
        SELECT 1 FROM lineage
        WHERE subject = 'department' AND takes_over AND predecessor = heir.code AND successor <> ''
    ), code LIMIT 1
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


async def families(tx: Transaction, codes: Collection[str]) -> dict[str, set[str]]:
    """All codes under which what was said of each of some places may stand: its own, its heir's, its predecessors'."""
    now = await heirs(tx, codes)
    under: dict[str, set[str]] = defaultdict(set)
    for code, heir in now.items():
        under[heir].add(code)
    return {code: {code, *under[now.get(code, code)]} for code in codes}


async def family(tx: Transaction, code: str) -> set[str]:
    """The same for one place."""
    return (await families(tx, [code]))[code]


async def bodies(tx: Transaction, body: str) -> set[str]:
    """Whose papers are a body's too: its own, those of bodies that it took over, and of who took it over."""
    return set((await tx.session.execute(_BODIES, {"body": body})).scalars())


async def heir_of_body(tx: Transaction, body: str) -> str:
    """Who took a body over in the end; a body that nobody took over is its own heir."""
    return str((await tx.session.execute(_HEIR_OF_BODY, {"body": body})).scalar_one())


async def on_duty(tx: Transaction, codes: Collection[str], first: date, last: date) -> set[str]:
    """Who owes on the last day what some places owe that are there from the first: they, or who took over meanwhile."""
    statement = sa.text(ON_DUTY.format(codes=":codes", first=":first", last=":last"))
    found = await tx.session.execute(statement, {"codes": sorted(codes), "first": first, "last": last})
    return set(found.scalars())
