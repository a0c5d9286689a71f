"""One real request and answer of each operation, recorded while the demo county's year is told: `make examples`.

What is recorded goes into the API document, where it is checked against the schemas and served by the mock server.
Identities and secrets are replaced, lists are cut; of several recordings the shortest is kept, so that telling the same
story again gives the same examples.
"""

import asyncio
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
from gateway.catalogue.examples import FILE
from rich.console import Console

from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.county import build
from songbang.demo.people import OPERATOR, everybody
from songbang.demo.seeded import LAST_DAY, SEED, free_ports
from songbang.demo.signed_in import SignedIn
from songbang.demo.tell import tell
from songbang.snapshot import merged
from songbang.stack import Stack

_MOST_ITEMS = 2
_LONGEST_TEXT = 300
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SECRETS = re.compile(r"(password|secret|token)$")
_SECRET = "example-only-0000"  # noqa: S105 - stands for a secret
_JSON = "application/json"
_REFERENCE = b'"$ref"'
"""An answer that is itself a schema cannot be an example: tools would follow its references within the document."""
_METHODS = ("get", "post", "put", "patch", "delete")
Example = dict[str, Any]


class Recorder:
    """Keeps the shortest exchange of each operation of a document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._routes = [
            (len(re.findall("{", path)), method.upper(), re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), operation)
            for path, item in document["paths"].items() for method, operation in item.items() if method in _METHODS
        ]  # fmt: skip
        self._routes.sort(key=lambda route: route[0])
        self.examples: dict[str, Example] = {}

    async def heard(self, response: httpx.Response) -> None:
        """Look at an exchange; only what succeeded with JSON is worth showing."""
        await response.aread()
        self.note(response)

    def note(self, response: httpx.Response) -> None:
        """The same for an answer that has been read."""
        request, kind = response.request, response.headers.get("content-type", "")
        if not response.is_success or not kind.startswith(_JSON) or _REFERENCE in response.content:
            return
        operation = self._operation(request.method, request.url.path)
        if operation is None:
            return
        example: Example = {"status": str(response.status_code), "answer": orjson.loads(response.content)}
        if request.headers.get("content-type") == _JSON and request.content:
            example["request"] = orjson.loads(request.content)
        example = Plain().of(example)
        known = self.examples.get(operation)
        if known is None or _rank(example) < _rank(known):
            self.examples[operation] = example

    def _operation(self, method: str, path: str) -> str | None:
        found = (route for route in self._routes if route[1] == method and route[2].fullmatch(path))
        first = next(found, None)
        return None if first is None else first[3]["operationId"]


def _rank(example: Example) -> tuple[bool, int, bytes]:
    """A list with something in it comes before an empty one, then the shorter before the longer."""
    written = orjson.dumps(example, option=orjson.OPT_SORT_KEYS)
    answer = example["answer"]
    return isinstance(answer, dict) and answer.get("items") == [], len(written), written


class Plain:
    """Replaces what differs from telling to telling, or is nobody's business."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def of(self, node: Any, name: str = "") -> Any:
        """The same value, made plain."""
        if isinstance(node, dict):
            return {key: self.of(value, key) for key, value in node.items()}
        if isinstance(node, list):
            return [self.of(item, name) for item in node[:_MOST_ITEMS]]
        if isinstance(node, str):
            if _SECRETS.search(name):
                return _SECRET
            return _UUID.sub(lambda found: self._id(found.group()), node)[:_LONGEST_TEXT]
        return node

    def _id(self, value: str) -> str:
        return self._ids.setdefault(value, f"01936f2a-0000-7000-8000-{len(self._ids) + 1:012d}")


def read_all(url: str, document: dict[str, Any], recorder: Recorder) -> None:
    """Read every list, then one record of each, as the first role that may."""
    people = {person.role: person for person in reversed(everybody(build(SEED, LAST_DAY)))}
    logins = {role: (person.username, person.password) for role, person in people.items()}
    logins["operator"] = (OPERATOR, OPERATOR_PASSWORD)
    clients = {
        role: httpx.Client(base_url=url, auth=SignedIn(url, *login), timeout=60, trust_env=False)
        for role, login in logins.items()
    }
    values = {"township": people["township"].region, "region": people["township"].region, "year": str(LAST_DAY.year)}
    paths = sorted((path.count("{"), path) for path, item in document["paths"].items() if "get" in item)
    for _, path in paths:
        operation = document["paths"][path]["get"]
        if "text/event-stream" in operation["responses"].get("200", {}).get("content", {}):
            continue
        needed = [each.get("name") for each in operation.get("parameters", []) if each.get("required")]
        query = {name: values[name] for name in needed if name in values and f"{{{name}}}" not in path}
        for role in [*operation.get("x-roles", ()), *clients]:
            if role in clients and _read(clients[role], path, values, query, recorder):
                break
    for client in clients.values():
        client.close()


def _read(
    client: httpx.Client, path: str, values: dict[str, str], query: dict[str, str], recorder: Recorder
) -> bool:  # fmt: skip
    for address in _addresses(client, path, values):
        answer = client.get(address, params=query)
        recorder.note(answer)
        if answer.is_success:
            return True
    return False


def _addresses(client: httpx.Client, path: str, values: dict[str, str]) -> Iterator[str]:
    """A path with its parameters filled: by what is known of the county, or by records of the list before it."""
    before, brace, rest = path.partition("/{")
    if not brace:
        yield path
        return
    name, _, after = rest.partition("}")
    if name in values:
        yield from _addresses(client, f"{before}/{values[name]}{after}", values)
    listed = client.get(before)
    if listed.is_success and listed.headers["content-type"].startswith(_JSON):
        for item in listed.json().get("items", [])[:3]:
            key = item.get(name) or item.get(name.removesuffix("_id")) or item.get("id") or item.get("code")
            if key:
                yield from _addresses(client, f"{before}/{key}{after}", values)


def main() -> None:
    """Tell the story once more and write what was recorded."""
    console, document = Console(), merged()
    recorder = Recorder(document)
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        stack = Stack(Path(folder), ports=free_ports(), bus="postgres", log=console.print, fsync=False)
        try:
            stack.start()
            stack.open_first_account(OPERATOR, OPERATOR_PASSWORD)
            console.print(f"recording at {stack.url}")
            story = tell(
                stack.url, OPERATOR_PASSWORD, seed=SEED, today=LAST_DAY, say=console.print, heard=recorder.heard
            )
            asyncio.run(story)
            read_all(stack.url, document, recorder)
        finally:
            stack.stop()
    FILE.write_bytes(orjson.dumps(recorder.examples, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
    wanted = {operation["operationId"] for _, _, _, operation in recorder._routes}
    console.print(f"{len(recorder.examples)} of {len(wanted)} operations have an example")
    for name in sorted(wanted - recorder.examples.keys()):
        console.print(f"  none: {name}")


if __name__ == "__main__":
    main()
