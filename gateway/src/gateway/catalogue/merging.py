"""One OpenAPI document made of the gateway's own and those of the services."""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.version import VERSION
from servicekit.contract.catalogue import shared_problems
from servicekit.contract.schemas import titled
from servicekit.contract.shipped_codes import EXTENSION
from servicekit.contract.standard import answer_of, components, rate_headers, reference, schemas_of
from servicekit.errors import Refusal

from gateway.catalogue import webhooks
from gateway.catalogue.examples import with_example
from gateway.edge.errors import UpstreamBusy, UpstreamPaused, UpstreamTimeout, UpstreamUnreachable

Document = dict[str, Any]
_COMPONENTS = "#/components/"
_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_GATEWAY = "gateway"
_AWAY: dict[str, tuple[type[Refusal], ...]] = {
    "UpstreamUnreachable": (UpstreamUnreachable,),
    "UpstreamAway": (UpstreamBusy, UpstreamPaused),
    "UpstreamTimeout": (UpstreamTimeout,),
}
"""What the gateway answers where the service behind it does not, by the name of the answer; each of one status."""
_UNLIMITED = frozenset({"/healthz", "/readyz"})
_INFO = {
    "title": "松绑 Songbang", "version": VERSION,
    "description": "Takes needless work off village organisations and proves it. Sign in at /api/identity/v1/token. "
    "Refusals are RFC 9457 problems; `type` leads to a page about each code. Routes that are read take HEAD as well.",
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "contact": {"name": "Songbang"},
}  # fmt: skip


def merge(own: Document, services: Mapping[str, Document], unavailable: list[str]) -> Document:
    """Services' paths under `/api/<service>`, their components, tags and operation ids prefixed by their name."""
    merged: Document = {**own, "openapi": "3.1.0", "info": _INFO, "paths": dict(own.get("paths", {}))}
    merged["components"] = {kind: dict(entries) for kind, entries in own.get("components", {}).items()}
    merged["servers"] = [{"url": "/"}]
    merged["x-unavailable"] = unavailable
    merged["tags"] = _tags(_GATEWAY, own)
    merged["x-problems"] = {
        code: {**problem, "parts": [_GATEWAY]} for code, problem in own.get("x-problems", {}).items()
    }
    merged[EXTENSION] = [each for document in (own, *services.values()) for each in document.get(EXTENSION, [])]
    _unique_operations(_GATEWAY, merged["paths"])
    for name, document in services.items():
        renamed = _renamed(name, document)
        paths = {path: item for path, item in renamed["paths"].items() if path.startswith("/v")}
        _unique_operations(name, paths)
        for _, operation in _operations(paths):
            # Behind what the service answers: some clients ask for the media type of the first answer.
            for status, answer in _unanswered().items():
                operation["responses"].setdefault(status, answer)
        merged["paths"] |= {f"/api/{name}{path}": item for path, item in paths.items()}
        merged["tags"] += _tags(name, document)
        for code, problem in document.get("x-problems", {}).items():
            merged["x-problems"].setdefault(code, {**problem, "parts": []})["parts"].append(name)
        for kind, entries in renamed["components"].items():
            merged["components"].setdefault(kind, {}).update(entries)
    webhooks.add_to(merged)
    if services:
        merged["components"].setdefault("responses", {}).update({name: answer_of(_AWAY[name]) for name in _AWAY})
        merged["components"].setdefault("schemas", {}).update(schemas_of(*_AWAY.values()))
    merged["components"]["schemas"] = titled(merged["components"]["schemas"])
    for path, operation in _operations(merged["paths"]):
        if path not in _UNLIMITED:
            _limit(operation)
    return merged


def _unanswered() -> Document:
    return {str(kinds[0].status): reference("responses", name) for name, kinds in _AWAY.items()}


def _operations(paths: Document) -> Iterator[tuple[str, Document]]:
    for path, item in paths.items():
        yield from ((path, item[method]) for method in sorted(_METHODS & item.keys()))


def _tags(name: str, document: Document) -> list[Document]:
    return [{**tag, "name": f"{name}: {tag['name']}"} for tag in document.get("tags", [])]


def _unique_operations(name: str, paths: Document) -> None:
    """Operation ids `<service>_<id>`, tags `<service>: <tag>`."""
    seen: set[str] = set()
    for path in paths:
        paths[path] = item = dict(paths[path])
        for method in sorted(_METHODS & item.keys()):
            item[method] = operation = dict(item[method])
            wanted = f"{name}_{operation.get('operationId', method)}"
            operation["operationId"] = wanted if wanted not in seen else f"{wanted}_{method}_{len(seen)}"
            seen.add(operation["operationId"])
            item[method] = operation = with_example(operation)
            operation["tags"] = [f"{name}: {tag}" for tag in operation.get("tags", ["other"])]


def _limit(operation: Document) -> None:
    """The gateway's rate limits are told in the answers of every route that it limits."""
    operation["responses"] = {
        status: {**answer, "headers": {**answer.get("headers", {}), **rate_headers()}}
        if status.startswith("2") and "$ref" not in answer else answer
        for status, answer in operation.get("responses", {}).items()
    }  # fmt: skip


def _renamed(name: str, document: Document) -> Document:
    """The same document with every component of its own prefixed by the service's name, and references to it too."""
    shared = {kind: frozenset(entries) for kind, entries in components().items()}
    shared["securitySchemes"] = frozenset(document.get("components", {}).get("securitySchemes", {}))
    shared["schemas"] = shared_problems()

    def named(kind: str, key: str) -> str:
        return key if key in shared.get(kind, ()) else f"{name}_{key}"

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(item) for item in node]
        if isinstance(node, str) and node.startswith(_COMPONENTS):
            # Values of a discriminator's mapping are references too, under keys of their own.
            kind, _, key = node.removeprefix(_COMPONENTS).partition("/")
            return f"{_COMPONENTS}{kind}/{named(kind, key)}"
        return node

    sections = walk(document.get("components", {}))
    return {
        "paths": walk(document["paths"]),
        "components": {
            kind: {named(kind, key): entry for key, entry in entries.items()} for kind, entries in sections.items()
        },
    }
