"""A step for many records in one request: `POST <collection>/bulk/<step>`.

Each record is taken as by its own route and has its own event and result. The step runs in one transaction; without
`atomic` a refused record is rolled back to its savepoint, and the others stand.
"""

import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Any, Literal, get_type_hints
from uuid import UUID

from contracts.titles import coded
from pydantic import BaseModel, Field, create_model, field_validator
from pydantic_core import PydanticCustomError

from servicekit.bodies import Body, View
from servicekit.errors import Refusal
from servicekit.transaction import Transaction

LARGEST = 200
BULK = "_in_bulk"
"""How the operation for many records ends, behind the name of that for one."""
Handler = Callable[..., Awaitable[Any]]


class BulkItem(Body):
    """A record, and the version that the caller has seen."""

    id: UUID
    version: int | None = Field(None, ge=0, description="refused with `stale_version` if it is no longer this one")


class Bulk(Body):
    """A step for many records."""

    items: list[BulkItem] = Field(min_length=1, max_length=LARGEST)
    atomic: bool = Field(
        default=True, description="all or nothing: the first refusal is the answer, with `item`; else each by itself"
    )

    @field_validator("items")
    @classmethod
    def _each_once(cls, items: list[BulkItem]) -> list[BulkItem]:
        if len({item.id for item in items}) < len(items):
            raise PydanticCustomError("item_repeated", "同一条记录不能在一次批量办理中出现两次")
        return items


class BulkOutcome(View):
    """What became of one record."""

    id: UUID
    outcome: Annotated[
        Literal["done", "refused"], coded("bulk_outcome", "批量办理结果", done="已办理", refused="未办理")
    ]
    version: int | None = Field(None, description="after the step")
    state: str | None = Field(None, description="after the step")
    code: str | None = Field(None, description="of the refusal")
    detail: str | None = Field(None, description="of the refusal, for people")


class BulkResult(View):
    """What became of the records, in the order of the request."""

    results: list[BulkOutcome]
    done: int
    refused: int


def in_bulk(handler: Handler, of: str) -> Handler:
    """The handler of one record's step as that of many; `of` is the path whose last parameter is the record's id."""
    signature, hints = inspect.signature(handler), get_type_hints(handler, include_extras=True)
    key = re.findall(r"\{(\w+)\}", of)[-1]
    step: type[BaseModel] = hints["body"]
    body = create_model(f"Bulk{step.__name__}", __base__=Bulk, __doc__=f"{Bulk.__doc__}", body=(step, ...))

    async def bulk(**given: Any) -> BulkResult:
        wanted: Any = given.pop("body")
        tx = next(value for value in given.values() if isinstance(value, Transaction))

        async def one(item: BulkItem) -> BulkOutcome:
            shown = await handler(**given, **{key: item.id, "body": wanted.body})
            return BulkOutcome(id=item.id, outcome="done", version=shown.version, state=shown.state)

        return await _each(tx, wanted, one)

    kept = [each for each in signature.parameters.values() if each.name != key]
    changed = [each.replace(annotation=body if each.name == "body" else hints[each.name]) for each in kept]
    bulk.__signature__ = signature.replace(parameters=changed, return_annotation=BulkResult)  # type: ignore[attr-defined] # what FastAPI reads
    bulk.__name__ = f"{handler.__name__}{BULK}"
    bulk.__module__ = handler.__module__
    bulk.__doc__ = f"For at most {LARGEST} records: {handler.__doc__}"
    return bulk


async def _each(tx: Transaction, wanted: Bulk, one: Callable[[BulkItem], Awaitable[BulkOutcome]]) -> BulkResult:
    found: dict[UUID, BulkOutcome] = {}
    context = tx.context
    # In the order of the ids, so that two such requests cannot wait for each other.
    for item in sorted(wanted.items, key=lambda each: each.id):
        tx.target = None
        tx.context = replace(context, if_match=None if item.version is None else f'"{item.version}"')
        try:
            async with tx.part():
                found[item.id] = await one(item)
        except Refusal as refusal:
            if wanted.atomic:
                refusal.also(item=str(item.id))
                raise
            found[item.id] = BulkOutcome(id=item.id, outcome="refused", code=refusal.code, detail=refusal.detail)
    tx.context, tx.target = context, None
    results = [found[item.id] for item in wanted.items]
    done = sum(each.outcome == "done" for each in results)
    return BulkResult(results=results, done=done, refused=len(results) - done)
