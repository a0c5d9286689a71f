"""The README of each service, made from its code: what it owns, answers, publishes, hears and can be set to."""

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

from contracts.catalogue import all_events, by_type
from contracts.envelope import TOPIC_PREFIX
from pydantic.fields import FieldInfo
from servicekit.consumers import Consumers
from servicekit.settings import PREFIX, ServiceSettings

from songbang.inventory import GATEWAY, Part
from songbang.settings import settings_of

_METHODS = ("get", "post", "put", "patch", "delete")


def readme(part: Part, document: Mapping[str, Any]) -> bytes:
    """The whole file; `document` is the merged OpenAPI document."""
    modules = list(_modules(part.package))
    sections = [
        f"# {part.distribution}",
        "<!-- Generated from the code by `make generated`; change the code instead. -->",
        _first_paragraph(import_module(part.package).__doc__),
        "## Owns",
        f"Tables of the database `{part.name}` besides those of the kit (outbox, inbox, audit and the like).",
        _table(("table", "what a row is"), _tables(part)),
        "## Routes",
        "As they are reached through the gateway; [the API document](../../docs/README.md#the-api) has the details."
        if part is not GATEWAY
        else "Its own routes; everything else under `/api/<service>/` is passed on.",
        _table(("method", "path", "what"), _routes(part, document)),
        "## Publishes",
        f"On the topic `{TOPIC_PREFIX}{part.name}`; schemas and examples lie in `libs/contracts/schemas`.",
        _table(("event", "what it says"), _published(part)),
        "## Hears",
        _table(("what", "who listens"), _heard(modules)),
        "## Settings",
        f"Besides those that every service has (`servicekit.settings`); each is also a variable `{PREFIX}…`.",
        _table(("variable", "default", "what"), _settings(part)),
    ]
    return ("\n\n".join(section for section in sections if section) + "\n").encode()


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    body = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    if not body:
        return "Nothing."
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *body])


def _first_paragraph(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())


def _modules(package: str) -> Iterator[ModuleType]:
    """Every module of a package except what runs when it is imported."""
    for found in walk_packages(import_module(package).__path__, f"{package}."):
        if not found.name.endswith("__main__") and ".migrations" not in found.name:
            yield import_module(found.name)


def _tables(part: Part) -> Iterator[tuple[str, ...]]:
    models = sys.modules[f"{part.package}.models"]
    classes = {mapper.class_ for mapper in models.Base._sa_registry.mappers}
    own = (kind for kind in classes if kind.__module__.startswith(f"{part.package}."))
    for kind in sorted(own, key=lambda kind: str(kind.__tablename__)):
        yield f"`{kind.__tablename__}`", _first_paragraph(kind.__doc__)


def _routes(part: Part, document: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for path, item in sorted(document["paths"].items()):
        for method in _METHODS:
            operation = item.get(method)
            if operation is not None and operation["operationId"].startswith(f"{part.name}_"):
                yield method.upper(), f"`{path}`", _first_paragraph(operation.get("description"))


def _published(part: Part) -> Iterator[tuple[str, ...]]:
    for event in all_events():
        if event.type.startswith(f"{part.name}."):
            yield f"`{event.type}`", _first_paragraph(event.__doc__)


def _heard(modules: list[ModuleType]) -> Iterator[tuple[str, ...]]:
    known = by_type()
    sets = [value for module in modules for value in vars(module).values() if isinstance(value, Consumers)]
    heard = {type: handlers for consumers in sets for type, (_, handlers) in consumers.handlers.items()}
    for type, handlers in sorted(heard.items()):
        names = ", ".join(f"`{handler.__module__}.{handler.__name__}`" for handler in handlers)
        yield f"`{type}`: {_first_paragraph(known[type].__doc__)}", names
    for module in modules:
        topics = vars(module).get("TOPICS")
        if topics and "BatchConsumer" in vars(module):
            yield "every event of " + ", ".join(f"`{topic}`" for topic in topics), f"`{module.__name__}`"


def _settings(part: Part) -> Iterator[tuple[str, ...]]:
    for name, field in settings_of(part).model_fields.items():
        if name not in ServiceSettings.model_fields:
            yield f"`{PREFIX}{name.upper()}`", _default(field), field.description or ""


def _default(field: FieldInfo) -> str:
    value = field.get_default()
    if field.is_required():
        return "required"
    if "SecretStr" in str(field.annotation):
        return "a secret"
    return "" if value is None else f"`{value}`"
