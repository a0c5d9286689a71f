"""Completeness and timeliness per township and period."""

KEYS = ("township", "period", "expected", "actual", "on_time", "complete", "completeness", "timeliness", "closed")


async def read(client, **params):
    answer = await client.get("/v1/filing-statistics", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rows(document):
    return [tuple(item[key] for key in KEYS) for item in document["items"]]


async def test_townships_are_measured_by_expected_actual_punctual_and_complete_filings(county):
    form = await county.catalogued()
    first, second = await county.arranged(form), await county.arranged(form, region=county.OTHER)
    await county.file(first, county.VILLAGES[0])
    await county.file(first, county.VILLAGES[1], on="2025-02-11", values={"常住人口": 3})
    await county.file(second, county.FAR_VILLAGE, period="2025-02", on="2025-02-12")
    async with county.office("2025-02-12") as client:
        document = await read(client, year=2025)
        closed = await read(client, closed=True)
    assert rows(document) == [
        (county.TOWNSHIP, "2025-01", 3, 2, 1, 1, "0.3333", "0.3333", True),
        (county.TOWNSHIP, "2025-02", 3, 0, 0, 0, "0.0000", "0.0000", False),
        (county.OTHER, "2025-01", 1, 0, 0, 0, "0.0000", "0.0000", True),
        (county.OTHER, "2025-02", 1, 1, 1, 1, "1.0000", "1.0000", False),
    ]
    assert document["total"] == {
        "expected": 8, "actual": 3, "on_time": 2, "complete": 2, "completeness": "0.2500", "timeliness": "0.2500"
    }  # fmt: skip
    assert (closed["total"]["expected"], closed["year"], closed["region"]) == (4, 2025, county.REGION)


async def test_forms_are_told_apart_and_summed_up(county):
    one = await county.decided(await county.proposed("XB01"))
    two = await county.decided(await county.proposed("XB02", "AGRI"))
    await county.published()
    await county.arranged(one, villages=[county.VILLAGES[0]])
    await county.arranged(two)
    async with county.township(on="2025-01-20") as client:
        both, single = await read(client), await read(client, form="XB02")
    assert ([item["expected"] for item in both["items"]], [item["expected"] for item in single["items"]]) == ([4], [3])
    async with county.department("AGRI", on="2025-01-20") as client:
        assert [item["expected"] for item in (await read(client))["items"]] == [3]


async def test_nothing_expected_gives_no_rate_instead_of_a_perfect_one(county):
    async with county.office() as client:
        document = await read(client)
    assert (document["items"], document["total"]["completeness"], document["total"]["timeliness"]) == ([], None, None)


async def test_what_a_stopped_form_did_not_live_to_see_is_not_expected(county):
    form = await county.catalogued()
    await county.arranged(form)
    await county.decided(form, "stop", on="2025-02-20")
    async with county.office("2025-04-20") as client:
        assert [item["period"] for item in (await read(client))["items"]] == ["2025-01"]


async def test_a_form_on_event_expects_what_came(county):
    form = await county.catalogued(frequency="on_event")
    arrangement = await county.arranged(form, frequency="on_event", due={"workdays": 3})
    await county.file(arrangement, period="2025-01-20", on="2025-02-07")
    async with county.office("2025-02-08") as client:
        assert rows(await read(client)) == [(county.TOWNSHIP, "2025-01-20", 1, 1, 0, 1, "1.0000", "0.0000", True)]


async def test_a_township_reads_its_own_figures_and_a_village_none(county):
    await county.arranged()
    async with county.township(county.OTHER, on="2025-01-20") as client:
        assert (await read(client))["items"] == []
        elsewhere = await client.get("/v1/filing-statistics", params={"region": county.TOWNSHIP})
        county.refused(elsewhere, 403, "forbidden")
    async with county.village() as client:
        county.refused(await client.get("/v1/filing-statistics"), 403, "forbidden")
    async with county.svc.client("observer", region="99", at=county.at("2025-01-20")) as client:
        county.refused(await client.get("/v1/filing-statistics"), 422, "region_too_wide")
        assert len((await read(client, region=county.REGION))["items"]) == 1
