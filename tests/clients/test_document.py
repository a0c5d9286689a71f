"""The API document by the rules that strangers lint it with, and by our own."""

import re
from collections import Counter

import pytest

METHODS = {"get", "post", "put", "patch", "delete"}
PUBLIC = {
    "gateway_healthz", "gateway_readyz", "gateway_issue_token", "gateway_logout", "gateway_read_keys",
}  # fmt: skip


@pytest.fixture(scope="module")
def operations(document):
    return {
        operation["operationId"]: operation
        for item in document["paths"].values() for method, operation in item.items() if method in METHODS
    }  # fmt: skip


def test_redocly_recommended_finds_nothing(node, document_file):
    done = node("redocly", "lint", document_file, "--extends=recommended", "--format=summary")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not re.search(r"(error|warning) [a-z-]+: \d+", done.stdout + done.stderr), done.stdout + done.stderr


def test_spectral_finds_nothing(node, document_file, tmp_path):
    rules = tmp_path / "spectral.yaml"
    rules.write_text('extends: ["spectral:oas"]\n')
    done = node("spectral", "lint", "--ruleset", rules, "--fail-severity", "warn", document_file)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_two_schemas_have_one_title(document):
    titles = Counter(
        re.sub(r"\W|_", "", schema["title"]).lower() for schema in document["components"]["schemas"].values()
    )
    assert {title: count for title, count in titles.items() if count > 1} == {}


def test_each_operation_says_who_may_call_it(operations):
    for name, operation in operations.items():
        told = re.search(r"^(Roles: .+|Public: needs no token)\.$", operation["description"], re.MULTILINE)
        assert told, name
        assert ("x-roles" in operation) == told.group(1).startswith("Roles: `"), name
        assert (operation["security"] == []) == told.group(1).startswith("Public"), name
    assert {name for name, operation in operations.items() if not operation["security"]} >= PUBLIC


def test_each_tag_is_described(document, operations):
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    assert {tag for operation in operations.values() for tag in operation["tags"]} <= described


def test_what_the_kit_refuses_by_itself_is_told(operations):
    for name, operation in operations.items():
        answers = operation["responses"]
        assert {"400", "406", "429"} <= answers.keys(), name
        assert ({"401", "403"} <= answers.keys()) or not operation["security"], name


def test_headers_are_told_where_they_mean_something(document, operations):
    def headers(operation):
        return {ref["$ref"].rpartition("/")[2] for ref in operation.get("parameters", []) if "$ref" in ref}

    assert headers(operations["checklist_group_retention"]) == {"IdempotencyKey", "IfMatch"}
    assert headers(operations["checklist_read_group"]) == {"IfNoneMatch"}
    created = operations["checklist_register_group"]["responses"]["201"]["headers"]
    assert {"Location", "Idempotency-Replayed", "RateLimit-Limit"} <= created.keys()
    assert "ETag" in operations["checklist_read_group"]["responses"]["200"]["headers"]
    assert "304" in operations["checklist_list_groups"]["responses"]


def test_a_list_is_a_page_and_nothing_else(operations):
    answer = operations["checklist_list_groups"]["responses"]["200"]
    assert answer["content"].keys() == {"application/json"}
    assert "text/csv" in operations["checklist_list_groups"]["x-table-media-types"]
