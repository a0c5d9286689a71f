"""One OpenAPI 3.1 document for everything behind the door, made of the services' own documents."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import orjson
from contracts.version import VERSION

from gateway.catalogue import webhooks
from gateway.edge.access import Access
from gateway.edge.proxy import Proxy
from gateway.upstreams import Upstream

log = logging.getLogger(__name__)
_COMPONENTS = "#/components/"
_RETRY_SECONDS = 2.0
_FIRST_SECONDS = 2.0
Document = dict[str, Any]


class Catalogue:
    """Keeps the merged document fresh. A service that does not answer is named in `x-unavailable`, and described as
    it was when it last did.
    """

    def __init__(
        self, proxy: Proxy, table: Mapping[str, Upstream], own: Callable[[], Document], refresh_seconds: float
    ) -> None:
        self._proxy, self._table, self._own, self._refresh_seconds = proxy, table, own, refresh_seconds
        self._document: Document | None = None
        self._known: dict[str, Document] = {}
        self.access = Access()
        """Who may call what, as of the last refresh."""

    def document(self) -> Document:
        """The document as of the last refresh."""
        return self._document or merge(self._own(), {}, sorted(self._table))

    @asynccontextmanager
    async def refreshing(self) -> AsyncIterator[None]:
        """Refresh around the life of the application, which begins when the services that answer are known."""
        self.access = Access(self._own()["paths"])
        known = asyncio.Event()
        task = asyncio.create_task(self._run(known))
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_FIRST_SECONDS):
                    await known.wait()
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def refresh(self) -> list[str]:
        """Ask every service; returns the names of those that did not answer."""
        answers = await asyncio.gather(*(self._fetch(upstream) for upstream in self._table.values()))
        documents = {name: document for name, document in zip(self._table, answers, strict=True) if document}
        unavailable = sorted(self._table.keys() - documents.keys())
        known = self._known | documents
        # Merging takes a tenth of a second from every request under way, so only when something has changed.
        if self._document is None or known != self._known or unavailable != self._document["x-unavailable"]:
            self._document = await asyncio.to_thread(merge, self._own(), known, unavailable)
            self.access = Access(self._document["paths"])
            self._known = known
        return unavailable

    async def _run(self, known: asyncio.Event) -> None:
        while True:
            unavailable = await self.refresh()
            known.set()
            await asyncio.sleep(min(_RETRY_SECONDS, self._refresh_seconds) if unavailable else self._refresh_seconds)

    async def _fetch(self, upstream: Upstream) -> Document | None:
        try:
            document = orjson.loads(await self._proxy.fetch(upstream, "/openapi.json"))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.debug("no OpenAPI document of %s: %r", upstream.name, error)
            return None
        return document if isinstance(document, dict) and isinstance(document.get("paths"), dict) else None


def merge(own: Document, services: Mapping[str, Document], unavailable: list[str]) -> Document:
    """Services' paths under `/api/<service>`, their components, tags and operation ids prefixed by their name."""
    merged: Document = {**own, "openapi": "3.1.0", "info": _INFO, "paths": dict(own.get("paths", {}))}
    merged["components"] = {kind: dict(entries) for kind, entries in own.get("components", {}).items()}
    merged["servers"] = [{"url": "/"}]
    merged["x-unavailable"] = unavailable
    _unique_operations("gateway", merged["paths"])
    for name, document in services.items():
        renamed = _renamed(name, document)
        paths = {path: item for path, item in renamed["paths"].items() if path.startswith("/v")}
        _unique_operations(name, paths)
        merged["paths"] |= {f"/api/{name}{path}": item for path, item in paths.items()}
        for kind, entries in renamed.get("components", {}).items():
            shared = kind == "securitySchemes"
            merged["components"].setdefault(kind, {}).update(
                entries if shared else {f"{name}_{key}": entry for key, entry in entries.items()}
            )
    webhooks.add_to(merged)
    return merged


_INFO = {
    "title": "松绑 Songbang", "version": VERSION,
    "description": "Takes needless work off village organisations and proves it. Sign in at /api/identity/v1/token.",
}  # fmt: skip
_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


def _unique_operations(name: str, paths: Document) -> None:
    """Operation ids `<service>_<id>`, tags `<service>: <tag>`."""
    seen: set[str] = set()
    for path in paths:
        paths[path] = item = dict(paths[path])
        for method in _METHODS & item.keys():
            item[method] = operation = dict(item[method])
            wanted = f"{name}_{operation.get('operationId', method)}"
            operation["operationId"] = wanted if wanted not in seen else f"{wanted}_{method}_{len(seen)}"
            seen.add(operation["operationId"])
            operation["tags"] = [f"{name}: {tag}" for tag in operation.get("tags", ["other"])]


def _renamed(name: str, document: Document) -> Document:
    """The same document with every reference to a component prefixed by the service's name."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(item) for item in node]
        # Values of a discriminator's mapping are references too, under keys of their own.
        return _reference(name, node) if isinstance(node, str) and node.startswith(_COMPONENTS) else node

    return {"paths": walk(document["paths"]), "components": walk(document.get("components", {}))}


def _reference(name: str, value: str) -> str:
    kind, _, key = value.removeprefix(_COMPONENTS).partition("/")
    return f"{_COMPONENTS}{kind}/{name}_{key}"
