"""What can be done with departments."""

from collections.abc import Sequence

from contracts.gateway import DepartmentRegistered
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.tabular import Row, RowError
from servicekit.transaction import Transaction

from gateway.directory.departments import repository
from gateway.directory.departments.errors import DepartmentExists
from gateway.directory.departments.models import Department
from gateway.directory.departments.schemas import DepartmentEntry
from gateway.directory.names import repository as names
from gateway.directory.names.models import NameKind
from gateway.directory.regions import repository as regions

_HOME_MOVES = "已登记机构的所属区划不能改动：机构随区划变更迁移；登记有误的，请停用后以新代码重新登记"
"""Whose home a body is decides whom its demands are charged to: nobody moves them away alone."""
_COMPARED = {"name", "credit_code", "active", "valid_from", "valid_to"}


async def register(tx: Transaction, caller: Caller, entry: DepartmentEntry) -> Department:
    """Put a department into the directory; raises Forbidden, RegionUnknown, DepartmentExists."""
    caller.require_region(entry.home)
    await regions.require_valid(tx, entry.home)
    if await repository.find(tx, entry.code) is not None:
        raise DepartmentExists
    await names.write(tx, NameKind.DEPARTMENT, [(entry.code, entry.name)])
    return _write(tx, entry, None)


async def merge(
    tx: Transaction, caller: Caller, rows: Sequence[Row[DepartmentEntry]]
) -> tuple[list[RowError], list[DepartmentEntry]]:
    """Check a whole table; returns what is wrong with it and the entries that would change something."""
    known = await repository.locked(tx, [row.body.code for row in rows])
    homes = await regions.existing(tx, {row.body.home for row in rows})
    errors: list[RowError] = []
    changed: list[DepartmentEntry] = []
    seen: set[str] = set()
    for row in rows:
        present = known.get(row.body.code)
        entry = _kept(row.body, present)
        if entry.code in seen:
            errors.append(row.error("code", "duplicate", "机构代码在表中重复"))
        elif not caller.scope.covers(entry.home) or (present and not caller.scope.covers(present.region)):
            errors.append(row.error("home", "out_of_scope", "不在您的管辖范围内"))
        elif entry.home not in homes:
            errors.append(row.error("home", "region_unknown", "行政区划代码不存在"))
        elif present is not None and present.region != entry.home:
            errors.append(row.error("home", "home_moves", _HOME_MOVES))
        elif entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
            errors.append(row.error("valid_to", "validity_invalid", "撤销日期不得早于已登记的设立日期"))
        elif present is None or _differs(present, entry):
            changed.append(entry)
        seen.add(entry.code)
    return errors, changed


async def apply(tx: Transaction, entries: Sequence[DepartmentEntry]) -> None:
    """Write checked entries; each one is a fact."""
    known = await repository.locked(tx, [entry.code for entry in entries])
    written = [_write(tx, entry, known.get(entry.code)) for entry in entries]
    ended = [department.code for department in written if department.ended_by(today(tx.now))]
    await regions.end_sessions(tx, departments=ended)
    await names.write(tx, NameKind.DEPARTMENT, [(entry.code, entry.name) for entry in entries])


def _kept(entry: DepartmentEntry, present: Department | None) -> DepartmentEntry:
    """A row as it would be written: one that says nothing of a beginning or an end takes back none that is stored."""
    if present is None:
        return entry
    days = {name: getattr(entry, name) or getattr(present, name) for name in ("valid_from", "valid_to")}
    return entry.model_copy(update=days)


def _differs(department: Department, entry: DepartmentEntry) -> bool:
    present = DepartmentEntry.model_construct(**department.model_dump(include=_COMPARED), home=department.region)
    return present.model_dump(include=_COMPARED | {"home"}) != entry.model_dump(include=_COMPARED | {"home"})


def _write(tx: Transaction, entry: DepartmentEntry, department: Department | None) -> Department:
    values = entry.model_dump(exclude={"home"})
    if department is None:
        department = tx.add(Department(**values, region=entry.home))
    else:
        for name, value in {**values, "region": entry.home}.items():
            setattr(department, name, value)
    tx.record(DepartmentRegistered(**entry.model_dump()), about=department)
    return department
