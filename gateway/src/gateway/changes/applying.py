"""Writing a change into the directory, and taking it out again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.lineage import ChangeSubject
from servicekit.transaction import Transaction

from gateway.changes import repository
from gateway.changes.lines import Line, ending, is_new
from gateway.directory.departments import repository as departments
from gateway.directory.departments.models import Department
from gateway.directory.names import repository as names
from gateway.directory.names.models import NameKind
from gateway.directory.regions import repository as regions
from gateway.directory.regions.repository import Region

Before = list[dict[str, Any]]
"""The directory as it was: `row` is None for what came in, `home` where only the home of a body changed."""


async def apply_regions(tx: Transaction, lines: Sequence[Line], day: date) -> Before:
    """Register, end and rename the regions of a change; bodies at home in what ends move with it."""
    known = await regions.known(tx, {code for line in lines for code in (line.predecessor, line.successor) if code})
    changed: dict[str, Region] = {}
    for line in lines:
        if line.successor is None:
            continue
        if line.stays or is_new(line, known):
            level, name = known[line.predecessor].level, line.successor_name or line.predecessor_name
            present = known.get(line.successor)
            changed[line.successor] = (
                replace(known[line.predecessor], name=name) if line.stays
                else Region(line.successor, name, level, day, None, present.version if present else 0)
            )  # fmt: skip
    for code in ending(lines):
        changed[code] = replace(known[code], valid_to=day)
    before: Before = [
        {"code": code, "row": None if _void(known.get(code)) else _plain(known[code])} for code in changed
    ]
    _register(tx, list(changed.values()), known)
    await regions.write(tx, list(changed.values()))
    return before + await _move_homes(tx, lines)


async def _move_homes(tx: Transaction, lines: Sequence[Line]) -> Before:
    to = {line.predecessor: line.successor for line in lines if line.takes_over and line.successor and not line.stays}
    before: Before = []
    for body in await repository.homed(tx, to):
        before.append({"code": body.code, "home": body.region})
        body.region = to[body.region] or body.region
        _tell(tx, body)
    return before


async def apply_departments(tx: Transaction, lines: Sequence[Line], day: date) -> Before:
    """Register, end and rename the bodies of a change."""
    known = await departments.locked(
        tx, {code for line in lines for code in (line.predecessor, line.successor) if code}
    )  # fmt: skip
    before: Before = []
    for line in lines:
        if line.successor is None:
            continue
        source, name = known[line.predecessor], line.successor_name or line.predecessor_name
        if line.stays and name != source.name:
            before.append({"code": source.code, "row": _body(source)})
            source.name = name
            _tell(tx, source)
        elif is_new(line, known):
            body = known.get(line.successor)
            before.append({"code": line.successor, "row": None})
            if body is None:
                body = tx.add(Department(code=line.successor, name=name, region=source.region, valid_from=day))
                known[line.successor] = body
            body.name, body.region, body.active, body.valid_from, body.valid_to = name, source.region, True, day, None
            _tell(tx, body)
        await names.write(tx, NameKind.DEPARTMENT, [(line.successor, name)])
    for code in sorted(ending(lines)):
        before.append({"code": code, "row": _body(known[code])})
        known[code].valid_to = day
        _tell(tx, known[code])
    return before


async def restore(tx: Transaction, subject: ChangeSubject, before: Before, day: date) -> None:
    """The directory as it was before a change; what came in by it was there on no day."""
    rows = [row for row in before if "code" in row]
    homes = {row["code"]: row["home"] for row in rows if "home" in row}
    own = [row for row in rows if "row" in row]
    if subject is ChangeSubject.REGION:
        known = await regions.known(tx, [row["code"] for row in own])
        restored = [_restored(known[row["code"]], row["row"]) for row in own]
        _register(tx, restored, known)
        await regions.write(tx, restored)
    bodies = await departments.locked(tx, [row["code"] for row in rows])
    for code, home in homes.items():
        bodies[code].region = home
        _tell(tx, bodies[code])
    for row in own if subject is ChangeSubject.DEPARTMENT else ():
        body, was = bodies[row["code"]], row["row"]
        if was is None:
            body.valid_to, body.active = day, False
        else:
            body.name, body.valid_to = was["name"], _day(was["valid_to"])
            await names.write(tx, NameKind.DEPARTMENT, [(body.code, body.name)])
        _tell(tx, body)


def _register(tx: Transaction, rows: Sequence[Region], known: Mapping[str, Region]) -> None:
    for region in rows:
        present = known.get(region.code)
        tx.record(RegionRegistered(
            code=region.code, name=region.name, level=region.level, valid_from=region.valid_from,
            valid_to=region.valid_to,
        ), about=region)  # fmt: skip
        tx.audit(f"region/{region.code}", asdict(present) if present else None, asdict(region))


def _restored(present: Region, was: Mapping[str, Any] | None) -> Region:
    if was is None:
        return replace(present, valid_to=present.valid_from)
    return replace(present, name=was["name"], valid_to=_day(was["valid_to"]))


def _tell(tx: Transaction, body: Department) -> None:
    tx.record(DepartmentRegistered(
        code=body.code, name=body.name, home=body.region, credit_code=body.credit_code, active=body.active,
        valid_from=body.valid_from, valid_to=body.valid_to,
    ), about=body)  # fmt: skip


def _void(region: Region | None) -> bool:
    return region is None or (region.valid_to is not None and region.valid_to <= region.valid_from)


def _plain(region: Region) -> dict[str, Any]:
    return {"name": region.name, "valid_to": region.valid_to.isoformat() if region.valid_to else None}


def _body(body: Department) -> dict[str, Any]:
    return {"name": body.name, "valid_to": body.valid_to.isoformat() if body.valid_to else None}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
