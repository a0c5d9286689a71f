"""What the kit knows of each route, written into its operation: callers, headers, refusals that come by themselves."""

import inspect
import sys
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from contracts.titles import TITLE
from fastapi import FastAPI
from fastapi.routing import APIRoute

from servicekit import tabular
from servicekit.contract.catalogue import catalogue
from servicekit.contract.schemas import tidied, without_inline_bodies, without_null
from servicekit.contract.shipped_codes import EXTENSION
from servicekit.contract.standard import AUTOMATIC, RETIRING, components, one_of, problems_of, reference
from servicekit.errors import StaleVersion
from servicekit.http import Route, guards_of, is_kept_for_repetition
from servicekit.locations import location_of
from servicekit.problems import MEDIA_TYPE, documented, sentence
from servicekit.retiring import headers_of

Operation = dict[str, Any]


def install(app: FastAPI) -> None:
    """Answer the completed document at /openapi.json."""
    own = app.openapi
    app.openapi = cache(lambda: described(app, own()))  # type: ignore[method-assign] # FastAPI's documented way


def described(app: FastAPI, document: dict[str, Any]) -> dict[str, Any]:
    """FastAPI's document of an application, completed; the given one is left as it is."""
    document = documented(deepcopy(document))
    for route in _routes(app):
        for method in sorted((route.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            _complete(app, route, method, document["paths"][route.path_format][method.lower()])
    document["tags"] = _tags(app)
    document["x-problems"] = catalogue(app.state.package)
    document[EXTENSION] = [each.shown() for each in getattr(app.state, "shipped_codes", ())]
    shared = document.setdefault("components", {})
    for section, entries in components().items():
        shared[section] = {**shared.get(section, {}), **entries}
    without_inline_bodies(document)
    return tidied(document)


def _routes(app: FastAPI) -> Iterator[APIRoute]:
    yield from (route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema)


def _complete(app: FastAPI, route: APIRoute, method: str, operation: Operation) -> None:
    guards = guards_of(route.dependant)
    operation.setdefault("security", [])
    sentences = [operation.get("description", ""), _who(route, guarded=bool(guards))]
    if tabular.is_list(route.response_model):
        kinds = list(tabular.MEDIA_TYPES.values())
        operation["x-table-media-types"] = kinds
        operation[TITLE] = tabular.title_of(route.response_model)
        sentences.append(f"As a table, of at most 20,000 rows, by `Accept: {kinds[0]}` or `Accept: {kinds[1]}`.")
    operation["description"] = "\n\n".join(filter(None, sentences))
    for parameter in operation.get("parameters", ()):
        without_null(parameter)
    _add_refusals(route, method, operation, guarded=bool(guards))
    _add_headers(app, route, method, operation)


def _who(route: APIRoute, *, guarded: bool) -> str:
    roles = (route.openapi_extra or {}).get("x-roles")
    if roles:
        return "Roles: " + ", ".join(f"`{role}`" for role in roles) + "."
    return "Roles: everybody who is signed in." if guarded else "Public: needs no token."


def _add_refusals(route: APIRoute, method: str, operation: Operation, *, guarded: bool) -> None:
    """The refusals that nobody declares, because the kit or the gateway raises them."""
    given = {parameter.get("name") for parameter in operation.get("parameters", ())}
    names = ["MalformedPage" if "after" in given else "Malformed", "NotAcceptable", "RateExceeded"]
    if guarded:
        names += ["Unauthenticated", "Forbidden"]
    if is_kept_for_repetition(route, method):
        names.append("KeyReused")
    if operation.get("parameters") or "requestBody" in operation or method == "GET":
        names.append("InvalidList" if "sort" in given else "Invalid")
    answers = operation["responses"]
    for name in names:
        kinds = AUTOMATIC[name]
        known = answers.setdefault(str(kinds[0].status), reference("responses", name))
        if "$ref" in known:
            continue
        further = [kind for kind in kinds if f"`{kind.code}`" not in known["description"]]
        known["description"] = "; ".join([known["description"], *map(sentence, further)])
        content = known["content"][MEDIA_TYPE]
        content["schema"] = one_of([*content["schema"].get("anyOf", [content["schema"]]), *problems_of(further)])


def _add_headers(app: FastAPI, route: APIRoute, method: str, operation: Operation) -> None:
    parameters, answers = operation.setdefault("parameters", []), operation["responses"]
    done: list[dict[str, Any]] = [answer for status, answer in answers.items() if status.startswith("2")]
    if is_kept_for_repetition(route, method):
        parameters.append(reference("parameters", "IdempotencyKey"))
        _tell(done, "Idempotency-Replayed", "IdempotencyReplayed")
    if str(StaleVersion.status) in answers:
        parameters.append(reference("parameters", "IfMatch"))
    if method == "GET" and isinstance(route, Route) and route.is_json:
        parameters.append(reference("parameters", "IfNoneMatch"))
        answers["304"] = reference("responses", "NotModified")
        _tell(done, "ETag", "ETag")
    elif str(StaleVersion.status) in answers:
        _tell(done, "ETag", "ETag")
    if location_of(app, route) is not None:
        _tell(done, "Location", "Location")
    for name in headers_of(route.openapi_extra or {}):
        for answer in done:
            answer.setdefault("headers", {})[name] = RETIRING[name]
    if not parameters:
        del operation["parameters"]


def _tell(answers: list[dict[str, Any]], name: str, component: str) -> None:
    for answer in answers:
        answer.setdefault("headers", {})[name] = reference("headers", component)


def _tags(app: FastAPI) -> list[dict[str, str]]:
    """Each tag with what the module of its first route says of itself."""
    found: dict[str, str] = {}
    for route in _routes(app):
        for tag in route.tags:
            found.setdefault(str(tag), _first_line(sys.modules[inspect.unwrap(route.endpoint).__module__].__doc__))
    return [{"name": name, "description": text} for name, text in found.items()]


def _first_line(docstring: str | None) -> str:
    line = (docstring or "").strip().split("\n", 1)[0].removeprefix("HTTP about ").removeprefix("HTTP of ")
    return line[:1].upper() + line[1:]
