"""What must hold of regions after each of the cases, `rc01` to `rc20`."""

from typing import Any

from countykit.identity import Role

from tests.integration.county.told import (
    COUNTY,
    EVE,
    OFFICE,
    PLACES,
    Told,
    charged,
    exposure,
)
from tests.integration.county.township import AFTER, DAY, LETTERS, PLAQUES
from tests.integration.county.world import COUNTRY, DIRECTORY, Who


async def rc01(told: Told) -> None:
    await told.continues("RC01", "990101101000", "990101101201")
    moved = {each["kind"]: each["count"] for each in told.changes["RC01"]["effects"]["records"]}
    assert {kind: moved[kind] for kind in ("plaque", "arrangement", "letter")} == dict.fromkeys(
        ("plaque", "arrangement", "letter"), 1
    )


async def rc02(told: Told) -> None:
    place, heir = PLACES["RC02"], "990101003000"
    await place.passes_on(told.world, heir, "990101003211")
    row, board = await told.row(heir), await told.world.board(COUNTY, on=AFTER)
    assert row is not None
    assert (charged(row), row["villages"]) == (0, 3), "the neighbour inherits no past"
    assert 2 < exposure(row) < 3, "the villages count from the day on"
    ended = next(each for each in board["ended"] if each["region"] == place.code)
    assert (ended["ended_on"], ended["successors"]) == (DAY, [heir])
    unit = await told.name(place.unit, "departments")
    assert unit["home"] == heir


async def rc03(told: Told) -> None:
    world, place, new = told.world, PLACES["RC03"], "990101005000"
    clerk, secretary = Who(username=place.clerk), Who(username=place.secretary)
    await place.letter_passes(world, clerk)
    await place.form_goes_on(world, secretary, "990101005202")
    await place.papers_hold(world, secretary, "990101005202")
    fresh = await world.account("rc03", Role.TOWNSHIP, new)
    await place.board_comes_back(world, fresh, "990101005202")
    board = f"{PLAQUES}/{place.records['board']['id']}"
    assert (await world.send(clerk, "GET", board, on=AFTER)).status_code == 404, "the village's records went with it"
    rows = [await told.row(code) for code in (place.code, new)]
    assert [row and (charged(row), row["villages"]) for row in rows] == [(1, 1), (0, 1)]


async def moved(told: Told, case: str, heir: str, village: str) -> None:
    """A village goes to another township: what is about it goes along, what was the township's stays."""
    world, place = told.world, PLACES[case]
    clerk, secretary = Who(username=place.clerk), Who(username=place.secretary)
    await place.letter_passes(world, clerk)
    await place.form_goes_on(world, secretary, village)
    await place.papers_hold(world, secretary, village)
    there = await world.account(case.lower(), Role.TOWNSHIP, heir)
    await place.board_comes_back(world, there, village)
    visit = f"/api/supervision/v1/visits/{place.records['visit']['id']}"
    assert (await world.send(clerk, "GET", visit, on=AFTER)).status_code == 404
    assert (await world.send(there, "GET", visit, on=AFTER)).status_code == 200
    rows = [await told.row(code) for code in (place.code, heir)]
    assert [row and (charged(row), row["villages"]) for row in rows] == [(1, 1), (0, 2)]


async def rc04(told: Told) -> None:
    await moved(told, "RC04", "990101007000", "990101007202")


async def within(told: Told, case: str, village: str) -> None:
    """The township stays, one village of it is another one now."""
    place = PLACES[case]
    await place.passes_on(told.world, place.code, village)
    row = await told.row(place.code)
    assert row is not None
    assert charged(row) == 1


async def rc05(told: Told) -> None:
    await within(told, "RC05", "990101008210")
    place = PLACES["RC05"]
    row = await told.row(place.code)
    assert row is not None
    assert row["villages"] == 1
    assert 1 < exposure(row) < 3
    path = "/api/report/v1/filing-statistics"
    told_of = await told.world.get(OFFICE, path, on=AFTER, region=place.code, year=2026)
    periods = {each["period"]: (each["expected"], each["actual"]) for each in told_of["items"]}
    assert periods == {"2026-06": (1, 1), "2026-07": (1, 1)}, "three villages are one, and are asked once"


async def rc06(told: Told) -> None:
    await within(told, "RC06", "990101009001")
    assert (await told.name("990101009001"))["name"] == "庚社区"


