"""The official JavaScript SDK reads what was really delivered and what the feed really answers."""

import asyncio

import orjson

from tests.waiting import eventually

EVENTS = "/api/integration/v1/events"
STRUCTURED, BATCH, LINES = (
    "application/cloudevents+json", "application/cloudevents-batch+json", "application/x-ndjson"
)  # fmt: skip


async def test_the_official_javascript_sdk_reads_deliveries_lines_and_batches_alike(integration, receiver, run_node):
    await integration.enabled(receiver)
    bodies = await integration.publish(3)

    async def arrived():
        return len(receiver.got) == 3

    await eventually(arrived)
    async with integration.client() as client:
        lines = await client.get(EVENTS, params={"types": "checklist.*"}, headers={"accept": LINES})
        batch = await client.get(EVENTS, params={"types": "checklist.*"}, headers={"accept": BATCH})
    messages = [{"headers": received.headers, "body": received.body.decode()} for received in receiver.got]
    messages += [
        {"headers": {"content-type": STRUCTURED}, "body": line.decode()} for line in lines.content.splitlines()
    ]
    messages.append({"headers": dict(batch.headers), "body": batch.text})
    said = await asyncio.to_thread(run_node, "messages.mjs", orjson.dumps(messages))
    published = {event["id"]: event for event in map(orjson.loads, bodies)}
    pushed, pulled, together = said[:3], said[3:6], said[6]
    for form in ([one for [one] in pushed], [one for [one] in pulled], together):
        assert {event["id"] for event in form} == published.keys()
        for event in form:
            assert event == {name: published[event["id"]][name] for name in event}
