"""What the official JavaScript libraries say about our documents and events."""

import orjson
from contracts.catalogue import all_events, example_of
from contracts.envelope import TOPIC_PREFIX
from contracts.parts import OWNERS
from gateway.catalogue import asyncapi


def test_the_official_asyncapi_parser_finds_no_error_and_every_message(run_node):
    said = run_node("asyncapi.mjs", asyncapi.rendered())
    assert said["errors"] == []
    assert sorted(said["channels"]) == sorted(TOPIC_PREFIX + owner for owner in OWNERS)
    assert sorted(said["messages"]) == [event.type for event in all_events()]


def test_the_official_javascript_sdk_reads_an_example_of_every_type(run_node):
    batch = [example_of(event) for event in all_events()]
    said = run_node("cloudevents.mjs", b"[" + b",".join(batch) + b"]")
    for event, seen in zip(map(orjson.loads, batch), said, strict=True):
        assert seen == {name: event[name] for name in seen}
