"""What the dashboard's desk knows of each list of records: its columns, its filters, and the forms of what can be done.

All of it is in the merged document, so a new aggregate has its screens as soon as it has its routes. `make generated`
writes the file; the page that shows a list, a record or a form has no table of its own.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from contracts.titles import TITLE, TITLES

from songbang.dashboard import DASHBOARD

DESK = DASHBOARD / "src" / "model" / "desk.json"
Schema = Mapping[str, Any]

_COLLECTION = re.compile(r"^/api/(?P<part>[a-z]+)/v1/(?P<name>[a-z-]+)$")
_CHINESE = re.compile("[一-鿿]")
_OWN_PAGES = ("/api/integration/", "/api/supervision/v1/board")
"""Lists that have pages made for them."""
_PAGING = frozenset({"limit", "after", "sort", "count"})
_PLACES = frozenset({"region", "village", "villages", "regions", "parent", "home"})
_BODIES = frozenset({"department", "lead_department", "participants_departments"})
_FILES = frozenset({"attachments", "import"})
"""What is sent as a file and no form."""
_LONG = 300
"""A text that may be longer than this many characters gets a box of several lines."""


def desk(document: Mapping[str, Any]) -> bytes:
    """The collections that have records of their own, and every form that they need."""
    found = _Desk(document)
    content = {"collections": dict(found.collections()), "bodies": found.bodies}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


class _Desk:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._paths: Mapping[str, Any] = document["paths"]
        self._schemas: Mapping[str, Any] = document["components"]["schemas"]
        self.bodies: dict[str, list[dict[str, Any]]] = {}

    def collections(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each list that has a page for its single records, by its path at the gateway."""
        for path, item in self._paths.items():
            one, listing = self._record(path), item.get("get")
            if not _COLLECTION.match(path) or listing is None or one is None or not listing.get(TITLE):
                continue
            if path.startswith(_OWN_PAGES):
                continue
            parameters = {each.get("name") for each in listing["parameters"]}
            rows = self._schema(_answer(listing))["properties"]["items"]["items"]
            yield (
                path,
                {
                    "title": listing[TITLE],
                    "list": listing["operationId"],
                    "paged": "limit" in parameters,
                    "counted": "count" in parameters,
                    "columns": list(self._columns(rows)),
                    "filters": list(self._filters(listing)),
                    "record": one,
                    "key": "id" if one.endswith("id}") else one.rpartition("{")[2].rstrip("}"),
                    "history": f"{one}/history" in self._paths,
                    "files": self._files(f"{one}/attachments"),
                    "import": self._import(f"{path}/import"),
                    "create": self._operation(path),
                    "edit": self._operation(one, "patch"),
                    "record_import": self._import(f"{one}/import"),
                    "others": list(self._others(path)),
                    "steps": list(self._steps(one)),
                },
            )

    def _columns(self, rows: Schema) -> Iterator[dict[str, Any]]:
        """What a row can show: values alone; what is nested stands at the record."""
        for name, schema in self._schema(rows)["properties"].items():
            plain = _plain(schema)
            target = self._schema(_plain(plain.get("items", {})) if plain.get("type") == "array" else plain)
            if target.get("type") not in ("object", "array"):
                yield self._field(name, schema)

    def _record(self, path: str) -> str | None:
        return next((each for each in self._paths if re.fullmatch(re.escape(path) + r"/\{[a-z_]+\}", each)), None)

    def _steps(self, one: str) -> Iterator[dict[str, Any]]:
        """What is done at a record: the steps of its table by their labels, and what is entered beneath it."""
        for path, item in self._paths.items():
            below = path.removeprefix(f"{one}/")
            if "post" in item and below != path and re.fullmatch("[a-z-]+", below) and below not in _FILES:
                step = self._operation(path)
                yield {"name": below, "title": item["post"].get(TITLE), "path": path, **step}

    def _others(self, path: str) -> Iterator[dict[str, Any]]:
        """Further ways to enter a record of the list, by the names that their routes have."""
        for other, item in self._paths.items():
            below = other.removeprefix(f"{path}/")
            entered = below != other and re.fullmatch("[a-z-]+", below) and below not in {"search", *_FILES}
            if entered and TITLE in item.get("post", {}):
                yield {"name": below, "title": item["post"][TITLE], "path": other, **self._operation(other)}

    def _operation(self, path: str, method: str = "post") -> Any:
        operation = self._paths.get(path, {}).get(method)
        if operation is None:
            return None
        return {"operation": operation["operationId"], "body": self._body(operation)}

    def _import(self, path: str) -> Any:
        """A table comes in by a file, and by what the route asks of it beside: the document by which it holds."""
        taken = self._operation(path)
        parameters = self._paths.get(path, {}).get("post", {}).get("parameters", [])
        fields = [
            {**self._field(each["name"], each["schema"]), **self._limits(each["schema"]),
             "required": each.get("required", False)}
            for each in parameters
            if each.get("in") == "query" and each["name"] != "dry_run"
        ]  # fmt: skip
        return taken and {**taken, "fields": fields}

    def _files(self, path: str) -> Any:
        """Where files are added, and what a picture there may be said to show."""
        taken = self._operation(path)
        parameters = self._paths.get(path, {}).get("post", {}).get("parameters", [])
        kinds = next((each["schema"].get(TITLES) for each in parameters if each.get("name") == "kind"), None)
        return taken and {**taken, **({"kinds": kinds} if kinds else {})}

    def _body(self, operation: Mapping[str, Any]) -> str | None:
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        return self._form(_plain(content["schema"])) if content else None

    def _form(self, schema: Schema) -> str | None:
        """Enter a form among the bodies, once, and say its name."""
        name: str | None = _name(schema)
        if name is not None and name not in self.bodies:
            self.bodies[name] = []
            body = self._schemas[name]
            needed = body.get("required", [])
            self.bodies[name] += [
                {**self._field(key, value), **self._limits(value), "required": key in needed}
                for key, value in body.get("properties", {}).items()
            ]
        return name

    def _filters(self, listing: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for parameter in listing.get("parameters", []):
            if parameter.get("in") == "query" and parameter["name"] not in _PAGING:
                yield self._field(parameter["name"], parameter["schema"])

    def _field(self, name: str, schema: Schema) -> dict[str, Any]:
        """A field as the desk shows or asks it: its kind, and its Chinese name where the document has one."""
        title = schema.get("title", "")
        field = {"name": name, "title": title if _CHINESE.search(title) else None, **self._kind(name, _plain(schema))}
        return {key: value for key, value in field.items() if value is not None}

    def _kind(self, name: str, schema: Schema) -> dict[str, Any]:
        target = self._schema(schema)
        match target:
            case {"x-code-list": codes}:
                kind = {"kind": "code", "codes": codes}
            case {"x-enum-titles": titles, "enum": values}:
                kind = {"kind": "choice", "choices": {value: titles[value] for value in values}}
            case {"type": "array"}:
                kind = self._kind(name, _plain(target.get("items", {}))) | {"many": True}
            case {"type": "object", "properties": _}:
                kind = {"kind": "group", "body": self._form(schema)}
            case {"type": "object"}:
                kind = {"kind": "pairs"}
            case {"type": "boolean" | "integer" | "number" as number}:
                kind = {"kind": number}
            case _:
                kind = {"kind": _text(name, target)}
        return kind

    def _limits(self, schema: Schema) -> dict[str, Any]:
        plain, target = _plain(schema), self._schema(_plain(schema))
        names = ("minLength", "maxLength", "minimum", "maximum", "pattern", "minItems", "maxItems")
        limits = {each: target[each] for each in names if each in target}
        default = schema.get("default", plain.get("default"))
        return limits if default is None else {**limits, "default": default}

    def _schema(self, schema: Schema) -> Schema:
        name = _name(schema)
        return self._schemas[name] if name else schema


def _text(name: str, schema: Schema) -> str:
    match schema.get("format"):
        case "date":
            return "date"
        case "date-time":
            return "moment"
        case "uuid":
            return "record"
    if name in _PLACES:
        return "place"
    if name in _BODIES:
        return "department"
    return "long" if schema.get("maxLength", 0) >= _LONG else "text"


def _plain(schema: Schema) -> Schema:
    """A schema without the null that makes it optional."""
    others = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    return others[0] if others else schema


def _name(schema: Schema) -> str | None:
    return schema["$ref"].rpartition("/")[2] if "$ref" in schema else None


def _answer(operation: Mapping[str, Any]) -> Schema:
    schema: Schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return schema
