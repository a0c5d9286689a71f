"""Each table of steps agrees with the API document: what a record offers is a request that the gateway describes."""

import importlib
import pkgutil
import re

import pytest
from servicekit.workflow import Workflow
from songbang.inventory import PARTS
from songbang.snapshot import merged


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
        assert door.href.endswith("}" if door.method == "PATCH" else f"/{name}"), where
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        assert _named(content.get("schema", {}), door.schema), f"{where}: the body is not {door.schema}"


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
