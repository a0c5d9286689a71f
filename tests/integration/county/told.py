"""One county with places and bodies for every case, told before all of them change on one day, and after."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countykit.identity import Role
from countykit.regions import county_of

from tests.integration.county.township import AFTER, DAY, Township
from tests.integration.county.world import CHANGES, DIRECTORY, Who, World, at, part, together
from tests.waiting import eventually

COUNTIES = {"990101000000": "松岭县", "990102000000": "青山县", "990103000000": "白水县", "990104000000": "河口县"}
COUNTY = "990101000000"
ABOVE = {"990000000000": "甲省", "990100000000": "乙市", "990200000000": "丙市"}


def township(number: int, name: str, *villages: int, county: str = COUNTY) -> Township:
    """A township of a county with villages of these last digits."""
    head = f"{county[:6]}{number:03d}"
    return Township(f"{head}000", name, {f"{head}{last:03d}": f"{name[:-1]}{last}村" for last in villages})


PLACES = {
    "RC01": township(201, "甲乡", 201, 202), "RC02": township(2, "乙镇", 201), "RC03": township(4, "丁镇", 202, 201),
    "RC04": township(6, "戊镇", 201, 202), "RC05": township(8, "己镇", 201, 202, 203),
    "RC06": township(9, "庚镇", 201),
    "RC07": township(10, "辛镇", 1, 201), "RC08": township(11, "壬镇", 201), "RC09": township(12, "癸镇", 201),
    "RC10": township(1, "城关镇", 201, county="990102000000"),
    "RC11": township(1, "城关镇", 201, county="990103000000"),
    "RC12": township(1, "城关镇", 201, county="990104000000"), "RC14": township(14, "子镇", 201, 202),
    "RC18": township(15, "丑乡", 201), "RC20": township(16, "寅乡", 201), "RC28": township(17, "酉镇", 201),
    "RC29": township(18, "戌镇", 201),
}  # fmt: skip
NEIGHBOURS = [
    township(3, "丙镇", 201, 202),
    township(7, "卯镇", 201),
    township(501, "经开区管委会", 299),
    township(401, "团场", 401),
]
BODIES = {
    "FPB": "扶贫办", "ZXJ": "乡村振兴局", "NYJ": "农业农村局", "MZJ": "民政局", "SGB": "县委社会工作部",
    "ZHB": "防汛指挥部",
    "NB": "县委农办", "LCJ": "林业和草原局", "SWJ": "税务局", "FY": "人民法院",
}  # fmt: skip


@dataclass
class Told:
    """The world after the changes, and what was seen before."""

    world: World
    before: dict[str, Any]
    changes: dict[str, dict[str, Any]]

    async def row(self, region: str) -> dict[str, Any] | None:
        """A township's row of the board after the changes."""
        return row_of(await self.world.board(county_of(region), on=AFTER), region)

    async def continues(self, case: str, heir: str, village: str) -> None:
        """It is the same township under another code: open work, papers, past and villages are its own."""
        place = PLACES[case]
        await place.passes_on(self.world, heir, village)
        await place.asked_once(self.world, Who(username=place.clerk))
        row = await self.row(heir)
        assert row is not None
        assert (charged(row), row["villages"], exposure(row)) == (1, len(place.villages), len(place.villages))
        assert await self.row(place.code) is None
        (line,) = [line for line in await self.lineage(heir) if line["successor"] == heir]
        assert (line["predecessor"], line["continues"]) == (place.code, True)

    async def lineage(self, code: str, subject: str = "region") -> list[dict[str, Any]]:
        """What a code came from and became."""
        path = f"{DIRECTORY}/lineage/{code}"
        lines: list[dict[str, Any]] = (await self.world.get(OFFICE, path, on=AFTER, subject=subject))["lines"]
        return lines

    async def name(self, code: str, kind: str = "regions") -> dict[str, Any]:
        """The directory's entry."""
        entry: dict[str, Any] = await self.world.get(Who(Role.OPERATOR), f"{DIRECTORY}/{kind}/{code}", on=AFTER)
        return entry


OFFICE = Who(region=COUNTY)
EVE = at("2026-06-30", 18)


def row_of(board: dict[str, Any], region: str) -> dict[str, Any] | None:
    """A township's row of a board."""
    return next((row for row in board["items"] if row["region"] == region), None)


def charged(row: dict[str, Any]) -> int:
    """How many off-plan demands of the township's own body count for it."""
    return int(next(item["numerator"] for item in row["indicators"] if item["code"] == "offplan_visits"))


def exposure(row: dict[str, Any]) -> Decimal:
    """What they are counted against: villages on the mean day of the window."""
    return Decimal(next(item["denominator"] for item in row["indicators"] if item["code"] == "offplan_visits"))


