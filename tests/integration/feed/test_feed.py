"""Reading the event log by cursor."""

import asyncio

import orjson
import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from cloudevents.core.formats.json import JSONFormat
from contracts.checklist import GroupRegistered
from contracts.signage import PlaqueRemoved
from countykit.identity import Role
from countykit.testing import message_of
from gateway.webhooks import fan_out
from gateway.webhooks.deliveries import repository as deliveries
from servicekit.transaction import Context

from tests.waiting import eventually

from .conftest import COUNTY, EVENTS, OTHER_COUNTY, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE

BLOCKED = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
BATCH, LINES = "application/cloudevents-batch+json", "application/x-ndjson"


async def test_every_form_of_a_page_carries_the_bytes_of_the_bus(feed):
    bodies = await feed.happen(3)
    page = await feed.get()
    assert page.headers["content-type"] == "application/json"
    assert page.content.startswith(b'{"items":[' + b",".join(bodies) + b'],"next":"')
    assert (await feed.get(accept=BATCH)).content == b"[" + b",".join(bodies) + b"]"
    lines = await feed.get(accept=LINES)
    assert lines.headers["content-type"] == LINES
    assert lines.content == b"\n".join(bodies) + b"\n"
    assert lines.headers["x-next-cursor"] == page.json()["next"]
    assert lines.headers["x-more"] == "false"


async def test_the_official_sdk_reads_what_the_feed_gives(feed):
    [body] = await feed.happen()
    lines = (await feed.get(accept=LINES)).content
    event = from_structured_event(
        HTTPMessage({"content-type": "application/cloudevents+json"}, lines.strip()), JSONFormat()
    )
    assert event.get_id() == orjson.loads(body)["id"]
    assert event.get_type() == "checklist.group.registered.v1"
    assert event.get_extension("region") == TOWNSHIP
    assert event.get_data() == {"platform": "wechat", "after_baseline": False, "owner": None}


async def test_an_empty_log_has_a_cursor_to_come_back_with(feed):
    for accept, empty in (("application/json", None), (BATCH, b"[]"), (LINES, b"")):
        answer = await feed.get(accept=accept)
        assert answer.status_code == 200
        assert empty is None or answer.content == empty
    page = (await feed.get()).json()
    assert (page["items"], page["more"]) == ([], False)
    [body] = await feed.happen()
    assert await feed.ids(after=page["next"]) == [orjson.loads(body)["id"]]


async def test_pages_follow_each_other_without_repetition_or_gap(feed):
    expected = [orjson.loads(body)["id"] for body in await feed.happen(7)]
    seen, query = [], {}
    while True:
        page = (await feed.get(limit=3, **query)).json()
        seen += [event["id"] for event in page["items"]]
        query = {"after": page["next"]}
        if not page["more"]:
            break
    assert seen == expected
    assert await feed.ids(**query) == []


async def test_the_link_header_leads_to_the_next_page(feed):
    await feed.happen(3)
    async with feed.client() as client:
        first = await client.get(EVENTS, params={"limit": 2, "types": "checklist.*", "latest": 3})
        second = await client.get(first.links["next"]["url"])
    assert [len(first.json()["items"]), len(second.json()["items"])] == [2, 1]


async def test_a_cursor_never_skips_an_event_that_commits_late(feed):
    database = feed.svc.database
    messages = [message_of(GroupRegistered(platform="wechat"), region=TOWNSHIP) for _ in range(2)]
    async with asyncio.TaskGroup() as group:
        async with database.transaction(Context.of_system("test")) as slow:
            await deliveries.lock(slow)
            await deliveries.store(slow, fan_out.GROUP, fan_out._decoded(messages[:1]))
            quick = group.create_task(feed.store(messages[1]))
            await eventually(lambda: feed.query(BLOCKED))
            assert not quick.done()
            early = (await feed.get()).json()
        await quick
    assert early["items"] == []
    late = (await feed.get(after=early["next"])).json()
    assert [event["id"] for event in late["items"]] == [orjson.loads(message.value)["id"] for message in messages]


async def test_a_cursor_behind_which_events_were_dropped_is_gone_and_names_the_earliest(feed):
    await feed.happen(4)
    cursor = (await feed.get(limit=1)).json()["next"]
    await feed.query("DELETE FROM event_log WHERE position <= (SELECT min(position) + 1 FROM event_log)")
    answer = await feed.get(after=cursor)
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_gone")
    left = await feed.ids(after=answer.json()["earliest"])
    assert len(left) == 2
    assert left == await feed.ids()


async def test_a_cursor_at_the_edge_of_what_is_kept_goes_on(feed):
    await feed.happen(3)
    cursor = (await feed.get(limit=1)).json()["next"]
    await feed.query("DELETE FROM event_log WHERE position = (SELECT min(position) FROM event_log)")
    assert len(await feed.ids(after=cursor)) == 2


