"""What the board counts can be looked up: every counted event's source record has a route of its own."""

import re

import pytest
from contracts.catalogue import by_type
from songbang.snapshot import merged
from supervision_svc.facts.table import FACTS

# A new specification replaces the one before; the table in force is read as a whole.
READ_AS_A_WHOLE = {"/api/signage/v1/spec-tables": "/api/signage/v1/specs"}


@pytest.fixture(scope="module")
def readable() -> set[str]:
    return {re.sub(r"\{[^}]+\}", "{}", path) for path, item in merged()["paths"].items() if "get" in item}


@pytest.mark.parametrize("name", sorted(FACTS))
def test_the_source_record_of_a_counted_event_can_be_read(readable, name):
    event = by_type()[name]
    owner = event.topic_name().removeprefix("songbang.")
    if owner == "gateway":
        return
    collection = f"/api/{owner}/v1/{event.collection}"
    assert READ_AS_A_WHOLE.get(collection, f"{collection}/{{}}") in readable
