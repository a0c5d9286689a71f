"""Requests generated from the merged document, good and bad, as several roles: no server error, all as documented."""

import os
import re

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from songbang.inventory import SERVICES

# Of each operation and kind; every example is sent by every role. `make fuzz` tries many, and others each time.
MANY = int(os.environ.get("SONGBANG_FUZZ_EXAMPLES", "0"))
EXAMPLES = MANY or 2
ROLES = ["village", "township", "department", "county_office", "inspector", "operator"]
# Sessions and passwords would be ended or locked for the other tests; the stream never ends.
LEFT_ALONE = re.compile(
    r"/identity/v1/(session|logout|token|me/(password|second-factor)|accounts/\{|clients/\{)|/board/stream$"
)
OWNERS = [
    "identity", "directory", "integration", "security", *(service.name for service in SERVICES), "todos", "codes",
    "search", "",
]  # fmt: skip
"""The second part of a path; what has none is the gateway's own."""
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def schema(stack):
    schemathesis_schema = schemathesis.openapi.from_url(f"{stack.url}/openapi.json")
    schemathesis_schema.config.update(base_url=stack.url)
    return schemathesis_schema


@pytest.fixture(scope="module")
def operations(schema):
    """Everything that is attacked, by its owner."""
    found = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        if not LEFT_ALONE.search(operation.path):
            _, _, path = operation.path.partition("/api/")
            found.setdefault(path.partition("/")[0], []).append(operation)
    return found


def test_every_operation_has_an_owner_that_is_attacked(operations):
    assert set(operations) == set(OWNERS)
    assert sum(map(len, operations.values())) > 150


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("owner", OWNERS)
def test_generated_requests_are_answered_as_documented(operations, sign_in, owner, mode):
    broken = {}
    for operation in operations[owner]:

        @settings(
            max_examples=EXAMPLES, derandomize=not MANY, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case):
            for role in ROLES:
                headers = {"authorization": f"Bearer {sign_in(role).auth.token()}"}
                case.call_and_validate(headers=headers, checks=CHECKS, timeout=20)

        try:
            one()
        except Unsatisfiable:
            continue  # nothing can be wrong about a request without parameters
        except Exception as error:  # noqa: BLE001 - every operation is tried, and all findings are told together
            broken[operation.label] = str(error)[:600]
    assert broken == {}
