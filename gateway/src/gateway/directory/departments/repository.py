"""SQL about departments. Anybody signed in may read the directory; the scope is for writing."""

from collections.abc import Collection

import sqlalchemy as sa
from countykit.directory import DepartmentEnded, DepartmentUnknown
from countykit.filters import Subtree
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.filters import Equal, Filter, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.directory.departments.models import Department
from gateway.directory.names import repository as names
from gateway.directory.names.models import NameKind
from gateway.directory.names.repository import FITS


async def find(tx: Transaction, code: str) -> Department | None:
    """A department by its code."""
    return (await tx.session.execute(sa.select(Department).where(col(Department.code) == code))).scalar_one_or_none()


async def get(tx: Transaction, code: str) -> Department:
    """A department by its code; raises NotFound."""
    department = await find(tx, code)
    if department is None:
        raise NotFound
    return department


async def active(tx: Transaction, code: str) -> Department:
    """A department that may act; raises DepartmentUnknown, DepartmentEnded."""
    department = await find(tx, code)
    if department is None or not department.active:
        raise DepartmentUnknown
    if department.valid_to is not None and department.valid_to <= today(tx.now):
        raise DepartmentEnded(department=code, ended_on=department.valid_to)
    return department


async def locked(tx: Transaction, codes: Collection[str]) -> dict[str, Department]:
    """The departments of these codes, locked in one order so that two imports cannot block each other."""
    statement = sa.select(Department).where(col(Department.code).in_(codes)).order_by(Department.code)
    rows = (await tx.session.execute(statement.with_for_update())).scalars()
    return {row.code: row for row in rows}


FILTERS = filters(
    Department,
    region=Subtree(),
    q=Filter(lambda code, words: code.in_(names.codes(NameKind.DEPARTMENT, words)), str, "code", description=FITS),
    active=Equal(),
)


def visible() -> sa.Select[Department]:
    """The departments that anybody signed in may see: all."""
    return sa.select(Department)
