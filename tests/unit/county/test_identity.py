"""Who a token names, which rows that lets them see, and the arithmetic of division codes behind it."""

import pytest
from checklist_svc.groups.models import Group
from checklist_svc.imposed_tasks.models import ImposedTask
from countykit.identity import EVERYTHING, Caller, Role, Scope, caller_of
from countykit.regions import above, county_of, significant, township_of
from servicekit.errors import Forbidden
from servicekit.tables import Aggregate, new_registry
from sqlalchemy.dialects import postgresql
from sqlmodel import SQLModel

VILLAGE = "990101001201"
CLAIMS = {"sub": "zhang", "name": "张三", "roles": ["township", "approver"], "region": "990101001", "department": "NYJ"}


class Base(SQLModel, registry=new_registry()):
    pass


class Placeless(Aggregate, Base, table=True):
    """A row without a region."""

    __tablename__ = "placeless"


def sql(condition) -> str:
    dialect = postgresql.dialect()
    return str(condition.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("000000000000", ""), ("990000000000", "99"), ("990100000000", "9901"), ("990101000000", "990101"),
        ("990101001000", "990101001"), (VILLAGE, VILLAGE), ("100000000000", "10"), ("990101001200", "990101001200"),
        ("990110000000", "990110"), ("990101010000", "990101010"),
    ],
)  # fmt: skip
def test_the_significant_prefix_of_a_code_ends_with_its_level(code, prefix):
    assert significant(code) == prefix


def test_above_a_region_are_the_country_and_each_level_up_to_its_own():
    assert above(VILLAGE) == ["000000000000", "990000000000", "990100000000", "990101000000", "990101001000"]
    assert above("990101") == ["000000000000", "990000000000", "990100000000"]
    assert above("") == []


def test_a_village_lies_in_its_township_and_its_county():
    assert (township_of(VILLAGE), county_of(VILLAGE)) == ("990101001000", "990101000000")
    assert (township_of("990101123456"), county_of("990101123456")) == ("990101123000", "990101000000")


def test_a_token_names_its_caller():
    assert caller_of(CLAIMS) == Caller(
        "zhang", "张三", frozenset({Role.TOWNSHIP, Role.APPROVER}), "990101001", department="NYJ"
    )
    assert caller_of({"sub": 7, "region": ""}) == Caller("7", "", frozenset(), "")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"region": "99010a"}, ValueError), ({"region": None}, ValueError), ({"region": "9" * 13}, ValueError),
        ({"region": 990101}, ValueError), ({"roles": ["emperor"]}, ValueError), ({"department": 7}, TypeError),
    ],
)  # fmt: skip
def test_claims_of_another_issuer_name_nobody(change, error):
    with pytest.raises(error):
        caller_of(CLAIMS | change)


@pytest.mark.parametrize("missing", ["sub", "region"])
def test_a_token_without_its_account_or_its_region_names_nobody(missing):
    with pytest.raises(KeyError):
        caller_of({name: value for name, value in CLAIMS.items() if name != missing})


def test_only_the_pure_department_role_is_limited_to_its_own_rows():
    def scope(*roles: Role, department: str | None = "NYJ") -> Scope:
        return Caller("a", "", frozenset(roles), "990101", department).scope

    assert scope(Role.DEPARTMENT) == Scope("990101", "NYJ")
    assert scope(Role.DEPARTMENT, department=None) == Scope("990101", "")
    assert scope(Role.DEPARTMENT, Role.COUNTY_OFFICE) == scope(Role.TOWNSHIP) == Scope("990101")


def test_a_caller_may_not_name_a_region_outside_of_their_own():
    caller = Caller("a", "", frozenset({Role.TOWNSHIP}), "990101001")
    caller.require_region(VILLAGE)
    with pytest.raises(Forbidden) as refused:
        caller.require_region("990101002201")
    assert refused.value.detail == "所填行政区划不在您的管辖范围内"
    assert EVERYTHING.covers("990202000000")


def test_a_scope_limits_region_and_department_and_a_row_without_a_region_is_nobodys():
    inside = "region LIKE '990101' || '%%'"
    assert inside in sql(Scope("990101").where(ImposedTask))
    assert "department" not in sql(Scope("990101").where(ImposedTask))
    own = sql(Scope("990101", "NYJ").where(ImposedTask))
    assert inside in own
    assert "department = 'NYJ'" in own
    assert sql(Scope("990101", "NYJ").where(Group)).count("department") == 0
    assert sql(EVERYTHING.where(ImposedTask)) == "true"
    assert sql(EVERYTHING.where(Placeless)) == sql(Scope("99").where(Placeless)) == "false"
    assert "ESCAPE" in sql(Scope("990101").where(ImposedTask))


def test_what_stands_above_is_seen_too_and_by_a_department_only_its_own():
    seen = sql(Scope("990101", "NYJ").where_or_above(ImposedTask))
    own = "imposed_task.department = 'NYJ'"
    assert seen.endswith(f"{own} OR imposed_task.region IN ('000000000000', '990000000000', '990100000000') AND {own}")
    assert sql(Scope("990101").where_or_above(ImposedTask)).count("department") == 0
