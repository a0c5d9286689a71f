"""The recorded examples: true to the schemas, for most operations, and what the mock server answers."""

import jsonschema_rs
from gateway.catalogue.examples import recorded

JSON = "application/json"


def _operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _examples(document):
    """Each example with the schema that it must follow, and where it stands."""
    for _, _, operation in _operations(document):
        name = operation["operationId"]
        places = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for place, told in places.items():
            content = told.get("content", {}).get(JSON, {})
            if "example" in content:
                yield f"{name} {place}", content["schema"], content["example"]


def _within(node, document):
    """A schema whose references lead into the document, which is read once for all of them."""
    if isinstance(node, dict):
        return {
            key: f"{document}{value}" if key == "$ref" and isinstance(value, str) else _within(value, document)
            for key, value in node.items()
        }
    return [_within(each, document) for each in node] if isinstance(node, list) else node


def test_each_example_follows_its_schema(document):
    wrong = {}
    registry = jsonschema_rs.Registry([("urn:songbang", {"components": document["components"]})])
    for name, schema, example in _examples(document):
        validator = jsonschema_rs.Draft202012Validator(_within(schema, "urn:songbang"), registry=registry)
        fault = next(iter(validator.iter_errors(example)), None)
        if fault is not None:
            wrong[name] = f"{fault.instance_path}: {fault.message[:200]}"
    assert wrong == {}, "run: make examples"


def test_most_operations_have_an_example(document):
    wanted = {
        operation["operationId"]
        for _, _, operation in _operations(document)
        if any(JSON in answer.get("content", {}) for status, answer in operation["responses"].items() if status < "3")
    }
    missing = wanted - recorded().keys()
    assert len(missing) <= len(wanted) * 0.35, f"run: make examples, or let the story do what it never does: {missing}"


def test_the_mock_server_answers_with_what_was_recorded(mock):
    token = {"authorization": "Bearer example"}
    groups = mock.get("/api/checklist/v1/groups", headers=token)
    assert groups.json() == recorded()["checklist_list_groups"]["answer"]
    assert groups.json()["items"][0]["name"]
    assert mock.get("/api/checklist/v1/groups").status_code == 401
