"""Where things are: a service's paths at the gateway, and the `Location` of a 201 (RFC 9110, 10.2.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

_PARAMETER = re.compile(r"\{([a-z_]+)\}")
_READS_ONE = re.compile(r".*/\{[a-z_]+\}")


def part_of(module: str) -> str:
    """The name that the gateway knows the service of a module by: `checklist` for `checklist_svc.models`, else none."""
    service, found, _ = module.partition("_svc")
    return service if found else ""


def at_gateway(module: str, path: str) -> str:
    """A service's path as the gateway shows it; the routes of package `x_svc` are found under `/api/x`."""
    part = part_of(module)
    return f"/api/{part}{path}" if part else path


@dataclass(frozen=True, slots=True)
class Operation:
    """How an operation is called, and by whom: without roles, by everybody."""

    method: str
    path: str
    roles: frozenset[str]

    def href(self, record: object) -> str:
        """The path with a record's id in it."""
        return _PARAMETER.sub(str(record), self.path)


def operations(app: FastAPI) -> Mapping[str, Operation]:
    """Every operation of an application by its name; read once for each application."""
    found: Mapping[str, Operation] | None = getattr(app.state, "operations", None)
    if found is None:
        found = app.state.operations = {
            route.name: Operation(
                min(route.methods), route.path, frozenset((route.openapi_extra or {}).get("x-roles") or ())
            )
            for route in app.routes
            if isinstance(route, APIRoute) and route.methods
        }
    return found


def location_of(app: FastAPI, route: APIRoute) -> str | None:
    """The path of the route that reads what this route creates, its last segment a parameter; None if there is none."""
    if route.status_code != 201 or "POST" not in (route.methods or ()):
        return None
    found = [
        other.path_format
        for other in app.routes
        if isinstance(other, APIRoute) and "GET" in (other.methods or ()) and _READS_ONE.fullmatch(other.path_format)
        and (_same_kind(other.response_model, route.response_model) or _lies_in(other, route))
        and _can_be_filled(other.path_format, route)
    ]  # fmt: skip
    return max(found, key=lambda path: _in_common(path, route.path_format), default=None)


def _in_common(one: str, other: str) -> int:
    """How many characters two paths begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _lies_in(reading: APIRoute, creating: APIRoute) -> bool:
    return reading.path_format.rpartition("/")[0] == creating.path_format


def _same_kind(one: Any, other: Any) -> bool:
    if not (isinstance(one, type) and isinstance(other, type)):
        return False
    return issubclass(one, other) or issubclass(other, one)


def _can_be_filled(template: str, creating: APIRoute) -> bool:
    """Whether the record, or the path that it was created at, tells what the record lies in."""
    fields = getattr(creating.response_model, "model_fields", {})
    return all(name in fields or f"{{{name}}}" in creating.path_format for name in _PARAMETER.findall(template)[:-1])


def filled(template: str, record: Mapping[str, Any], path: Mapping[str, Any]) -> str | None:
    """The path with the record's own name in it: the field that the parameter is called by, else `id`.

    What the record lies in is told by the record too, else by the parameters of the path that it was created at.
    """
    *above, name = _PARAMETER.findall(template)
    own = record.get(name, record.get("id"))
    values = {**{each: record.get(each, path.get(each)) for each in above}, name: own}
    return None if own is None else _PARAMETER.sub(lambda found: str(values[found[1]]), template)
