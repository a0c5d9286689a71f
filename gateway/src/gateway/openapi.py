"""One OpenAPI 3.1 document for everything behind the door, made of the services' own documents."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress

import aiohttp
import orjson

from gateway.catalogue.merging import Document, merge
from gateway.edge.access import Access
from gateway.edge.proxy import Proxy
from gateway.upstreams import Upstream

log = logging.getLogger(__name__)
_RETRY_SECONDS = 2.0
_FIRST_SECONDS = 2.0


class Catalogue:
    """Keeps the merged document fresh. A service that does not answer is named in `x-unavailable`, and described as
    it was when it last did.
    """

    def __init__(
        self, proxy: Proxy, table: Mapping[str, Upstream], own: Callable[[], Document], refresh_seconds: float
    ) -> None:
        self._proxy, self._table, self._refresh_seconds = proxy, table, refresh_seconds
        self.own = own
        """The gateway's own document."""
        self._document: Document | None = None
        self._known: dict[str, Document] = {}
        self.access = Access()
        """Who may call what, as of the last refresh."""

    def document(self) -> Document:
        """The document as of the last refresh."""
        return self._document or merge(self.own(), {}, sorted(self._table))

    @asynccontextmanager
    async def refreshing(self) -> AsyncIterator[None]:
        """Refresh around the life of the application, which begins when the services that answer are known."""
        self.access = Access(self.own()["paths"])
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
            self._document = await asyncio.to_thread(merge, self.own(), known, unavailable)
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