async def rc07(told: Told) -> None:
    await within(told, "RC07", "990101010201")
    row = await told.row(PLACES["RC07"].code)
    assert row is not None
    assert row["villages"] == 1


async def rc08(told: Told) -> None:
    village = PLACES["RC08"].village
    await within(told, "RC08", village)
    assert (await told.name(village))["name"] == "张家村"
    assert await told.lineage(village) == [], "no second village came to be"


async def rc09(told: Told) -> None:
    await within(told, "RC09", "990101012231")
    assert (await told.name("990101012231"))["name"] == (await told.name(PLACES["RC09"].village))["name"]


async def another_code(told: Told, case: str, county: str) -> None:
    """A whole county gets another code: everything goes on, its catalogue and its past boards too."""
    place = PLACES[case]
    await told.continues(case, f"{county[:6]}001000", f"{county[:6]}001201")
    catalogue = await told.world.get(Who(username=place.clerk), "/api/report/v1/catalogues/2026", on=AFTER)
    assert (catalogue["region"], len(catalogue["forms"])) == (place.county, 1)
    past = await told.world.board(county, on=AFTER, as_of=EVE.date().isoformat())
    assert [row["region"] for row in past["items"]] == [place.code], "a past board has the map of its day"


async def rc10(told: Told) -> None:
    await another_code(told, "RC10", "990122000000")
    assert (await told.name("990122000000"))["name"] == "青山区"


async def rc11(told: Told) -> None:
    await another_code(told, "RC11", "990183000000")


async def rc12(told: Told) -> None:
    await another_code(told, "RC12", "990204000000")
    letter = f"{LETTERS}/{PLACES['RC12'].records['letter']['id']}"
    for city, sees in (("990100000000", 404), ("990200000000", 200)):
        observer = await told.world.account(f"city{city[:4]}", Role.OBSERVER, city)
        assert (await told.world.send(observer, "GET", letter, on=AFTER)).status_code == sees


async def rc13(told: Told) -> None:
    """Whose village it is says its code, wherever it lies."""
    place = PLACES["RC09"]
    visit = await told.world.get(OFFICE, f"/api/supervision/v1/visits/{place.records['visit']['id']}", on=AFTER)
    assert visit["region"][:9] == place.code[:9]


async def rc14(told: Told) -> None:
    await moved(told, "RC14", "990101501000", "990101501201")


async def rc15(told: Told) -> None:
    row = await told.row("990101401000")
    assert row is not None
    assert row["villages"] == 1, "a company of a farm counts as a village"


async def imported(told: Told, table: str) -> Any:
    """What an import of regions answers."""
    async with told.world.gateway.client(Role.OPERATOR, region=COUNTRY) as operator:
        return await operator.post(f"{DIRECTORY}/regions/import", files={"file": ("t.csv", table.encode())})


async def rc16(told: Told) -> None:
    table = "code,name,level\n35,福建省,\n3505,泉州市,\n350527,金门县,county\n"
    table += "350527000,金门县,township\n350527000000,金门县,village\n"
    answer = await imported(told, table)
    assert answer.status_code == 200, answer.text
    assert (await told.name("350527000000"))["level"] == "county"
    found = await told.world.get(Who(Role.OPERATOR), f"{DIRECTORY}/regions", on=AFTER, parent="350527000000")
    assert found["items"] == [], "no township of that name, and no village"


async def rc17(told: Told) -> None:
    answer = await imported(told, "code,name\n44,广东省\n4419,东莞市\n441900003,东城街道\n")
    assert answer.status_code == 200, answer.text
    assert (await told.name("441900003000"))["parent"] == "441900000000"


async def rc18(told: Told) -> None:
    await told.continues("RC18", "990101215000", "990101215201")
    assert (await told.name("990101215000"))["name"] == "丑彝族乡"


async def rc19(told: Told) -> None:
    answer = await imported(told, "code,name\n990101007255,争议村\n990101007255,两争村\n")
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused"), answer.text
    assert [error["code"] for error in answer.json()["errors"]] == ["duplicate"]
    missing = await told.world.send(Who(Role.OPERATOR), "GET", f"{DIRECTORY}/regions/990101007255", on=AFTER)
    assert missing.status_code == 404


async def rc20(told: Told) -> None:
    change = told.changes["RC20"]
    assert (change["stated_on"], change["effective_on"]) == ("2026-06-01", DAY)
    await told.continues("RC20", "990101116000", "990101116201")
