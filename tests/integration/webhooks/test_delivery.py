"""Deliveries from the bus to a receiver."""

from standardwebhooks import Webhook

from .conftest import OTHER_COUNTY, eventually


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
