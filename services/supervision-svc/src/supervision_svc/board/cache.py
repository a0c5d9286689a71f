"""Boards of areas larger than a county, kept between requests: only townships that changed are scored again."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from fastapi import FastAPI
from servicekit.transaction import Transaction

from supervision_svc.board import repository
from supervision_svc.board.digest import digest
from supervision_svc.board.lineage import repository as lineage
from supervision_svc.board.lists import arrange
from supervision_svc.board.score import Row, score
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.schemes.models import Scheme

_KEPT = 4
_LIFETIME_SECONDS = 1800.0
"""Changes are forgotten after an hour: a board that nobody has asked for in this time is made anew."""
Key = tuple[str, date, int, UUID]


@dataclass(slots=True)
class _Kept:
    document: SchemeDocument
    floor: int
    seen: set[int]
    map: str = ""
    """As what the map was known: another one makes the board anew."""
    rows: dict[str, Row] = field(default_factory=dict)
    ordered: list[Row] = field(default_factory=list)
    digest: str = ""
    computed_at: float = field(default_factory=time.monotonic)


class BoardCache:
    """The last few wide boards of this process."""

    def __init__(self) -> None:
        self._boards: OrderedDict[Key, _Kept] = OrderedDict()
        self._lock = asyncio.Lock()

    async def board(
        self, tx: Transaction, prefix: str, as_of: date, window_days: int, scheme: Scheme
    ) -> tuple[list[Row], str]:
        """The board as the database has it now, and its digest."""
        key = (prefix, as_of, window_days, scheme.id)
        async with self._lock:
            kept, now = self._boards.get(key), await lineage.map_version(tx)
            if kept is None or kept.map != now or time.monotonic() - kept.computed_at > _LIFETIME_SECONDS:
                kept = _Kept(SchemeDocument.saved(scheme.body), 0, set(), now)
                await self._score(tx, kept, key, only=None)
            else:
                await self._score(tx, kept, key, only=kept.seen)
            kept.computed_at = time.monotonic()
            self._boards[key] = kept
            self._boards.move_to_end(key)
            while len(self._boards) > _KEPT:
                self._boards.popitem(last=False)
            return kept.ordered, kept.digest

    async def _score(self, tx: Transaction, kept: _Kept, key: Key, only: set[int] | None) -> None:
        prefix, as_of, window_days, _ = key
        # The floor is taken before reading: what commits meanwhile is read again next time, never missed.
        floor = await repository.floor(tx)
        changes = await repository.changed_since(tx, floor if only is None else kept.floor)
        changed = None
        if only is not None:
            changed = {region for number, regions in changes.items() if number not in only for region in regions}
            changed |= await lineage.heirs(tx, changed)
            changed = {region for region in changed if region.startswith(prefix)}
        if changed is None or changed:
            townships = await repository.townships(tx, prefix, as_of, window_days, only=changed)

            def work() -> None:
                for region in changed or ():
                    kept.rows.pop(region, None)  # it may have been dissolved
                kept.rows |= {town.region: score(town, kept.document, window_days) for town in townships}
                kept.ordered = arrange(list(kept.rows.values()), kept.document)
                kept.digest = digest(kept.ordered)

            await asyncio.to_thread(work)
        kept.floor, kept.seen = floor, set(changes)


@asynccontextmanager
async def caching(app: FastAPI) -> AsyncIterator[None]:
    """Give the service its cache."""
    app.state.boards = BoardCache()
    yield
