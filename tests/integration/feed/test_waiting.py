"""Long polls."""

import asyncio
import time

import orjson
from contracts.signage import PlaqueRemoved

from tests.waiting import eventually

from .conftest import OTHER_TOWNSHIP


async def test_a_waiting_reader_gets_the_event_when_it_comes(feed):
    watch = feed.svc.app.state.feed_watch
    waiting = asyncio.create_task(feed.get(wait=30))
    await eventually(lambda: watch.waiting == 1)
    [body] = await feed.happen()
    began = time.monotonic()
    page = (await waiting).json()
    assert [event["id"] for event in page["items"]] == [orjson.loads(body)["id"]]
    assert time.monotonic() - began < 5


async def test_a_reader_who_waits_in_vain_gets_an_empty_page_and_a_cursor_that_misses_nothing(feed):
    began = time.monotonic()
    page = (await feed.get(wait=0.5)).json()
    assert (page["items"], page["more"]) == ([], False)
    assert time.monotonic() - began >= 0.5
    await feed.happen()
    assert len(await feed.ids(after=page["next"])) == 1


async def test_waiting_readers_are_answered_when_the_process_is_to_stop(feed):
    waiting = asyncio.create_task(feed.get(wait=30))
    await eventually(lambda: feed.svc.app.state.feed_watch.waiting == 1)
    began = time.monotonic()
    for farewell in feed.svc.app.state.farewells:
        farewell()
    assert (await waiting).json()["items"] == []
    assert time.monotonic() - began < 5


async def test_waiting_readers_hold_no_connection_and_share_one_look_at_the_log(start_feed):
    feed = await start_feed(database_pool_size=1)
    watch = feed.svc.app.state.feed_watch
    waiting = [asyncio.create_task(feed.get(wait=30)) for _ in range(40)]
    await eventually(lambda: watch.waiting == 40)
    assert await feed.ids() == []
    await feed.happen()
    answers = await asyncio.gather(*waiting)
    assert [len(answer.json()["items"]) for answer in answers] == [1] * 40
    await eventually(watch._task.done)


async def test_only_the_readers_that_want_an_event_are_woken(feed):
    watch = feed.svc.app.state.feed_watch
    plaques = asyncio.create_task(feed.get(types="signage.*", wait=30))
    elsewhere = asyncio.create_task(feed.get(region=OTHER_TOWNSHIP, wait=4))
    await eventually(lambda: watch.waiting == 2)
    await feed.happen()
    [(position,)] = await feed.query("SELECT max(position) FROM event_log")
    await eventually(lambda: all(waiter.after >= position for waiter in watch._waiters))  # it has looked
    assert watch.waiting == 2
    await feed.happen(event=PlaqueRemoved())
    assert len((await plaques).json()["items"]) == 1
    nothing = (await elsewhere).json()
    assert nothing["items"] == []
    await feed.happen(region=OTHER_TOWNSHIP)
    assert len(await feed.ids(region=OTHER_TOWNSHIP, after=nothing["next"])) == 1


async def test_what_comes_between_the_look_and_the_wait_is_not_missed(feed):
    """Writers and a reader race; the reader, always waiting, sees everything once and in order."""
    seen, cursor = [], None

    async def read():
        nonlocal cursor
        while len(seen) < 60:
            page = (await feed.get(wait=20, **({"after": cursor} if cursor else {}))).json()
            seen.extend(event["id"] for event in page["items"])
            cursor = page["next"]

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        group.create_task(read())
        for _ in range(60):
            await feed.happen()
    stored = await feed.query("SELECT event_id::text FROM event_log ORDER BY position")
    assert seen == [row["event_id"] for row in stored]
