"""What a refusal tells besides its sentence stands in the document, wherever it can be met."""

import re
from datetime import date

import jsonschema_rs
import orjson
import pytest
from checklist_svc.groups.errors import UNLAWFUL
from gateway.edge.errors import UpstreamTimeout, UpstreamUnreachable
from servicekit.errors import STANDARD, Refusal, UndeclaredMember, members
from servicekit.problems import MEDIA_TYPE, problem_of, refused
from servicekit.tabular.importing import Counts, RowsRefused
from songbang.snapshot import merged
from starlette.requests import Request
from supervision_svc.draws.errors import DrawRunning

# Told by no operation of the document, with the reason.
NOWHERE: dict[str, str] = {}


@pytest.fixture(scope="module")
def document():
    return merged()


def _kinds(kind=Refusal):
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def _schemas(document):
    """The schemas of problems by the code that they are about; a code of several parts has one in each."""
    found = {}
    for name, schema in document["components"]["schemas"].items():
        code = schema.get("properties", {}).get("code", {}).get("const")
        if name.endswith("Problem") and code is not None:
            found.setdefault(code, {})[name] = schema
    return found


def test_each_refusal_with_members_has_a_schema_that_an_operation_names(document):
    used = set(re.findall(r'"#/components/schemas/(\w+)"', orjson.dumps(document["paths"]).decode()))
    used |= set(re.findall(r'"#/components/schemas/(\w+)"', orjson.dumps(document["components"]["responses"]).decode()))
    schemas, missing = _schemas(document), {}
    telling = {kind.code: members(kind) for kind in _kinds() if members(kind) and kind.code in document["x-problems"]}
    assert len(telling) > 130
    for code, declared in telling.items():
        of_code = schemas.get(code, {})
        assert all(declared.keys() <= schema["properties"].keys() for schema in of_code.values()), code
        if not of_code.keys() & used:
            missing[code] = sorted(declared)
        assert document["x-problems"][code]["members"] == sorted(declared)
    assert missing.keys() == NOWHERE.keys(), missing


def test_a_problem_of_the_kit_is_one_schema_for_all_parts(document):
    assert [name for name in document["components"]["schemas"] if name.endswith("IllegalTransitionProblem")] == [
        "IllegalTransitionProblem"
    ]
    answer = document["paths"]["/api/checklist/v1/groups/{group_id}/retention"]["post"]["responses"]["409"]
    told = [each["$ref"].rpartition("/")[2] for each in answer["content"][MEDIA_TYPE]["schema"]["anyOf"]]
    assert "IllegalTransitionProblem" in told
    assert told[-1] == "Problem"


def test_what_the_gateway_answers_for_a_service_stands_behind_its_own_answers(document):
    answers = list(document["paths"]["/api/supervision/v1/letters"]["get"]["responses"])
    assert answers[0] == "200"
    assert answers[-3:] == ["502", "503", "504"]


def test_an_answer_follows_the_schema_of_its_refusal(document):
    request = Request({"type": "http", "state": {"request_id": "r1"}})
    answer = orjson.loads(bytes(refused(request, DrawRunning(until=date(2026, 5, 8))).body))
    assert answer["until"] == "2026-05-08"
    schema = document["components"]["schemas"]["supervision_DrawRunningProblem"]
    local = orjson.loads(orjson.dumps(schema).replace(b"#/components/schemas/", b"urn:songbang#/components/schemas/"))
    registry = jsonschema_rs.Registry([("urn:songbang", {"components": document["components"]})])
    validator = jsonschema_rs.Draft202012Validator(local, registry=registry)
    assert validator.is_valid(answer)
    assert not validator.is_valid({name: value for name, value in answer.items() if name != "until"})
    assert not validator.is_valid({**answer, "code": "another"})


def test_a_member_that_no_class_declares_fails_the_tests_and_is_told_all_the_same():
    with pytest.raises(UndeclaredMember, match="DrawRunning declares no unti"):
        DrawRunning(unti=date(2026, 5, 8))
    with pytest.raises(UndeclaredMember):
        DrawRunning(until=date(2026, 5, 8)).also(since=date(2026, 5, 1))
    with pytest.warns(UndeclaredMember):
        assert DrawRunning(unti=1).extra == {"unti": 1}


def test_what_a_table_is_refused_with_is_declared():
    refused = RowsRefused(Counts(seen=3, refused=1), 3)
    assert refused.extra.keys() - STANDARD == members(RowsRefused).keys()


@pytest.mark.parametrize("kind", [*UNLAWFUL.values(), UpstreamTimeout, UpstreamUnreachable], ids=lambda kind: kind.code)
def test_refusals_that_are_made_by_a_table_declare_what_they_are_given(kind):
    assert members(kind).keys() in ({"flags"}, {"upstream"})


def test_a_member_that_no_class_declares_has_no_schema():
    assert problem_of(Refusal).__name__ == "Problem"


def _lists(document):
    for path, item in document["paths"].items():
        given = {each.get("name"): each for each in item.get("get", {}).get("parameters", ())}
        if "sort" in given:
            yield path, item["get"], given["sort"]["schema"]


def test_each_list_names_the_orders_that_it_can_be_put_in(document):
    lists = list(_lists(document))
    assert len(lists) > 90
    for path, operation, schema in lists:
        assert schema["default"] in schema["enum"], path
        assert len(set(schema["enum"])) == len(schema["enum"]) >= 2, path
        refused_with = operation["responses"]["422"]
        assert "sort_invalid" in refused_with.get("description", "") or refused_with == {
            "$ref": "#/components/responses/InvalidList"
        }, path
    by_path = {path: schema["enum"] for path, _, schema in lists}
    assert "-deadline" in by_path["/api/supervision/v1/letters"]
    assert by_path["/api/directory/v1/regions"] == ["-id", "code"]
