"""Deliveries from the bus to a receiver."""

from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from cloudevents.core.formats.json import JSONFormat
from countykit.identity import Role
from standardwebhooks import Webhook

from tests.waiting import eventually

from .conftest import COUNTY, OTHER_COUNTY, TOWNSHIP


async def test_an_event_arrives_byte_for_byte_as_it_was_on_the_bus_and_verifies(integration, receiver):
    endpoint = await integration.enabled(receiver)
    [body] = await integration.publish()

    async def arrived():
        return receiver.got

    [received] = await eventually(arrived)
    assert received.body == body
    assert received.id == received.event["id"]
    assert received.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    Webhook(endpoint["secrets"][0]["secret"]).verify(received.body, received.headers)


async def test_only_events_of_the_region_and_of_the_types_arrive(integration, receiver):
    await integration.enabled(receiver, types=["checklist.group.*"])
    await integration.publish(region=OTHER_COUNTY)
    [body] = await integration.publish()

    async def arrived():
        return receiver.got

    await eventually(arrived)
    assert [received.body for received in receiver.got] == [body]


async def test_the_official_sdk_reads_the_same_event_from_a_delivery_and_from_the_feed(integration, receiver):
    await integration.enabled(receiver)
    await integration.publish(first_sequence=3)

    async def arrived():
        return receiver.got

    [received] = await eventually(arrived)
    async with integration.client(Role.INTEGRATOR, COUNTY) as client:
        page = await client.get(
            "/api/integration/v1/events", params={"types": "checklist.*"}, headers={"accept": "application/x-ndjson"}
        )
    pushed = from_structured_event(HTTPMessage(received.headers, received.body), JSONFormat())
    pulled = from_structured_event(
        HTTPMessage({"content-type": "application/cloudevents+json"}, page.content.strip()), JSONFormat()
    )
    for event in (pushed, pulled):
        assert event.get_id() == received.id
        assert event.get_type() == "checklist.group.registered.v1"
        assert event.get_specversion() == "1.0"
        assert event.get_subject() == received.event["subject"]
        assert event.get_time().utcoffset() is not None
        assert (event.get_extension("region"), event.get_extension("sequence")) == (TOWNSHIP, 3)
        assert event.get_data() == {"platform": "wechat", "after_baseline": False, "owner": None}
