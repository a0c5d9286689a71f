"""Frames: which villages and people a draw is among, fixed when it is committed to.

Left out, with the reason, are villages that were looked at lately (cool-down), that were drawn often enough this year
(cap), and those that the office names.
"""

from datetime import timedelta

from countykit import directory
from countykit.regions import township_of
from servicekit.transaction import Transaction

from supervision_svc.draws import lots, repository
from supervision_svc.draws.errors import DrawEmpty, DrawExclusionUnknown, DrawTeamUnfit
from supervision_svc.draws.lots import Frame, Person
from supervision_svc.draws.schemas import DrawToMake


async def build(tx: Transaction, county: str, body: DrawToMake, *, per_stratum: int) -> Frame:
    """The frame of a county's next draw.

    Raises DrawEmpty, DrawExclusionUnknown, DrawTeamUnfit, DepartmentUnknown, DepartmentEnded, DepartmentNotYetValid.
    """
    codes = [region.code for region in await directory.regions_within(tx, county[:6], "village")]
    left_out = await _left_out(tx, county, body, codes)
    strata: dict[str, list[str]] = {}
    for code in codes:
        if code not in left_out:
            strata.setdefault(township_of(code), []).append(code)
    if not strata:
        raise DrawEmpty
    frame = Frame(
        algorithm=lots.ALGORITHM, county=county, per_stratum=per_stratum, team_size=body.team_size, strata=strata,
        left_out=left_out, people=await _people(tx, body), cool_down_days=body.cool_down_days,
        yearly_cap=body.yearly_cap, public_source=body.public_source, public_on=body.number_drawn_on.isoformat(),
        visit_from=body.visit_from.isoformat(), visit_until=body.visit_until.isoformat(),
    )  # fmt: skip
    if not lots.fits(frame):
        raise DrawTeamUnfit
    return frame


async def _left_out(tx: Transaction, county: str, body: DrawToMake, codes: list[str]) -> dict[str, str]:
    known, named = set(codes), {item.region: item.reason for item in body.exclusions}
    if unknown := sorted(named.keys() - known):
        raise DrawExclusionUnknown(regions=unknown)
    since = body.visit_from - timedelta(days=body.cool_down_days)
    rested = await repository.visited_since(tx, county, since) if body.cool_down_days else set()
    often = await repository.drawn_often(tx, county, body.visit_from.year, body.yearly_cap)
    reasons = dict.fromkeys(rested & known, "cool_down") | dict.fromkeys(often & known, "yearly_cap") | named
    return dict(sorted(reasons.items()))


async def _people(tx: Transaction, body: DrawToMake) -> list[Person]:
    """The people by their place in the list; nobody looks at the township of their own body."""
    people = []
    for number, person in enumerate(body.people, start=1):
        home = (await directory.department(tx, person.department)).home
        own = {township_of(home)} if home[6:9] != "000" else set()
        avoid = sorted({township_of(code) for code in person.avoid} | own)
        people.append(Person(number=number, body=person.department, avoid=avoid))
    return people
