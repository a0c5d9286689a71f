"""Adds up what villages were given back."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from countykit import directory, lineage
from countykit.identity import Caller, Scope
from countykit.numbers.scope import within
from servicekit.transaction import Transaction

from checklist_svc.admissions.given_back import repository
from checklist_svc.admissions.given_back.giving import Kind, Stretch, Tally, months, tallies
from checklist_svc.admissions.given_back.schemas import GivenBack, GivenBackPlace, GivenBackRecord

MOST = 200


async def given_back(tx: Transaction, caller: Caller, prefix: str, first: date, last: date) -> GivenBack:
    """The hours of a place between two days; raises RegionUnknown."""
    place = prefix.ljust(12, "0")
    await directory.known_region(tx, place)
    scope = replace(caller.scope, prefix=prefix[:6], also=(), without=())
    villages = [row.code for row in await directory.regions_within(tx, prefix, "village", first=first, last=last)]
    things, places = tallies([each async for each in stretches(tx, scope, prefix, villages, first, last)], first, last)
    span = months(first, last)
    records = sorted((_record(tally) for tally in things.values() if tally.given_back), key=_order)
    whole = _sum(places.values())
    return GivenBack(
        region=place, first=first, last=last, villages=len(villages), months=rounded(span, "0.01"),
        minutes=rounded(whole.given_back), minutes_on=rounded(whole.still),
        hours=per_village(whole.given_back, len(villages), span), records=records[:MOST], more=len(records) > MOST,
        places=_places(prefix, villages, places, span),
    )  # fmt: skip


async def stretches(
    tx: Transaction, scope: Scope, prefix: str, villages: Sequence[str], first: date, last: date
) -> AsyncIterator[Stretch]:
    """What is asked of the villages of a place in a window: by dispatch, by older admissions, and by forms."""
    codes = await lineage.families(tx, villages)
    for assignment, minutes in await repository.dispatched(tx, scope, prefix, first, last):
        yield Stretch(
            Kind.ADMISSION, assignment.admission_id, assignment.title, assignment.department, assignment.number,
            Fraction(minutes), assignment.starts_on, assignment.until, assignment.ended_on, (assignment.region,),
        )  # fmt: skip
    for admission in await repository.everywhere(tx, scope, first, last):
        yield Stretch(
            Kind.ADMISSION, admission.id, admission.title, admission.department, admission.number,
            Fraction(admission.burden_minutes), admission.starts_on, admission.valid_until or admission.ends_on,
            admission.ended_on,
            tuple(code for code in villages if within(admission.regions, admission.region, codes[code])),
        )  # fmt: skip
    for form in await repository.forms(tx, scope, first, last):
        yield Stretch(
            Kind.FORM, form.id, form.title, form.department, None, Fraction(form.seconds_a_year, 720), form.starts_on,
            form.valid_until, form.ended_on, tuple(code for code in villages if within([], form.region, codes[code])),
        )  # fmt: skip


def rounded(value: Fraction, to: str = "0.1") -> Decimal:
    """Minutes for people."""
    return Decimal(value.numerator / value.denominator).quantize(Decimal(to))


def per_village(minutes: Fraction, villages: int, span: Fraction) -> Decimal:
    """Hours of each village in a month."""
    return rounded(minutes / 60 / villages / span if villages else Fraction(), "0.01")


def _sum(found: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in found:
        whole.given_back += tally.given_back
        whole.still += tally.still
    return whole


def _record(tally: Tally) -> GivenBackRecord:
    stretches = [stretch for stretch in tally.stretches if stretch.ended_on is not None]
    return GivenBackRecord(
        kind=stretches[0].kind, id=stretches[0].id, title=stretches[0].title, number=stretches[0].number,
        department=stretches[0].department, monthly_minutes=rounded(stretches[0].minutes),
        ended_on=max(stretch.ended_on for stretch in stretches if stretch.ended_on),
        until=max(stretch.until for stretch in stretches), villages=len(tally.villages),
        minutes=rounded(tally.given_back),
    )  # fmt: skip


def _order(record: GivenBackRecord) -> tuple[Decimal, str]:
    return -record.minutes, str(record.id)


def _places(
    prefix: str, villages: Sequence[str], found: dict[str, Tally], span: Fraction
) -> list[GivenBackPlace]:  # fmt: skip
    return list(_parts(prefix, villages, found, span)) if len(prefix) < 12 else []


def _parts(
    prefix: str, villages: Sequence[str], found: dict[str, Tally], span: Fraction
) -> Iterator[GivenBackPlace]:  # fmt: skip
    digits = 9 if len(prefix) == 6 else 12
    for part in sorted({code[:digits] for code in (*villages, *found)}):
        whole = _sum(tally for code, tally in found.items() if code.startswith(part))
        count = sum(code.startswith(part) for code in villages)
        yield GivenBackPlace(
            region=part.ljust(12, "0"), villages=count, minutes=rounded(whole.given_back),
            minutes_on=rounded(whole.still), hours=per_village(whole.given_back, count, span),
        )  # fmt: skip
