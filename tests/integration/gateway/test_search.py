"""One search: places and bodies however they are typed, rules, and the records of the services that one may see."""

from countykit.identity import Role

from .conftest import COUNTY, MONDAY, TOWNSHIP

OTHER, VILLAGE = "990101002000", "990101001201"


async def search(desk, words, *who, **options):
    async with desk.client(*who, **options) as client:
        answer = await client.get("/api/search", params={"q": words})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_village_is_found_by_part_pinyin_initials_and_code(desk):
    village = {"code": VILLAGE, "name": "柳河村", "level": "village", "within": "青石镇 丙县", "ended": False}
    for words in ("柳河", "河村", "liuhe", "LIUHECUN", "lhc", "lh", VILLAGE, VILLAGE[:11]):
        assert (await search(desk, words, Role.TOWNSHIP, TOWNSHIP))["places"] == [village], words


async def test_larger_places_stand_before_smaller_ones_and_renamed_ones_are_found_by_the_new_name(desk):
    async with desk.client(Role.COUNTY_OFFICE) as office:
        rows = "区划代码,名称\n990101003000,柳河镇\n990101001201,新柳河村\n"
        renamed = await office.post(
            "/api/directory/v1/regions/import", files={"file": ("r.csv", rows.encode(), "text/csv")}
        )
        assert renamed.status_code == 200, renamed.text
        listed = await office.get("/api/directory/v1/regions", params={"q": "xlh"})
    found = await search(desk, "柳河", Role.COUNTY_OFFICE)
    assert [place["name"] for place in found["places"]] == ["柳河镇", "新柳河村"]
    assert [place["name"] for place in listed.json()["items"]] == ["新柳河村"]
    assert (await search(desk, "lhc", Role.COUNTY_OFFICE))["places"] == []


async def test_bodies_are_found_and_those_that_are_no_more_stand_last(desk):
    async with desk.client(Role.COUNTY_OFFICE) as office:
        for code, name, active in (("MZJ2", "县民政局(旧)", False), ("MZJ", "县民政局", True)):
            entry = {"code": code, "name": name, "home": COUNTY, "active": active}
            assert (await office.post("/api/directory/v1/departments", json=entry)).status_code == 201
        listed = await office.get("/api/directory/v1/departments", params={"q": "xmzj"})
    found = await search(desk, "mzj", Role.VILLAGE, VILLAGE)
    assert [(body["code"], body["active"]) for body in found["bodies"]] == [("MZJ", True), ("MZJ2", False)]
    assert {body["code"] for body in listed.json()["items"]} == {"MZJ", "MZJ2"}


async def test_rules_are_found_by_code_and_by_what_they_say(desk):
    by_code = await search(desk, "lst-03", Role.VILLAGE, VILLAGE)
    assert ([rule["code"] for rule in by_code["rules"]], by_code["more"]) == (["LST-03"], [])
    async with desk.client(Role.VILLAGE, VILLAGE) as village:
        fewer = (await village.get("/api/search", params={"q": "lst-", "limit": 5})).json()
    assert (len(fewer["rules"]), fewer["more"]) == (5, ["rules"])
    by_text = await search(desk, by_code["rules"][0]["name"][:4], Role.VILLAGE, VILLAGE)
    assert "LST-03" in [rule["code"] for rule in by_text["rules"]]


async def test_a_letter_is_found_by_its_number_by_those_who_may_read_it(desk):
    letter = await desk.letter()
    found = await search(desk, letter["number"], Role.TOWNSHIP, TOWNSHIP)
    first = found["records"][0]
    assert (first["kind"], first["title"], first["number"], first["rank"]) == (
        "letters", "提醒整改函", letter["number"], 0,
    )  # fmt: skip
    async with desk.client(Role.TOWNSHIP, TOWNSHIP) as township:
        assert (await township.get(first["href"])).json()["id"] == letter["id"]
    assert {record["kind"] for record in found["records"]} == {"letters", "rectifications"}
    for who in ((Role.TOWNSHIP, OTHER), (Role.VILLAGE, VILLAGE)):
        assert (await search(desk, letter["number"], *who))["records"] == []


async def test_a_report_is_found_by_its_reporter_and_not_by_the_accused_before_the_verdict(desk):
    report = {"title": "要求村里代办宽带", "department": "WLJ", "occurred_on": "2025-03-01"}
    await desk.post("/api/checklist/v1/imposed-tasks", report, Role.VILLAGE, VILLAGE, sub="liu")
    mine = await search(desk, "代办宽带", Role.VILLAGE, VILLAGE, sub="liu", at=MONDAY)
    assert [(record["kind"], record["region"]) for record in mine["records"]] == [("imposed-tasks", None)]
    accused = await search(desk, "代办宽带", Role.DEPARTMENT, COUNTY, department="WLJ", at=MONDAY)
    assert accused["records"] == []


async def test_services_that_are_away_are_named_and_too_short_words_refused(desk):
    found = await search(desk, "柳河", Role.COUNTY_OFFICE)
    assert {missing["service"] for missing in found["missing"]} == {"certificate", "report", "signage"}
    async with desk.client(Role.COUNTY_OFFICE) as office:
        short = await office.get("/api/search", params={"q": " 柳 "})
    assert (short.status_code, short.json()["code"]) == (422, "invalid_request")
    async with desk.gateway.client() as anybody:
        assert (await anybody.get("/api/search", params={"q": "柳河"})).status_code == 401
