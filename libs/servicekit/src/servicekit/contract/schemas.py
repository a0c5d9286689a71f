"""Schemas as strangers' generators want them: one plain name for each component, and no title twice."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

Document = dict[str, Any]
SCHEMAS = "#/components/schemas/"
_DIRECTION = re.compile(r"-(Input|Output)$")
_PAGE = re.compile(r"^Page_(.+)_$")
_PLAIN = frozenset({"models", "schemas", "routes", "service", "outcomes"})


def tidied(document: Document) -> Document:
    """The document with plain names for its schemas, each the schema's title, and without what generators mistake."""
    schemas = document.get("components", {}).get("schemas", {})
    names = plain_names(schemas)
    tidy: Document = _walk(document, {f"{SCHEMAS}{old}": f"{SCHEMAS}{new}" for old, new in names.items()})
    if schemas:
        renamed = {names[old]: schema for old, schema in tidy["components"]["schemas"].items()}
        tidy["components"]["schemas"] = titled(renamed)
    return tidy


def without_inline_bodies(document: Document) -> None:
    """Give the objects that operations describe in place names of their own: some generators lose them otherwise."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for item in document["paths"].values():
        for operation in item.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                schema = content.get("schema", {})
                if schema.get("type") == "object":
                    name = (
                        schema.get("title")
                        or "".join(map(str.capitalize, operation["operationId"].split("_"))) + "Form"
                    )
                    if schemas.setdefault(name, schema) == schema:
                        content["schema"] = {"$ref": f"{SCHEMAS}{name}"}


def without_null(parameter: Document) -> None:
    """A parameter that is left out has no value, and none is ever null.

    FastAPI describes it as one that may be: then tools cannot tell that a single `state=sent` is a list of one.
    """
    schema = parameter.get("schema", {})
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del schema["anyOf"]
        parameter["schema"] = {**kinds[0], **schema}
    elif kinds:
        schema["anyOf"] = kinds


def titled(schemas: Mapping[str, Document]) -> Document:
    """The schemas with their names for titles: generators name classes by titles where there are any."""
    return {name: {**schema, "title": name} for name, schema in schemas.items()}


def plain_names(names: Iterable[str]) -> dict[str, str]:
    """A plain name for each component: without the module path and the direction where they are not needed."""
    wanted = {name: _plain(name) for name in names}
    for shorten in (_without_path, _without_direction):
        shorter = {name: shorten(plain) for name, plain in wanted.items()}
        counts = Counter(shorter.values())
        wanted = {name: short if counts[short] == 1 else wanted[name] for name, short in shorter.items()}
    return {name: plain.replace("-", "") for name, plain in wanted.items()}


def _plain(name: str) -> str:
    """`checklist_svc__admissions__models__State` is `AdmissionsState`, `Page_GroupView_` is `GroupViewPage`."""
    name = _PAGE.sub(r"\1Page", name)
    *modules, last = name.split("__")
    place = next((module for module in reversed(modules) if module not in _PLAIN), "")
    return "".join(word.capitalize() for word in place.split("_")) + ("__" if place else "") + last


def _without_path(name: str) -> str:
    return name.replace("__", "")


def _without_direction(name: str) -> str:
    return _DIRECTION.sub("", name.replace("__", ""))


def _walk(node: Any, references: Mapping[str, str]) -> Any:
    if isinstance(node, list):
        return [_walk(item, references) for item in node]
    if isinstance(node, str):
        return references.get(node, node)
    if not isinstance(node, dict):
        return node
    done = {key: _walk(value, references) for key, value in node.items()}
    if done.get("type") == "null" and "title" in done:
        done["type"] = ["string", "null"]  # a field that is always null is one that has no value yet
    kinds = {part.get("type") for part in done.get("anyOf", ())}
    if "array" in kinds and isinstance(done.get("default"), str):
        done["description"] = f"{done.get('description', '')} `{done.pop('default')}` when absent".strip()
    if "prefixItems" in done:
        # Few generators know tuples; an array of the same length says enough.
        parts = done.pop("prefixItems")
        done["items"] = parts[0] if all(part == parts[0] for part in parts) else {"anyOf": parts}
    values = done.get("enum")
    if isinstance(values, list) and any(isinstance(value, str) and not value.isascii() for value in values):
        # Generators make the names of constants of the ASCII letters of a value, and Chinese has none.
        done["x-enum-varnames"] = [f"VALUE_{number}" for number in range(1, len(values) + 1)]
    return done
