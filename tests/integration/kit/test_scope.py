"""Scope, proven over random trees of regions, users and rows: nobody lists, reads or changes what is not theirs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from checklist_svc.refusals.models import RefusedDemand
from countykit.identity import Caller, Role, Scope
from countykit.regions import significant
from countykit.testing import ServiceUnderTest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from servicekit.errors import Forbidden, NotFound
from servicekit.transaction import Context
from sqlmodel import col

LEVELS = (2, 4, 6, 9, 12)
DEPARTMENTS = ["A", "B", "A_", "%"]
ON_REAL_POSTGRES = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def regions(draw: st.DrawFn) -> str:
    """A 12-digit code of any level, the whole country too. Few digits, so that many lie above or beside each other."""
    level = draw(st.sampled_from((0, *LEVELS)))
    code = ""
    while len(code) < level:
        code += draw(st.sampled_from(("01", "10") if len(code) < 6 else ("001", "010")))
    return code.ljust(12, "0")


@dataclass(frozen=True)
class Row:
    """Where a demand was refused, and who had demanded it."""

    region: str
    department: str


@dataclass(frozen=True)
class User:
    """Somebody who calls."""

    region: str
    roles: frozenset[Role]
    department: str | None

    @property
    def caller(self) -> Caller:
        return Caller("somebody", "某人", self.roles, significant(self.region), self.department)

    def may_see(self, row: Row) -> bool:
        """The rule once more in other words: the levels that my region names are the same, and it is my department's
        when a department is all that I am."""
        named = [end for end in LEVELS if int(self.region[LEVELS[LEVELS.index(end) - 1] if end > 2 else 0 : end])]
        inside = all(row.region[:end] == self.region[:end] for end in named)
        return inside and (self.roles != {Role.DEPARTMENT} or row.department == self.department)


ROWS = st.lists(st.builds(Row, regions(), st.sampled_from(DEPARTMENTS)), min_size=1, max_size=10)
JUST_A_DEPARTMENT = st.just(frozenset({Role.DEPARTMENT}))
USERS = st.builds(
    User, regions(), JUST_A_DEPARTMENT | st.frozensets(st.sampled_from(list(Role)), min_size=1, max_size=2),
    st.none() | st.sampled_from(DEPARTMENTS),
)  # fmt: skip


async def stored(svc: ServiceUnderTest, rows: list[Row]) -> dict[UUID, Row]:
    """Only these rows, in the service's own database."""
    async with svc.database.transaction(Context.of_system("test", datetime(2026, 3, 2, tzinfo=UTC))) as tx:
        await tx.session.execute(sa.delete(RefusedDemand))
        return {
            tx.add(RefusedDemand(
                region=row.region, department=row.department, title="代收", charged_home=row.region, edition_number=1,
                letter="不予接受",
            )).id: row
            for row in rows
        }  # fmt: skip


async def changeable(svc: ServiceUnderTest, ids: dict[UUID, Row], scope: Scope) -> set[UUID]:
    """The rows that can be locked for a change."""
    found = set()
    for id in ids:
        try:
            async with svc.database.transaction(Context.of_system("test")) as tx:
                found.add((await tx.locked(RefusedDemand, id, scope)).id)
        except NotFound:
            continue
    return found


@ON_REAL_POSTGRES
@given(ROWS, USERS)
@example([Row("000000000000", "A"), Row("990101001001", "A")], User("000000000000", frozenset({Role.OBSERVER}), None))
@example([Row("990101001001", "A")], User("990101000000", frozenset({Role.DEPARTMENT}), None))
@example([Row("100000000000", "%"), Row("100100000000", "A")], User("100000000000", frozenset({Role.DEPARTMENT}), "%"))
async def test_lists_exports_reads_and_writes_reach_the_callers_rows_and_no_others(svc, rows, user):
    ids = await stored(svc, rows)
    theirs = {id for id, row in ids.items() if user.may_see(row)}
    async with svc.client(*user.roles, region=user.region, department=user.department) as client:
        listed = (await client.get("/v1/refusals", params={"limit": 200})).json()["items"]
        assert {UUID(item["id"]) for item in listed} == theirs
        exported = (await client.get("/v1/refusals", headers={"accept": "text/csv"})).text
        assert {id for id in ids if str(id) in exported} == theirs
        for id in ids:
            assert (await client.get(f"/v1/refusals/{id}")).status_code == (200 if id in theirs else 404)
    assert await changeable(svc, ids, user.caller.scope) == theirs


@ON_REAL_POSTGRES
@given(ROWS, USERS)
async def test_what_is_addressed_from_above_is_seen_below_and_still_by_its_own_department_only(svc, rows, user):
    ids = await stored(svc, rows)
    scope = user.caller.scope
    async with svc.database.transaction(Context.of_system("test")) as tx:
        statement = sa.select(col(RefusedDemand.id)).where(scope.where_or_above(RefusedDemand))
        seen = set((await tx.session.execute(statement)).scalars())
    mine = {
        id
        for id, row in ids.items()
        if user.may_see(row)
        or (significant(user.region).startswith(significant(row.region)) and scope.department in (None, row.department))
    }
    assert seen == mine


@given(regions(), USERS)
def test_a_body_may_name_the_regions_that_the_caller_sees_and_no_others(region, user):
    if Scope(user.caller.region).covers(region):
        user.caller.require_region(region)
    else:
        with pytest.raises(Forbidden):
            user.caller.require_region(region)
    whole = User(user.region, frozenset({Role.COUNTY_OFFICE}), None)
    assert Scope(user.caller.region).covers(region) == whole.may_see(Row(region, "A"))
