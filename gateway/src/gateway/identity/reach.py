"""How far an account reaches beyond its own code: what its region and body took over, and what was ceded to others."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from countykit.regions import significant
from servicekit.transaction import Transaction

_MOST_ROUNDS = 30
"""More successions one after the other than any place has seen."""
_TAKEN_OVER = sa.text("""
    SELECT DISTINCT predecessor FROM lineage
    WHERE subject = 'region' AND takes_over AND successor LIKE ANY(CAST(:own AS text[]))
      AND NOT predecessor LIKE ANY(CAST(:own AS text[]))
""")
_CEDED = sa.text("""
    SELECT DISTINCT predecessor FROM lineage
    WHERE subject = 'region' AND takes_over AND predecessor LIKE ANY(CAST(:own AS text[]))
      AND NOT successor LIKE ANY(CAST(:own AS text[]))
""")
_SAME = """
    WITH RECURSIVE former(code) AS (
        SELECT unnest(CAST(:codes AS text[]))
        UNION
        SELECT lineage.predecessor FROM lineage JOIN former ON lineage.successor = former.code
        WHERE lineage.subject = '{subject}' AND lineage.{goes_on}
    ), heir(code) AS (
        SELECT unnest(CAST(:codes AS text[]))
        UNION
        SELECT lineage.successor FROM lineage JOIN heir ON lineage.predecessor = heir.code
        WHERE lineage.subject = '{subject}' AND lineage.{goes_on} AND lineage.successor IS NOT NULL
    )
    SELECT code FROM former UNION SELECT code FROM heir
"""
_SAME_PLACES = sa.text(_SAME.format(subject="region", goes_on="continues"))
_SAME_BODIES = sa.text(_SAME.format(subject="department", goes_on="takes_over"))
_FORMER = sa.text("""
    WITH RECURSIVE former(code) AS (
        SELECT CAST(:code AS text)
        UNION
        SELECT lineage.predecessor FROM lineage JOIN former ON lineage.successor = former.code
        WHERE lineage.subject = 'department' AND lineage.takes_over
    )
    SELECT code FROM former WHERE code <> :code ORDER BY 1
""")


@dataclass(frozen=True, slots=True)
class Reach:
    """Prefixes of regions, and codes of bodies, beside an account's own."""

    predecessors: Collection[str] = ()
    ceded: Collection[str] = ()
    former_departments: Collection[str] = ()

    @property
    def claims(self) -> dict[str, Any]:
        """The claims of a token; what is empty is left out."""
        found = {
            "predecessors": self.predecessors, "ceded": self.ceded, "former_departments": self.former_departments
        }  # fmt: skip
        return {name: list(values) for name, values in found.items() if values}


async def reach_of(tx: Transaction, region: str, department: str | None) -> Reach:
    """What a place took over and ceded, by the changes in effect.

    What it ceded and got back is its own; what a predecessor had ceded before it ended is not taken over.
    """
    former: list[str] = []
    if department is not None:
        former = list((await tx.session.execute(_FORMER, {"code": department})).scalars())
    own = [significant(region)]
    if own == [""]:
        return Reach(former_departments=former)
    for _ in range(_MOST_ROUNDS):
        found = (await tx.session.execute(_TAKEN_OVER, {"own": _patterns(own)})).scalars().all()
        if not found:
            break
        own = _tops([*own, *map(significant, found)])
    ceded = (await tx.session.execute(_CEDED, {"own": _patterns(own)})).scalars().all()
    return Reach(
        [prefix for prefix in own if prefix != significant(region)], _tops(map(significant, ceded)), former
    )  # fmt: skip


async def same_places(tx: Transaction, codes: Collection[str]) -> set[str]:
    """All codes under which some regions were or are the same ones."""
    return set((await tx.session.execute(_SAME_PLACES, {"codes": sorted(codes)})).scalars())


async def same_bodies(tx: Transaction, codes: Collection[str]) -> set[str]:
    """Some bodies, those that they took over and those that took them over: one answers for the other."""
    return set((await tx.session.execute(_SAME_BODIES, {"codes": sorted(codes)})).scalars())


def _patterns(prefixes: Collection[str]) -> list[str]:
    return [f"{prefix}%" for prefix in prefixes]


def _tops(prefixes: Any) -> list[str]:
    """The prefixes that do not lie within another one."""
    tops: list[str] = []
    for prefix in sorted(prefixes):
        if not any(prefix.startswith(top) for top in tops):
            tops.append(prefix)
    return tops
