"""The ledgers (台账) of some villages, held by one transaction: twins, rebounds and the boards beside each other."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from contracts.envelope import new_id
from contracts.plaque_entries import BoardField
from countykit import lineage
from countykit.directory import DepartmentUnknown, Region, RegionUnknown
from countykit.errors import require_past
from countykit.regions import county_of, township_of
from servicekit.transaction import Transaction

from signage_svc.plaques import repository
from signage_svc.plaques.conformity import Yardstick
from signage_svc.plaques.errors import AlreadyInLedger
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.names import fingerprint
from signage_svc.plaques.schemas import PlaqueRegistration, Replacement
from signage_svc.plaques.steps import State
from signage_svc.settings import Settings
from signage_svc.specs import service as specs
from signage_svc.specs.errors import SpecUnknown
from signage_svc.specs.models import EVERYWHERE
from signage_svc.suspicions import alike

Key = tuple[str, str]


@dataclass
class Ledger:
    """What hangs and what was taken down in some villages; nobody else changes it while this transaction lives.

    Boards keep the code of their day: those of a village that goes on under another code, or in another village, are
    counted where they hang now. `heirs` says where that is, by code.
    """

    yardsticks: dict[str, Yardstick]
    regions: dict[str, Region]
    departments: frozenset[str]
    heirs: dict[str, str]
    villages: dict[str, list[Plaque]] = field(default_factory=lambda: defaultdict(list))
    _by_name: dict[Key, list[Plaque]] = field(default_factory=lambda: defaultdict(list))

    def now(self, region: str) -> str:
        """Where the boards of a village hang now; a row of a table may name one that this ledger does not hold."""
        return self.heirs.get(region, region)

    def yardstick(self, region: str) -> Yardstick:
        """What the boards of a village are measured with: its county's table."""
        return self.yardsticks[self.now(region)[:6]]

    def put(self, plaque: Plaque) -> None:
        """Count a plaque in."""
        village = self.now(plaque.region)
        self.villages[village].append(plaque)
        self._by_name[village, plaque.fingerprint].append(plaque)

    def fingerprint(self, region: str, name: str) -> str:
        """The name without the names of the regions it hangs in."""
        same = sorted((code for code, heir in self.heirs.items() if heir == self.now(region)), key=region.__ne__)
        above = dict.fromkeys(of(code) for of in (county_of, township_of, str) for code in same)
        return fingerprint(name, tuple(self.regions[code].name for code in above if code in self.regions))

    def twins(self, region: str, name_fingerprint: str) -> list[Plaque]:
        """Every entry of the village that is the same board by its name."""
        return self._by_name.get((self.now(region), name_fingerprint), [])

    def removed(self, region: str, name_fingerprint: str) -> Plaque | None:
        """The case in which this board was taken down before."""
        village = self.now(region)
        return next((case for case in self.removed_in(village) if case.fingerprint == name_fingerprint), None)

    def removed_in(self, village: str) -> list[Plaque]:
        """The boards that were taken down in a village: one case for each. What is only gone was no fault."""
        return [
            plaque for plaque in self.villages.get(village, ())
            if plaque.rebound_of is None and not plaque.hangs and plaque.state != State.GONE
        ]  # fmt: skip

    def boards(self) -> Iterator[Plaque]:
        """All entries."""
        return (plaque for plaques in self.villages.values() for plaque in plaques)

    def require_village(self, region: str, today: date) -> None:
        """Raise RegionUnknown or RegionEnded for what is no village today."""
        village = self.regions.get(region)
        if village is None or village.level != "village":
            raise RegionUnknown
        village.require_valid(today)

    def check(self, registration: PlaqueRegistration, today: date) -> None:
        """Raise RegionUnknown, RegionEnded, DepartmentUnknown or DateInFuture where an entry cannot be true."""
        self.require_village(registration.region, today)
        if registration.department is not None and registration.department not in self.departments:
            raise DepartmentUnknown
        require_past(registration.hung_on, today, "悬挂日期不能晚于今天")
        require_past(registration.last_activity_on, today, "最近活动日期不能晚于今天")

    def enter(
        self, registration: PlaqueRegistration, today: date,
        *, rebound_of: UUID | None = None, other_than: UUID | None = None,
    ) -> Plaque:  # fmt: skip
        """A new entry, checked against the directory, the spec table and the ledger itself.

        Which removed board it is follows from its name, unless somebody has looked and says so, or says it is another.
        """
        self.check(registration, today)
        name_fingerprint = self.fingerprint(registration.region, registration.name)
        if any(twin.hangs for twin in self.twins(registration.region, name_fingerprint)):
            raise AlreadyInLedger
        if rebound_of is None and other_than is None:
            case = self.removed(registration.region, name_fingerprint)
            rebound_of = case.id if case else None
        # Values that have factories are given: for each row SQLModel would inspect the factory's signature.
        plaque = Plaque(
            **registration.model_dump(exclude={"spec", "id"}), fingerprint=name_fingerprint, id=new_id(),
            differences=[], spec=self._spec(registration.region, registration.spec, name_fingerprint),
            rebound_of=rebound_of, other_than=other_than,
        )  # fmt: skip
        if rebound_of is None and other_than is None:
            self._suspect(plaque)
        self.put(plaque)
        return plaque

    def _suspect(self, plaque: Plaque) -> None:
        """Ask about a name that means the same as a removed board's; what the table has by name is no question."""
        if self.yardstick(plaque.region).named(plaque.fingerprint) is not None:
            return
        for case in self.removed_in(self.now(plaque.region)):
            if reason := alike(case.fingerprint, plaque.fingerprint):
                plaque.suspected, plaque.suspicion = case.id, f"已拆除“{case.name}”：{reason}"[:200]
                return

    def taken(self, plaque: Plaque, board: Mapping[str, Any]) -> bool:
        """Whether an entry cannot be described so, because it would be another one."""
        name_fingerprint = self.fingerprint(board["region"], board["name"])
        twins = self.twins(board["region"], name_fingerprint)
        same_case = {plaque.id, plaque.rebound_of}
        return any(twin.id not in same_case and twin.state != State.GONE for twin in twins)

    def correct(self, plaque: Plaque, board: Mapping[str, Any]) -> list[BoardField]:
        """Describe the same board otherwise: what differs. Under which code its village hangs it is no difference."""
        fields = [
            field for field in plaque.unlike(board)
            if field != BoardField.REGION or self.now(board["region"]) != self.now(plaque.region)
        ]  # fmt: skip
        self.villages[self.now(plaque.region)].remove(plaque)
        self.twins(plaque.region, plaque.fingerprint).remove(plaque)
        plaque.sqlmodel_update({field.value: board[field] for field in fields})
        name_fingerprint = self.fingerprint(plaque.region, plaque.name)
        if name_fingerprint != plaque.fingerprint:
            plaque.fingerprint = name_fingerprint
            plaque.spec, plaque.confirmed_by = self._spec(plaque.region, None, name_fingerprint), None
            if plaque.rebound_of is None and plaque.other_than is None:
                self._suspect(plaque)
        self.put(plaque)
        return fields

    def replace(self, plaque: Plaque, replacement: Replacement) -> None:
        """Describe the board that hangs there now in place of the old one."""
        name_fingerprint = self.fingerprint(plaque.region, replacement.name)
        if any(twin is not plaque for twin in self.twins(plaque.region, name_fingerprint)):
            raise AlreadyInLedger
        plaque.sqlmodel_update(replacement.model_dump(exclude={"spec"}))
        plaque.fingerprint = name_fingerprint
        plaque.spec, plaque.confirmed_by = self._spec(plaque.region, replacement.spec, name_fingerprint), None

    def judge(self) -> None:
        """Compute the conformity of everything that hangs."""
        for village, plaques in self.villages.items():
            self.yardstick(village).judge(plaques)

    def names(self) -> list[str]:
        """The names of all boards, without those of their villages."""
        return [plaque.fingerprint for plaques in self.villages.values() for plaque in plaques]

    def has_other(self, plaque: Plaque, code: str) -> bool:
        """Whether another board hangs in the village as one row of the table."""
        village = self.villages[self.now(plaque.region)]
        return any(other is not plaque and other.hangs and other.spec == code for other in village)

    def _spec(self, region: str, code: str | None, name_fingerprint: str) -> str | None:
        yardstick = self.yardstick(region)
        if code is None:
            named = yardstick.recognised(name_fingerprint)
            return named.code if named else None
        if yardstick.spec(code) is None:
            raise SpecUnknown
        return code


async def yardstick(tx: Transaction, settings: Settings, region: str = EVERYWHERE) -> Yardstick:
    """What the plaques of a region are measured with now; raises SpecTableMissing."""
    table, rows = await specs.in_force(tx, region)
    return Yardstick(
        table.number, rows, settings.plaque_size_tolerance_mm, table.outside_limit, table.door_head_limit, table.region
    )  # fmt: skip


async def locked_ledger(
    tx: Transaction, settings: Settings, villages: Collection[str], departments: Collection[str] = ()
) -> Ledger:
    """Lock the ledgers of some villages, under all codes that they have had, and read them."""
    heirs = await lineage.heirs(tx, villages)
    await repository.lock_ledgers(tx, heirs)
    above = {code for village in heirs for code in (county_of(village), township_of(village), village)}
    counties = sorted({village[:6] for village in heirs.values()})
    ledger = Ledger(
        {county: await yardstick(tx, settings, county) for county in counties},
        await repository.regions(tx, above), await repository.departments(tx, departments), heirs,
    )  # fmt: skip
    for plaque in await repository.of_villages(tx, heirs):
        ledger.put(plaque)
    return ledger
