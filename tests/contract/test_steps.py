"""Each table of steps agrees with the API document: what a record offers is a request that the gateway describes."""

import importlib
import pkgutil
import re
from collections.abc import Mapping

import pytest
from servicekit.workflow import Workflow
from songbang.inventory import PARTS
from songbang.snapshot import merged

JSON = "application/json"


def _tables():
    """The workflows of all parts by the module that names them first; a table imported elsewhere is counted once."""
    found = {}
    for part in PARTS:
        root = importlib.import_module(part.package)
        for module in pkgutil.walk_packages(root.__path__, f"{part.package}."):
            if module.name.endswith(".models"):
                for table in vars(importlib.import_module(module.name)).values():
                    if isinstance(table, Workflow):
                        found.setdefault(id(table), (module.name, table))
    return list(found.values())


@pytest.fixture(scope="module")
def document():
    return merged()


@pytest.fixture(scope="module")
def steps(document):
    """(where, name, step, door, operation) of every step; the document is read first, since routes enter the doors."""
    return [
        (f"{module}: {name}", name, step, table.doors.get(name), _operation(document, table.doors.get(name)))
        for module, table in _tables()
        for name, step in table.steps.items()
    ]


def _operation(document, door):
    return {} if door is None else document["paths"].get(door.href, {}).get(door.method.lower(), {})


def test_every_part_with_records_has_its_table(steps):
    packages = {where.split(".")[0] for where, *_ in steps}
    assert packages >= {"certificate_svc", "checklist_svc", "gateway", "report_svc", "signage_svc", "supervision_svc"}


def test_a_step_that_people_may_take_has_a_route_and_a_chinese_name(steps):
    for where, _, step, door, _ in steps:
        if step.roles:
            assert door is not None, f"{where} has roles and no route"
            assert re.search(r"[\u4e00-\u9fff]", step.label), f"{where} needs a label"


def test_what_is_offered_is_an_operation_with_that_body(steps):
    for where, name, _, door, operation in steps:
        if door is None:
            continue
        assert operation, f"{where}: {door.method} {door.href} is not in the document"
        itself = door.method == "PATCH" or (door.method, name) == ("DELETE", "deletion")
        assert door.href.endswith("}" if itself else f"/{name}"), where
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        assert _named(content.get("schema", {}), door.schema), f"{where}: the body is not {door.schema}"


BY_THE_RECORD = {"dispute", "revision", "separation"}
"""Steps that lead where the record says, and not the caller."""


def test_every_decision_takes_one_body(steps, document):
    """A step with several outcomes is a decision: `decision` names the outcome, `reason` says why, in all alike."""
    decisions = [each for each in steps if each[3] is not None and _is_decision(each[1], each[2])]
    assert len(decisions) >= 35
    for where, _, step, door, operation in decisions:
        body = document["components"]["schemas"][_body_of(operation)]
        fields = body["properties"]
        assert {"decision", "reason"} <= set(body["required"]), f"{where}: {door.schema} is no decision"
        ends = step.end if isinstance(step.end, Mapping) else step.fact
        assert set(_choices(document, fields["decision"])) <= set(ends), where
        assert (fields["reason"]["type"], "title" in fields["decision"]) == ("string", True), where


def test_no_body_says_a_decision_in_other_words(document):
    for path, item in document["paths"].items():
        for operation in item.values():
            name = _body_of(operation)
            fields = set() if name is None else document["components"]["schemas"][name].get("properties", {}).keys()
            assert not fields & {"accepted", "opinion", "outcome", "verdict"}, f"{path}: {name}"
            assert not ("decision" in fields and "note" in fields), f"{path}: {name}"


def _is_decision(name, step):
    return name not in BY_THE_RECORD and (isinstance(step.end, Mapping) or isinstance(step.fact, Mapping))


def _body_of(operation):
    found = re.findall(r"/schemas/(\w+)'", repr(operation.get("requestBody", {}).get("content", {}).get(JSON, {})))
    return found[0] if found else None


def _choices(document, field):
    """The values of a field, which may be those of a component."""
    if "$ref" in field:
        field = document["components"]["schemas"][field["$ref"].rpartition("/")[2]]
    return field.get("enum") or [field["const"]]


def _named(schema, name):
    """Whether a schema refers to the component; the merged document puts the service's name before it."""
    references = [part.get("$ref", "") for part in (schema, *schema.get("anyOf", ()))]
    return any(re.search(rf"[/_]{name}$", reference) for reference in references) if name else not any(references)


def test_the_roles_of_the_document_are_those_of_the_table(steps):
    for where, _, step, door, operation in steps:
        if door is not None:
            assert operation.get("x-roles", []) == sorted(step.roles), where


def test_a_step_documents_what_it_can_be_refused_with(steps):
    for where, _, _, door, operation in steps:
        if door is not None:
            assert operation["responses"].keys() >= {"401", "403", "404", "409", "412", "422"}, where


def test_every_record_tells_its_actions_in_one_grammar(document):
    schemas = document["components"]["schemas"]
    records = {name: schema["properties"]["allowed_actions"] for name, schema in schemas.items()
               if "allowed_actions" in schema.get("properties", {})}  # fmt: skip
    assert len(records) >= 15
    for name, field in records.items():
        action = schemas[field["items"]["$ref"].rpartition("/")[2]]
        grammar = {"name", "label", "method", "href", "schema", "blocked_by"}
        assert action["properties"].keys() == grammar, f"{name} has a grammar of its own"