async def test_a_cursor_from_before_a_restored_backup_is_refused_instead_of_going_silent(feed):
    await feed.happen(3)
    cursor = (await feed.get()).json()["next"]
    await feed.query("DELETE FROM event_log WHERE position = (SELECT max(position) FROM event_log)")
    assert (await feed.get(after=cursor)).status_code == 410


@pytest.mark.parametrize("cursor", ["x", "AAAAAAAAAAAA", "AQAAAAAAAAAA====", "AgAAAAAAAAAB", "AX__________", "中文"])
async def test_what_is_no_cursor_of_ours_is_refused(feed, cursor):
    answer = await feed.get(after=cursor)
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


async def test_types_and_regions_narrow_the_feed(feed):
    await feed.happen(1)
    await feed.happen(1, event=PlaqueRemoved(), region=VILLAGE)
    await feed.happen(1, event=PlaqueRemoved(), region=OTHER_TOWNSHIP)
    assert len(await feed.ids(types="signage.*")) == 2
    assert len(await feed.ids(types="signage.plaque.*", region=TOWNSHIP)) == 1
    assert len(await feed.ids(types="signage.plaque.removed.v1,checklist.*")) == 3
    assert len(await feed.ids(types=["signage.*", "checklist.group.registered.v1"])) == 3


async def test_an_underscore_in_a_type_stands_for_itself(feed):
    await feed.query("""
        INSERT INTO event_log SELECT nextval('event_log_position_seq'), now(), gen_random_uuid(), type, '990101001000',
            now(), 'plaques/1', '{"id":"1"}' FROM unnest(ARRAY['signage.spec_table.published.v1',
            'signage.specxtable.published.v1']) AS t(type)
    """)
    assert len(await feed.ids(types="signage.spec_table.*")) == 1


async def test_a_filter_that_fits_no_type_is_refused(feed):
    answer = await feed.get(types="signage.*,nonsense.*")
    assert (answer.status_code, answer.json()["code"], answer.json()["types"]) == (
        422,
        "event_type_unknown",
        ["nonsense.*"],
    )


async def test_a_region_outside_of_the_readers_own_is_refused(feed):
    assert (await feed.get(region=OTHER_COUNTY)).status_code == 403


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.VILLAGE, Role.DEPARTMENT])
async def test_townships_villages_and_departments_do_not_read_the_feed(feed, role):
    assert (await feed.get(role)).status_code == 403


async def test_an_anonymous_caller_is_asked_to_sign_in(feed):
    async with feed.svc.client() as client:
        assert (await client.get(EVENTS)).status_code == 401


async def test_a_ticker_begins_with_the_latest_events_or_from_now_on(feed):
    ids = [orjson.loads(body)["id"] for body in await feed.happen(5)]
    await feed.happen(2, region=OTHER_COUNTY)
    page = (await feed.get(latest=2)).json()
    assert [event["id"] for event in page["items"]] == ids[-2:]
    now = (await feed.get(latest=0)).json()
    assert now["items"] == []
    [body] = await feed.happen()
    assert await feed.ids(after=now["next"]) == await feed.ids(after=page["next"]) == [orjson.loads(body)["id"]]


async def test_a_filter_that_fits_little_reads_through_the_log_and_says_where_it_is(feed):
    await feed.happen(1)
    await feed.query("""
        INSERT INTO event_log SELECT nextval('event_log_position_seq'), now(), gen_random_uuid(),
            'checklist.group.registered.v1', '990101001000', now(), 'groups/1', '{}' FROM generate_series(1, 60000)
    """)
    [body] = await feed.happen(1, event=PlaqueRemoved())
    page = (await feed.get(types="signage.*")).json()
    assert [event["id"] for event in page["items"]] == [orjson.loads(body)["id"]]
    assert page["more"] is False


async def test_a_short_page_within_a_window_does_not_end_the_feed(feed):
    await feed.query("""
        INSERT INTO event_log SELECT nextval('event_log_position_seq'), now(), gen_random_uuid(),
            'checklist.group.registered.v1', CASE WHEN n IN (1, 110000) THEN '990101001000' ELSE '990102000000' END,
            now(), 'groups/1', convert_to('{"id":"' || n || '"}', 'UTF8') FROM generate_series(1, 110000) AS s(n)
    """)
    first = (await feed.get()).json()
    assert ([event["id"] for event in first["items"]], first["more"]) == (["1"], True)
    assert await feed.ids(after=first["next"]) == ["110000"]


async def test_limits_of_the_parameters_are_kept(feed):
    for query in ({"limit": 5001}, {"limit": 0}, {"wait": 61}, {"region": "99"}, {"latest": 201}):
        assert (await feed.get(**query)).status_code == 422


async def test_the_country_reads_everything_and_a_county_only_its_own(feed):
    await feed.happen(1, region=COUNTY)
    await feed.happen(1, region=OTHER_COUNTY)
    assert len(await feed.ids(Role.OBSERVER, "")) == 2
    assert len(await feed.ids()) == 1
