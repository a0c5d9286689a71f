"""The generated documents."""

import re
from pathlib import Path

from contracts.catalogue import all_events
from countykit.identity import Caller, Role
from gateway.catalogue import asyncapi
from gateway.catalogue.documents import component_schemas
from gateway.catalogue.visibility import NOT_FOR_DEPARTMENTS, OPERATIONS, REPORTS, hidden_from
from gateway.event_log.matching import any_matches

ROOT = Path(__file__).parents[3]


def caller(*roles, department=None):
    return Caller(sub="x", name="", roles=frozenset(roles), region="990101", department=department)


def test_the_asyncapi_document_in_the_repository_is_current():
    written = (ROOT / "docs" / "asyncapi.json").read_bytes()
    assert written == asyncapi.rendered(), "run: make generated"


def test_every_schema_has_a_name_that_documents_allow_and_none_of_its_own_address():
    schemas = component_schemas()
    assert all(re.fullmatch(r"[\w.-]+", name) for name in schemas)
    assert not [name for name, schema in schemas.items() if schema.keys() & {"$id", "$defs", "$schema"}]
    assert {event.type for event in all_events()} <= schemas.keys()


def test_every_hiding_pattern_hides_something():
    for pattern in (*NOT_FOR_DEPARTMENTS, *OPERATIONS, *REPORTS):
        assert [event for event in all_events() if any_matches([pattern], event.type)], pattern


def test_unjudged_reports_are_for_those_who_judge_or_watch_over_the_county_and_for_their_systems():
    for type in REPORTS:
        assert any_matches(hidden_from(caller(Role.INTEGRATOR)), type)
        assert any_matches(hidden_from(caller(Role.INTEGRATOR, department="D001")), type)
        assert any_matches(hidden_from(caller(Role.INTEGRATOR, Role.DEPARTMENT)), type)
        assert any_matches(hidden_from(caller(Role.OBSERVER, Role.DEPARTMENT)), type)
        assert not any_matches(hidden_from(caller(Role.INTEGRATOR, Role.OBSERVER)), type)
        assert not any_matches(hidden_from(caller(Role.COUNTY_OFFICE, department="D001")), type)
