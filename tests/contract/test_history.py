"""Every record with a workflow tells its history, to those who may read the record."""

import pytest
from fastapi.routing import APIRoute
from servicekit.bodies import ResourceView
from songbang.inventory import PARTS
from songbang.snapshot import application

RECORDS = {
    f"{part.name}:{route.path}": (part, route)
    for part in PARTS
    for route in application(part).routes
    if isinstance(route, APIRoute) and "GET" in route.methods and route.path.endswith("}")
    and isinstance(route.response_model, type) and issubclass(route.response_model, ResourceView)
    and route.response_model.workflow is not None
}  # fmt: skip


def test_each_service_has_records_with_a_history():
    assert {name.partition(":")[0] for name in RECORDS} >= {
        "checklist", "signage", "report", "certificate", "supervision",
    }  # fmt: skip


@pytest.mark.parametrize("name", RECORDS)
def test_a_history_is_for_the_readers_of_the_record(name):
    part, route = RECORDS[name]
    paths = application(part).openapi()["paths"]
    record, history = paths[route.path]["get"], paths[f"{route.path}/history"]["get"]
    assert history.get("x-roles") == record.get("x-roles")
    assert history["operationId"] == f"{record['operationId']}_history"
    assert {"401", "404"} <= history["responses"].keys()
