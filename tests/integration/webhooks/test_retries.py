"""Failing receivers: retries, recovery, disabling."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web
from contracts.gateway import DeliveryExhausted, EndpointDisabled, EndpointFailing, EndpointRecovered
from gateway.webhooks.chores import run_chores

from tests.waiting import eventually


async def arrived(receiver, count=1):
    async def check():
        return len(receiver.got) >= count

    await eventually(check)
    return receiver.got


async def test_a_failed_delivery_is_tried_again_under_the_same_id_with_a_new_timestamp_and_the_same_body(
    integration, receiver
):
    await integration.enabled(receiver)
    receiver.failing(503)
    [body] = await integration.publish()
    await arrived(receiver, 2)
    receiver.accepting()
    got = await arrived(receiver, 3)
    assert len({received.id for received in got}) == 1
    assert {received.body for received in got} == {body}


@pytest.mark.parametrize("status", [301, 302, 400, 404, 500, 502])
async def test_anything_but_2xx_is_a_failure_and_redirects_are_not_followed(integration, receiver, status):
    endpoint = await integration.enabled(receiver)
    receiver.failing(status, location=receiver.url + "/elsewhere")
    await integration.publish()
    await arrived(receiver, 2)
    assert {received.path for received in receiver.got} == {"/hook"}

    async def noted():
        page = await integration.call("GET", f"/{endpoint['id']}/deliveries")
        detail = await integration.call("GET", f"/{endpoint['id']}/deliveries/{page['items'][0]['event_id']}")
        return detail["tried"]

    tried = (await eventually(noted))[-1]
    assert (tried["status"], tried["outcome"], tried["answer"]) == (status, "failed", "no")


async def test_an_exhausted_delivery_is_given_up_published_and_can_be_sent_again(integration, receiver):
    endpoint = await integration.enabled(receiver)
    receiver.failing()
    await integration.publish()

    async def exhausted():
        return await integration.svc.events(DeliveryExhausted)

    [fact] = await eventually(exhausted)
    assert (fact["data"]["attempts"], fact["region"]) == (4, "990101000000")
    path = f"/{endpoint['id']}/deliveries"
    [delivery] = (await integration.call("GET", path + "?state=exhausted"))["items"]
    assert delivery["event_id"] == fact["data"]["event_id"] == receiver.got[0].id
    receiver.accepting()
    await integration.call("POST", f"{path}/{delivery['event_id']}/resend", status=202)

    async def delivered():
        return (await integration.call("GET", path + "?state=delivered"))["items"]

    await eventually(delivered)
    assert (await integration.call("GET", path + "?state=exhausted"))["items"] == []


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_retry_after_is_honoured_in_both_forms(integration, receiver, form):
    await integration.enabled(receiver)
    asked = "2" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)
    receiver.failing(429, **{"retry-after": asked})
    await integration.publish()
    await arrived(receiver, 1)
    receiver.accepting()
    [first, second] = (await arrived(receiver, 2))[:2]
    assert 1.0 <= second.at - first.at < 6


async def test_410_disables_the_endpoint_and_says_so(integration, receiver):
    endpoint = await integration.enabled(receiver)
    receiver.failing(410)
    await integration.publish()
    found = await integration.state_of(endpoint["id"], "disabled")
    assert "410" in found["reason"]
    [fact] = await integration.svc.events(EndpointDisabled)
    assert fact["data"] == {"cause": "gone"}


async def test_a_server_that_comes_back_gets_its_waiting_retries_at_once_and_in_order(quiet, receiver):
    async with quiet.delivering(webhooks_schedule_seconds=[0, 3600, 3600], webhooks_lease_seconds=3):
        endpoint = await quiet.enabled(receiver, ordering="strict")
        receiver.failing()
        waiting = await quiet.publish(5)
        await arrived(receiver, 5)

        async def noticed():
            return await quiet.query(
                "UPDATE webhook_health SET failing_since = now() - interval '1h' WHERE endpoint_id = $1 RETURNING 1",
                endpoint["id"],
            )

        await eventually(noticed)
        receiver.accepting()
        receiver.got.clear()
        fresh = await quiet.publish(1)
        got = await arrived(receiver, 6)
        assert [received.body for received in got] == fresh + waiting
        assert [fact["data"] for fact in await quiet.svc.events(EndpointRecovered)] == [{"was_disabled": False}]


async def test_what_is_refused_for_itself_keeps_its_schedule_however_often_others_succeed(quiet, receiver):
    async def picky(received):
        return web.Response(status=400 if received.event["sequence"] == 7 else 200)

    async with quiet.delivering(webhooks_schedule_seconds=[0, *[3600] * 9]):
        await quiet.enabled(receiver)
        receiver.answer = picky
        for _ in range(12):
            await quiet.publish(first_sequence=7)

            async def noticed():
                return await quiet.query("SELECT 1 FROM webhook_health WHERE failing_since IS NOT NULL")

            await eventually(noticed)
            [fresh] = await quiet.publish()

            async def delivered(fresh=fresh):
                return fresh in {received.body for received in receiver.got}

            await eventually(delivered)
    tried = Counter(received.id for received in receiver.got if received.event["sequence"] == 7)
    assert len(tried) == 12
    assert max(tried.values()) <= 3


async def test_five_days_of_failure_disable_an_endpoint_after_warnings_at_50_70_and_90_percent(quiet, receiver):
    async with quiet.delivering():
        endpoint = await quiet.enabled(receiver)
    connection = await quiet.svc.database.direct()
    for hours in (10, 60, 61, 84, 108, 120):
        await connection.execute(
            """INSERT INTO webhook_health VALUES ($1, now() - make_interval(hours => $2), 0, 'no')
               ON CONFLICT (endpoint_id) DO UPDATE SET failing_since = excluded.failing_since""", endpoint["id"], hours,
        )  # fmt: skip
        await run_chores(connection, quiet.svc.database, quiet.settings)
    await connection.close()
    percents = [fact["data"]["percent"] for fact in await quiet.svc.events(EndpointFailing)]
    assert percents == [50, 70, 90]
    assert [fact["data"]["cause"] for fact in await quiet.svc.events(EndpointDisabled)] == ["failing"]
    assert (await quiet.call("GET", f"/{endpoint['id']}"))["state"] == "disabled"


async def test_an_answer_after_the_deadline_is_a_failure(integration, receiver):
    endpoint = await integration.enabled(receiver)

    noted = asyncio.Event()

    async def late(_):
        await noted.wait()
        return web.Response()

    receiver.answer = late
    started = time.monotonic()
    await integration.publish()

    async def failed():
        found = await integration.call("GET", f"/{endpoint['id']}")
        return found["health"]["error"]

    assert "within 2 s" in await eventually(failed)
    noted.set()
    assert time.monotonic() - started < 8