async def prepare(world: World, county: str) -> str:
    """A catalogued form and an admitted certificate of a county; returns the form."""
    stats, office = Who(Role.DEPARTMENT, county, department=f"S{county[2:6]}"), Who(region=county)
    form = await world.post(stats, "/api/report/v1/forms", {
        "code": "XB01", "title": "村级常住人口月报", "table_number": "XB01表", "issued_by": "县统计局",
        "approval_number": "X统制〔2026〕3号", "valid_until": "2026-12-31", "frequency": "monthly",
        "legal_basis": "统计法(2024)第12条", "fields": [{"name": "常住人口", "unit": "人"}],
    }, on=at("2026-06-01"))  # fmt: skip
    decision = {"decision": "approve", "reason": "审核意见"}
    await world.post(office, f"/api/report/v1/forms/{form['id']}/decision", decision, on=at("2026-06-02"))
    await world.post(office, "/api/report/v1/catalogues", {"year": 2026}, on=at("2026-06-02"))
    await world.post(office, "/api/certificate/v1/items/AC01/admission", {
        "legal_basis": "公证法第11条", "requested_by": "公证机构", "issuing_body": "村民委员会",
        "guide": "持身份证、户口簿到村便民服务站办理", "days": 5, "decided_by": ["县民政局", "县司法局"],
        "source": "县民政局会议纪要〔2026〕3号",
    }, on=at("2026-06-02"))  # fmt: skip
    return str(form["id"])


async def change(world: World) -> dict[str, dict[str, Any]]:
    """All changes take effect on one day."""
    villages = {case: place.village for case, place in PLACES.items()}
    wanted: dict[str, tuple[str, str, list[dict[str, Any]], dict[str, Any]]] = {
        "RC01": (COUNTY, "upgrade", [part("990101201000", "990101101000", "甲镇")], {}),
        "RC02": (COUNTY, "merge", [part("990101002000", "990101003000")],
                 {"villages": [part("990101002201", "990101003211")]}),
        "RC03": (COUNTY, "split", [part("990101004000", "990101004000", share=50),
                                   part("990101004000", "990101005000", "辰镇", share=50)],
                 {"villages": [part("990101004202", "990101005202")]}),
        "RC04": (COUNTY, "move", [part(villages["RC04"], "990101007202")], {}),
        "RC05": (COUNTY, "merge", [part(f"99010100820{n}", "990101008210", "三合村") for n in (1, 2, 3)], {}),
        "RC06": (COUNTY, "upgrade", [part(villages["RC06"], "990101009001", "庚社区")], {}),
        "RC07": (COUNTY, "merge", [part("990101010001", "990101010201")], {}),
        "RC08": (COUNTY, "rename", [part(villages["RC08"], name="张家村")], {}),
        "RC09": (COUNTY, "recode", [part(villages["RC09"], "990101012231")], {}),
        "RC10": ("990102000000", "upgrade", [part("990102000000", "990122000000", "青山区")], {}),
        "RC11": ("990103000000", "upgrade", [part("990103000000", "990183000000", "白水市")], {}),
        "RC12": ("990104000000", "move", [part("990104000000", "990204000000")], {}),
        "RC14": (COUNTY, "move", [part(villages["RC14"], "990101501201")], {}),
        "RC18": (COUNTY, "upgrade", [part("990101015000", "990101215000", "丑彝族乡")], {}),
        "RC20": (COUNTY, "upgrade", [part("990101016000", "990101116000", "寅镇")], {}),
        "RC21": (COUNTY, "rename", [part("FPB", name="乡村发展局")], {"subject": "department"}),
        "RC22": (COUNTY, "merge", [part("ZXJ", "NYJ")], {"subject": "department"}),
        "RC25": (COUNTY, "abolition", [part("ZHB")], {"subject": "department"}),
        "RC30": (COUNTY, "merge", [part("NB", "NYLC", "农业农村和林草局"), part("LCJ", "NYLC")],
                 {"subject": "department"}),
    }  # fmt: skip
    days = {"RC20": "2026-06-01"}
    done = {}
    for case, (county, kind, parts, rest) in wanted.items():
        # A whole county is changed by an operator of the country.
        of_county = {"role": Role.OPERATOR} if parts[0]["predecessor"] == county else {"region": county}
        office, confirming = Who(**of_county, sub="li"), Who(**of_county, sub="wang")
        body = {
            "kind": kind,
            "effective_on": days.get(case, DAY),
            "basis": "某政函〔2026〕12号批复",
            "parts": parts,
            **rest,
        }
        drafted = await world.post(office, CHANGES, body, on=at(DAY, 8))
        path = f"{CHANGES}/{drafted['id']}/confirmation"
        done[case] = await world.post(confirming, path, {}, on=at(DAY, 8))
    await world.heard()
    return done


async def tell(world: World) -> Told:
    """Tell everything before the changes, and let all of them take effect."""
    regions = ABOVE | COUNTIES
    for place in (*PLACES.values(), *NEIGHBOURS):
        regions |= place.regions
    bodies = {code: (name, COUNTY) for code, name in BODIES.items()}
    bodies |= {f"S{county[2:6]}": ("统计局", county) for county in COUNTIES}
    bodies |= {place.unit: (f"{place.name}人民政府", place.code) for place in PLACES.values()}
    await world.named(regions, bodies)
    for body in ("ZXJ", "ZHB", "NB", "LCJ"):
        await world.account(f"officer-{body.lower()}", Role.DEPARTMENT, COUNTY, body)
    forms = dict(zip(COUNTIES, await together(prepare(world, county) for county in COUNTIES), strict=True))
    await together(place.told(world, forms[place.county]) for place in PLACES.values())

    async def counted() -> bool:
        boards = [await world.board(county, on=EVE) for county in COUNTIES]
        return sum(charged(row) for board in boards for row in board["items"]) == len(PLACES)

    await eventually(counted, 60)
    before = {county: await world.board(county, on=EVE) for county in COUNTIES}
    return Told(world, before, await change(world))
