"""Reading the records of one kind: each within the reader's scope, a list by its declared filters."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa

from servicekit.bodies import View
from servicekit.filters import Filter, Wanted, filters
from servicekit.pages import Page, SortedPaging, page
from servicekit.protocols import Scope
from servicekit.tables import Aggregate
from servicekit.transaction import Transaction

A = TypeVar("A", bound=Aggregate)
V = TypeVar("V", bound=View)


class Records(Generic[A]):
    """The records of a model, with the filters of their list: `GROUPS = Records(Group, region=Subtree())`.

    `filters` is the dependency that reads the filters of a request. What a repository needs besides it writes itself.
    """

    def __init__(self, model: type[A], **declared: Filter) -> None:
        self.model = model
        self.filters: Any = filters(model, **declared)

    async def get(self, tx: Transaction, scope: Scope, id: UUID) -> A:
        """One record to look at; raises NotFound outside of the scope too."""
        return await tx.get(self.model, id, scope)

    async def locked(self, tx: Transaction, scope: Scope, id: UUID) -> A:
        """One record to change; raises NotFound, StaleVersion."""
        return await tx.locked(self.model, id, scope)

    def visible(self, scope: Scope) -> sa.Select[A]:
        """The records that a caller may see."""
        return sa.select(self.model).where(scope.where(self.model))

    async def page(
        self, tx: Transaction, scope: Scope, wanted: Wanted, paging: SortedPaging, view: Callable[[A], V]
    ) -> Page[V]:
        """One page of the records that a caller may see and a request asks for."""
        return await page(tx, wanted.narrow(self.visible(scope)), self.model, paging, view=view)
