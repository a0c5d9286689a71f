"""Who may give which role to whom: nobody hands out more than they have, in roles or in region."""

from collections.abc import Collection

from countykit.identity import Caller, Role
from countykit.regions import significant
from servicekit.errors import Forbidden, Invalid
from servicekit.transaction import Transaction

from gateway.directory.departments import repository as departments
from gateway.directory.regions import repository as regions

COUNTRY = "000000000000"
GRANTABLE: dict[Role, frozenset[Role]] = {
    Role.OPERATOR: frozenset(Role),
    Role.COUNTY_OFFICE: frozenset({Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT, Role.INSPECTOR}),
}
# The significant digits of the region that goes with a role.
# The security log is one for the whole installation, so an auditor's region is the whole country.
_DIGITS = {Role.VILLAGE: 12, Role.TOWNSHIP: 9, Role.COUNTY_OFFICE: 6, Role.AUDITOR: 0}


class RoleNotGrantable(Forbidden):
    """The caller may not hand out or manage this role."""

    code = "role_not_grantable"
    detail = "您不能授予或管理该角色的账号"


class RoleRegionMismatch(Invalid):
    """The role belongs to regions of another level, or needs a department."""

    code = "role_region_mismatch"
    detail = "角色与行政区划级别不符，或缺少所属机构"


def may_manage(caller: Caller, roles: Collection[str]) -> bool:
    """Whether the caller's roles let them hand out all of these."""
    grantable = frozenset[Role]().union(*(GRANTABLE.get(role, frozenset()) for role in caller.roles))
    return grantable.issuperset(Role(role) for role in roles)


def require_manageable(caller: Caller, roles: Collection[str]) -> None:
    """Raise RoleNotGrantable unless the caller may hand out all of these roles."""
    if not may_manage(caller, roles):
        raise RoleNotGrantable


async def check(
    tx: Transaction, caller: Caller, *, roles: Collection[Role], region: str, department: str | None
) -> None:
    """Raise Forbidden, RoleNotGrantable, RoleRegionMismatch, or what is wrong with region or department."""
    require_manageable(caller, roles)
    caller.require_region(region)
    await check_fit(tx, roles=roles, region=region, department=department)


async def check_fit(tx: Transaction, *, roles: Collection[Role], region: str, department: str | None) -> None:
    """Raise RoleRegionMismatch, or what is wrong with region or department, unless all three belong together."""
    digits = len(significant(region))
    if any(_DIGITS.get(role, digits) != digits for role in roles) or (Role.DEPARTMENT in roles) != bool(department):
        raise RoleRegionMismatch
    if region != COUNTRY:
        await regions.require_valid(tx, region)
    if department is not None:
        await departments.active(tx, department)
