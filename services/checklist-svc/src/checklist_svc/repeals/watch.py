"""What was repealed before: new records do not stand on it."""

from datetime import date

import sqlalchemy as sa
from countykit.citing import cites
from countykit.regions import county_of
from servicekit.transaction import Transaction

from checklist_svc.repeals.errors import BasisRepealed

_REPEALED = sa.text("""
    SELECT id, law, articles, effective_on, source FROM law_change c
    WHERE region = :county AND kind = 'repealed' AND effective_on <= :day AND NOT EXISTS (
        SELECT FROM law_change l WHERE l.region = c.region AND l.name = c.name AND l.kind = 'amended'
        AND l.effective_on <= :day AND l.effective_on > c.effective_on
    ) ORDER BY id
""")


async def cited_repeals(tx: Transaction, region: str, basis: str, on: date) -> list[sa.RowMapping]:
    """The repeals known to a county on a day that a basis falls under; a law laid down anew since is none."""
    rows = (await tx.session.execute(_REPEALED, {"county": county_of(region), "day": on})).mappings()
    return [row for row in rows if cites(basis, row["law"], row["articles"])]


async def require_in_force(tx: Transaction, region: str, bases: dict[str, str], on: date) -> None:
    """Nothing new stands on a law that is repealed by its first day; `bases` by what they are of. BasisRepealed."""
    fallen = [
        {"of": name, "law": row["law"], "repealed_on": row["effective_on"].isoformat(), "source": row["source"]}
        for name, basis in bases.items() for row in await cited_repeals(tx, region, basis, on)
    ]  # fmt: skip
    if fallen:
        raise BasisRepealed(laws=fallen)
