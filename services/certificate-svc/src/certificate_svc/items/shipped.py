"""The items that come with the product: 20 forbidden everywhere at once, 24 candidates that bind nobody yet."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

from contracts.certificate import ItemForbidden
from fastapi import FastAPI
from servicekit.shipped import shipped_data
from servicekit.transaction import Context

from certificate_svc.items import repository
from certificate_svc.items.models import NATIONWIDE, Item, Kind


def shipped() -> Iterator[Item]:
    """The rows of both catalogues, in their order."""
    yield from _items("forbidden_certificates.yaml", Kind.FORBIDDEN)
    yield from _items("allowed_certificates.yaml", Kind.CANDIDATE)


def _items(name: str, kind: Kind) -> Iterator[Item]:
    catalogue: dict[str, Any] = shipped_data("certificate_svc", f"data/{name}")
    for shown in catalogue["items"]:
        row = dict(shown)
        days = row.pop("default_days", None)
        yield Item(kind=kind, region=NATIONWIDE, days=days, effective_from=catalogue["meta"]["effective_from"], **row)


@asynccontextmanager
async def ship_items(app: FastAPI) -> AsyncIterator[None]:
    """Load the shipped items at the first start; two replicas starting together load them once."""
    async with app.state.database.transaction(Context.of_system("ship_items", app.state.clock.now())) as tx:
        if await repository.nothing_shipped_yet(tx):
            for item in shipped():
                tx.add(item)
                if item.kind is Kind.FORBIDDEN:
                    tx.record(ItemForbidden(item=item.code, name=item.name), about=item)
    yield
