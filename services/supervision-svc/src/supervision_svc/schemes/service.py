"""Saving schemes, and the one that ships with the product."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from functools import cache

from contracts.supervision import SchemeSaved
from countykit.identity import Caller
from countykit.workdays import today
from fastapi import FastAPI
from servicekit.shipped import shipped_data
from servicekit.transaction import Context, Transaction

from supervision_svc.schemes import guard, repository
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.schemes.models import NATIONAL, Scheme
from supervision_svc.schemes.schemas import SchemeToSave

SHIPPED_FROM = date(2020, 1, 1)
"""Before any data: the shipped scheme applies to every past date that a county has no scheme of its own for."""


async def save(tx: Transaction, caller: Caller, wanted: SchemeToSave) -> Scheme:
    """Save the county's next version; raises what the policy guard refuses."""
    guard.check(wanted.document)
    guard.check_effective(wanted.effective_from, today(tx.now))
    region = caller.region[:6].ljust(12, "0")
    return await _add(tx, region, wanted.document, wanted.effective_from, caller.sub)


async def _add(tx: Transaction, region: str, document: SchemeDocument, effective_from: date, by: str) -> Scheme:
    number = await repository.last_number(tx, region) + 1
    body = document.model_copy(update={"version": number}).model_dump(mode="json")
    scheme = tx.add(
        Scheme(region=region, number=number, name=document.name, effective_from=effective_from, body=body, saved_by=by)
    )
    tx.record(SchemeSaved(name=scheme.name, number=number, effective_from=effective_from), about=scheme)
    return scheme


@cache
def shipped_document() -> SchemeDocument:
    """The default scheme as it lies in the package."""
    # Floats of YAML become exact decimals through their text.
    return SchemeDocument.model_validate(_texts(shipped_data("supervision_svc", "data/default_scheme.yaml")))


def _texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return str(value) if isinstance(value, float) else value


def _same(saved: SchemeDocument, shipped: SchemeDocument) -> bool:
    return saved.model_copy(update={"version": shipped.version}) == shipped


@asynccontextmanager
async def first_start(app: FastAPI) -> AsyncIterator[None]:
    """Save the shipped scheme where it is missing or another than before; two replicas may start at once.

    A newer release's scheme is in force from the day on which it starts: the boards of the past keep theirs.
    """
    context = Context.of_system("schemes:first-start", app.state.clock.now())
    document = shipped_document()
    async with app.state.database.transaction(context) as tx:
        if await repository.last_number(tx, NATIONAL) == 0:
            await _add(tx, NATIONAL, document, SHIPPED_FROM, "system")
        elif not _same(SchemeDocument.saved((await repository.shipped(tx)).body), document):
            await _add(tx, NATIONAL, document, today(tx.now), "system")
    yield
