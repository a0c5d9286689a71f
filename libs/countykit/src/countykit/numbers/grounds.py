"""What lets a body ask something of villages: a number that covers it, the marks of a survey, or a law by its article.

Only what is certain refuses, and only where the county enforces: body, place, day and dispatch of a number that was
shown, or that nothing was shown at all. Whether the number is of the same matter is for the people who decide; they see
its title beside it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from contracts.number_rules import NumberArea, NumberMode
from servicekit.transaction import Transaction

from countykit import lineage
from countykit.numbers.refusals import REFUSALS
from countykit.numbers.rows import Gap, Ground, Grounded
from countykit.numbers.scope import good_on, within
from countykit.regions import county_of, significant
from countykit.workdays import today

_MOST_NAMED = 20
_ARTICLE = re.compile(
    r"(?:法|条例|规定|办法|决定|规则|细则|规程)(?:[》〉]|[（(][^（）()]{1,20}[）)]|[\s\d]){0,4}"
    r"第\s*[〇零一二三四五六七八九十百千\d]+(?:[、，,][〇零一二三四五六七八九十百千\d]+){0,9}\s*条"
)
_NUMBER = sa.text("""
    SELECT admission, department, region, places, starts_on, valid_until, ended_on, by_assignment FROM admitted_number
    WHERE number = :number AND left(region, 6) = ANY(:counties)
""")
_UNDISPATCHED = sa.text("""
    SELECT place FROM unnest(CAST(:places AS text[]), CAST(:prefixes AS text[])) AS wanted(place, prefix)
    GROUP BY place HAVING NOT bool_or(EXISTS (
        SELECT 1 FROM dispatched_number AS d
        WHERE d.admission = :admission AND starts_with(d.village, wanted.prefix) AND d.starts_on <= :first
            AND d.until >= :last AND (d.ended_on IS NULL OR d.ended_on > :last)
    )) ORDER BY place
""")
_MODE = sa.text("""
    SELECT mode FROM followed_number_rule
    WHERE county = ANY(:counties) AND area = :area AND NOT withdrawn AND starts_on <= :day
    ORDER BY starts_on DESC, approved_at DESC LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class Demand:
    """What a body wants of places in one county, from one day to another, and what it shows for it.

    Without days, as of a form that nobody arranged yet, only the number and its body are looked at.
    """

    area: NumberArea
    department: str
    county: str
    places: Sequence[str]
    first: date | None
    last: date | None
    number: str | None
    basis: str
    marked: bool = False
    """It is a statistical survey whose marks were checked (统计法(2024)第17条)."""
    work: bool = True
    """It is work of the villages, which is asked only where it was dispatched; a visit is its body's own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What lets it, or what is missing, with the facts behind that."""

    ground: Ground | None = None
    gap: Gap | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def keep(self, row: Grounded) -> None:
        """Keep it with the record."""
        row.ground, row.gap = self.ground, self.gap


def cites_law(basis: str) -> bool:
    """Whether a text names a law or regulation by its article; whether it says so there, people read."""
    return _ARTICLE.search(basis) is not None


async def examine(tx: Transaction, demand: Demand) -> Finding:
    """What lets a demand, or why nothing does. A number that is shown has to be right, whatever else is shown."""
    if demand.number is not None:
        return await _numbered(tx, demand, demand.number)
    if demand.marked:
        return Finding(Ground.MARKS)
    return Finding(Ground.LAW) if cites_law(demand.basis) else Finding(gap=Gap.MISSING)


async def require(tx: Transaction, demand: Demand) -> Finding:
    """The same, refused where the county enforces numbers today; raises one of NUMBER_REFUSALS."""
    found = await examine(tx, demand)
    if found.gap is not None and await _mode(tx, demand) is NumberMode.ENFORCE:
        raise REFUSALS[found.gap](**found.facts)
    return found


async def mend(tx: Transaction, demand: Demand) -> Finding:
    """The same for a ground that is stated afterwards: one that mends nothing is refused in every county."""
    found = await examine(tx, demand)
    if found.gap is not None:
        raise REFUSALS[found.gap](**found.facts)
    return found


async def _mode(tx: Transaction, demand: Demand) -> NumberMode:
    """How strictly the county checks today; it advises until it says otherwise."""
    counties = list(await lineage.continued(tx, [county_of(demand.county)]))
    values = {"counties": counties, "area": demand.area.value, "day": today(tx.now)}
    mode = (await tx.session.execute(_MODE, values)).scalar_one_or_none()
    return NumberMode.ADVISE if mode is None else NumberMode(mode)


async def _numbered(tx: Transaction, demand: Demand, number: str) -> Finding:
    counties = [county[:6] for county in await lineage.family(tx, county_of(demand.county))]
    rows = await tx.session.execute(_NUMBER, {"number": number, "counties": counties})
    admitted = rows.mappings().first()
    if admitted is None:
        return Finding(gap=Gap.UNKNOWN, facts={"number": number})
    if admitted["department"] not in await lineage.bodies(tx, demand.department):
        return Finding(gap=Gap.OTHER_BODY, facts={"number": number})
    if demand.first is None or demand.last is None:
        return Finding(Ground.NUMBER)
    starts_on, valid_until, ended_on = (admitted[name] for name in ("starts_on", "valid_until", "ended_on"))
    if not all(good_on(starts_on, valid_until, ended_on, day) for day in (demand.first, demand.last)):
        facts = {"number": number, "starts_on": starts_on, "valid_until": valid_until, "ended_on": ended_on}
        return Finding(gap=Gap.OTHER_DAY, facts=facts)
    return await _placed(tx, demand, number, dict(admitted))


async def _placed(tx: Transaction, demand: Demand, number: str, admitted: Mapping[str, Any]) -> Finding:
    codes = await lineage.families(tx, demand.places)
    outside = [place for place in codes if not within(admitted["places"], admitted["region"], codes[place])]
    if outside:
        return Finding(gap=Gap.OTHER_PLACE, facts={"number": number, "places": sorted(outside)[:_MOST_NAMED]})
    if demand.work and admitted["by_assignment"]:
        return await _dispatched(tx, demand, number, admitted["admission"], codes)
    return Finding(Ground.NUMBER)


async def _dispatched(
    tx: Transaction, demand: Demand, number: str, admission: object, codes: Mapping[str, Collection[str]]
) -> Finding:
    pairs = [(place, significant(code)) for place, family in codes.items() for code in family]
    values = {
        "admission": admission, "first": demand.first, "last": demand.last, "places": [place for place, _ in pairs],
        "prefixes": [prefix for _, prefix in pairs],
    }  # fmt: skip
    missing = list((await tx.session.execute(_UNDISPATCHED, values)).scalars())
    if missing:
        return Finding(gap=Gap.NOT_ASSIGNED, facts={"number": number, "places": missing[:_MOST_NAMED]})
    return Finding(Ground.NUMBER)
