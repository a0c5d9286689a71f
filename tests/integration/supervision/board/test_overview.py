"""The county's figures and the live stream through a running supervision-svc."""

import asyncio

import orjson
import pytest
from contracts import checklist, signage
from countykit.identity import Role

from tests.waiting import eventually

COUNTY = "990177000000"
GOOD, BAD = "990177001000", "990177002000"


async def test_every_figure_is_computed_from_events(told):
    told.tell(
        checklist.EditionPublished(
            number=1, effective_from="2026-01-01", duty=10, assist=60, assist_categories=20, negative=13
        ), COUNTY,
    )  # fmt: skip
    told.tell(
        checklist.EditionPublished(
            number=2, effective_from="2026-06-01", duty=12, assist=63, assist_categories=20, negative=13
        ), COUNTY, days_ago=29,
    )  # fmt: skip
    told.tell(signage.SpecTablePublished(number=1, rows=15), "000000000000")
    await told.hear()
    overview = (await told.get("/v1/overview")).json()
    figures = overview["figures"]
    assert (overview["townships"], overview["villages"]) == (8, 16)
    assert [figures[f"list_{kind}"] for kind in ("duty", "assist", "assist_categories", "negative")] == [12, 63, 20, 13]
    assert figures["specs"] == 15
    assert (figures["groups_registered"], figures["groups_cleaned"], figures["groups_retained"]) == (12, 6, 6)
    assert (figures["plaques_flagged"], figures["plaques_disposed"], figures["disposals_verified"]) == (30, 30, 30)
    assert figures["plaques_removed_or_replaced"] == figures["plaques_removed"] + figures["plaques_replaced"] == 30
    assert (figures["rectifications_open"], figures["rectifications_overdue_open"]) == (1, 1)
    assert (figures["certificates_issued"], figures["good_practices"], figures["imposed_tasks"]) == (150, 6, 1)
    earlier = (await told.get("/v1/overview", as_of="2026-05-31")).json()["figures"]
    assert (earlier["list_duty"], earlier["groups_registered"]) == (10, 12)


async def test_a_township_sees_its_own_figures(told):
    figures = (await told.get("/v1/overview", Role.TOWNSHIP, GOOD)).json()["figures"]
    assert (figures["groups_registered"], figures["imposed_tasks"]) == (2, 0)
    assert (await told.get("/v1/overview", Role.VILLAGE, "990177001201")).status_code == 403


@pytest.mark.parametrize(("step", "periods", "filled"), [("month", 3, 1), ("ten_day", 4, 1)])
async def test_a_series_has_no_gaps_and_ends_at_the_stock(told, step, periods, filled):
    series = (await told.get("/v1/overview/series", figure="plaques_disposed", step=step, periods=periods)).json()
    values = [item["value"] for item in series["items"]]
    assert len(values) == periods
    assert (sum(values), sum(value > 0 for value in values)) == (30, filled)
    assert series["items"][-1]["cumulative"] == 30
    assert series["items"][-1]["period"] == ("2026-06-01" if step == "month" else "2026-06-21")


async def test_an_unknown_figure_is_refused(county):
    answer = await county.get("/v1/overview/series", figure="logins")
    assert (answer.status_code, answer.json()["code"]) == (422, "figure_unknown")


async def test_the_heat_map_shows_each_township_at_each_action(told):
    rows = (await told.get("/v1/overview/heatmap")).json()["items"]
    assert [row["region"] for row in rows] == sorted(row["region"] for row in rows)
    assert len(rows) == 8
    bad = next(row for row in rows if row["region"] == BAD)
    scores = {cell["action"]: cell["score"] for cell in bad["cells"]}
    assert scores["certificates"] == "100.00"
    assert float(scores["work"]) < 100


def told_by(stream):
    """The townships of the board events in a finished stream."""
    blocks = [block.split("\n") for block in stream.split("\n\n") if block.startswith("event: board")]
    return [orjson.loads(block[1].removeprefix("data: "))["townships"] for block in blocks]


async def listen_while(county, act, role=Role.COUNTY_OFFICE, region=COUNTY):
    listening = asyncio.create_task(county.get("/v1/board/stream", role, region))
    changes = county.svc.app.state.changes
    # A page that is open has been greeted: from then on it hears of every change.
    await eventually(lambda: changes.listening and all(page.ready.is_set() for page in changes._listeners))
    await act()
    answer = await listening
    assert answer.headers["content-type"].startswith("text/event-stream")
    return answer.text


async def test_a_change_reaches_the_open_page_within_its_short_life_and_only_once(make_county):
    county = await make_county(stream_seconds=2)
    message = county.tell(checklist.GroupRegistered(platform="qq"), GOOD)

    async def twice():
        await county.hear([message])
        await county.hear([message])

    stream = await listen_while(county, twice)
    assert "event: hello" in stream
    assert told_by(stream) == [[GOOD]]


async def test_an_open_page_is_sent_elsewhere_when_the_process_is_to_stop(make_county):
    county = await make_county(stream_seconds=600)

    async def stop():
        for farewell in county.svc.app.state.farewells:
            farewell()

    async with asyncio.timeout(10):
        stream = await listen_while(county, stop)
    assert "event: hello" in stream
    assert told_by(stream) == []


async def test_a_township_hears_nothing_of_its_neighbours(make_county):
    county = await make_county(stream_seconds=1.5)
    messages = [county.tell(checklist.GroupRegistered(platform="qq"), town) for town in (GOOD, BAD)]

    async def act():
        await county.hear(messages)

    assert told_by(await listen_while(county, act, Role.TOWNSHIP, GOOD)) == [[GOOD]]


async def test_an_open_page_holds_no_database_connection(make_county):
    county = await make_county(stream_seconds=2, database_pool_size=3)

    async def act():
        answers = await asyncio.gather(*(county.get("/v1/board") for _ in range(6)))
        assert {answer.status_code for answer in answers} == {200}

    streams = [asyncio.create_task(county.get("/v1/board/stream")) for _ in range(20)]
    await listen_while(county, act)
    assert {stream.status_code for stream in await asyncio.gather(*streams)} == {200}
    assert county.svc.app.state.changes.listening == 0
