"""The catalogue over HTTP and in the merged OpenAPI document."""

import orjson
import pytest
from contracts.catalogue import all_events, example_of, schema_of
from countykit.identity import Role
from jsonschema_rs import Draft202012Validator

TYPES = "/api/integration/v1/event-types"
REMOVED = "signage.plaque.removed.v1"


@pytest.fixture
async def svc(start_service):
    return await start_service("gateway")


async def test_every_type_is_listed_with_what_it_says_and_where_it_travels(svc):
    async with svc.client(Role.INTEGRATOR) as client:
        items = (await client.get(TYPES)).json()["items"]
    assert [item["type"] for item in items] == [event.type for event in all_events()]
    removed = next(item for item in items if item["type"] == REMOVED)
    assert removed == {
        "type": REMOVED, "title": "摘除牌子",
        "description": "A plaque was taken down; not yet verified.", "topic": "songbang.signage",
        "subject": "plaques/{id}", "dataschema": f"urn:songbang:schema:{REMOVED}",
    }  # fmt: skip


async def test_a_type_comes_with_its_schema_and_an_example_that_fits_it(svc):
    async with svc.client(Role.INTEGRATOR) as client:
        for event in all_events():
            detail = (await client.get(f"{TYPES}/{event.type}")).json()
            assert detail["json_schema"] == schema_of(event)
            assert detail["example"] == orjson.loads(example_of(event))
            Draft202012Validator(detail["json_schema"]).validate(detail["example"])


async def test_an_unknown_type_and_an_anonymous_reader_are_refused(svc):
    async with svc.client(Role.INTEGRATOR) as client:
        answer = await client.get(f"{TYPES}/signage.nothing.v1")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_event_type")
    async with svc.client() as client:
        assert (await client.get(TYPES)).status_code == 401


async def test_the_merged_document_has_a_webhook_for_every_type_and_no_dangling_reference(svc):
    async with svc.client() as client:
        document = (await client.get("/openapi.json")).json()
    assert sorted(document["webhooks"]) == [event.type for event in all_events()]
    operation = document["webhooks"][REMOVED]["post"]
    assert [parameter["name"] for parameter in operation["parameters"]] == [
        "webhook-id", "webhook-timestamp", "webhook-signature",
    ]  # fmt: skip
    assert operation["requestBody"]["content"]["application/cloudevents+json"]["example"]["type"] == REMOVED
    for reference in references(document):
        node = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]


async def test_the_merged_document_describes_the_feed_and_the_files(svc):
    async with svc.client() as client:
        paths = (await client.get("/openapi.json")).json()["paths"]
    forms = paths["/api/integration/v1/events"]["get"]["responses"]["200"]["content"]
    assert set(forms) == {"application/json", "application/cloudevents-batch+json", "application/x-ndjson"}
    assert "410" in paths["/api/integration/v1/events"]["get"]["responses"]
    for path in ("", "/exports", "/public-key", "/{id}", "/{id}/manifest", "/{id}/content", "/{id}/receipt"):
        assert f"/api/integration/v1/files{path}" in paths


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)
