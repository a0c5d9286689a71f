"""The part of the merged OpenAPI document that the dashboard speaks; `make generated` writes it.

The dashboard's types are generated from this file, so a page is built without a running gateway.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

import orjson
from fastapi import FastAPI
from gateway.catalogue.merging import merge
from servicekit.contract import described

from songbang.dashboard import DASHBOARD
from songbang.inventory import GATEWAY, SERVICES, Part

SNAPSHOT = DASHBOARD / "openapi.json"
_ROUTE = re.compile(r"""['"`](/api/(?:[a-z-]+/v1/[^'"`?$]+|search|todos(?:/[a-z]+)?))['"`]""")
_NOWHERE = "postgresql://nobody@localhost/nothing"
_REFERENCE = re.compile(r'"#/components/([^/"]+)/([^"]+)"')


def spoken() -> set[str]:
    """The routes that the dashboard's sources name."""
    files = [path for path in (DASHBOARD / "src").rglob("*") if path.suffix in (".ts", ".vue")]
    texts = [path.read_text() for path in files if path.name != "schema.d.ts"]
    return {route for text in texts for route in _ROUTE.findall(text)}


@cache
def merged() -> dict[str, Any]:
    """The whole document, from the applications themselves; nothing is started. Made once: it takes seconds."""
    gateway = application(GATEWAY)
    services = {part.name: application(part).openapi() for part in SERVICES}
    return merge(described(gateway, FastAPI.openapi(gateway)), services, [])


def snapshot() -> bytes:
    """The routes that are spoken, with every component they need."""
    document = merged()
    paths = {path: item for path, item in sorted(document["paths"].items()) if path in spoken()}
    components = _needed(paths, document["components"])
    picked = {"openapi": document["openapi"], "info": document["info"], "paths": paths, "components": components}
    return orjson.dumps(picked, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


@cache
def application(part: Part) -> FastAPI:
    """A part's application as its own settings make it; nothing is started."""
    settings = import_module(f"{part.package}.settings").Settings
    app: FastAPI = import_module(f"{part.package}.main").create_app(
        settings(environment="test", database_url=_NOWHERE, bus_url=_NOWHERE)
    )
    return app


def _needed(paths: Mapping[str, Any], components: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Components that are referred to, directly or by another one."""
    found: dict[str, dict[str, Any]] = {}
    waiting = _references(paths)
    while waiting:
        kind, name = waiting.pop()
        if name not in found.setdefault(kind, {}):
            found[kind][name] = components[kind][name]
            waiting |= _references(components[kind][name])
    return found


def _references(node: object) -> set[tuple[str, str]]:
    return set(_REFERENCE.findall(orjson.dumps(node).decode()))
