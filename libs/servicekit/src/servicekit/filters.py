"""Filters of a list, declared once: the query parameters, their OpenAPI and the SQL follow from the declaration.

    FILTERS = filters(Group, region=Subtree(), state=AnyOf(), platform=AnyOf())

    async def list_groups(tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, FILTERS]) -> …:
        statement = wanted.narrow(sa.select(Group).where(caller.scope.where(Group)))

Parameters that no route declares are refused by the router, so a misspelt filter never answers with everything.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import sqlalchemy as sa
from fastapi import Depends, Query
from sqlmodel import SQLModel

from servicekit.dates import Day
from servicekit.spelling import reads

S = TypeVar("S", bound=sa.Select[Any])
Condition = Callable[[Any, Any], sa.ColumnElement[bool]]
"""Makes the SQL condition of a column and a wanted value."""
BY_SOUND = "in characters, in pinyin (`liuhe`) or by initials (`lhc`)"


@dataclass(frozen=True, slots=True)
class Filter:
    """One query parameter and what it means in SQL.

    `kind` is the parameter's type, by default that of the column; `column` names the column, or is the expression,
    where it differs from the parameter; an expression needs the kind. Without a condition the repository itself reads
    the value from `Wanted.values`.
    """

    condition: Condition | None
    kind: Any = None
    column: str | tuple[str, ...] | sa.ColumnElement[Any] | None = None
    description: str | None = None
    pattern: str | None = None
    longest: int = 200
    many: bool = False

    def parameter(self, name: str, model: type[SQLModel]) -> inspect.Parameter:
        """The query parameter as the framework reads it."""
        kind = self.kind or _plain_type(model, self.column if isinstance(self.column, str) else name)
        length = None if self.many or self.pattern or kind is not str else self.longest
        query = Query(None, description=self.description, pattern=self.pattern, max_length=length)
        kind = list[kind] if self.many else kind  # type: ignore[valid-type] # a type made at run time
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=query, annotation=kind | None)

    def subject(self, name: str, model: type[SQLModel]) -> Any:
        """The column or expression that the condition is about."""
        column = name if self.column is None else self.column
        if isinstance(column, tuple):
            return sa.func.concat_ws(" ", *(getattr(model, each) for each in column))
        return getattr(model, column) if isinstance(column, str) else column


def Equal(**options: Any) -> Filter:  # noqa: N802 - reads as a declaration
    """The column is exactly this value."""
    return Filter(lambda column, value: column == value, **options)


def AnyOf(**options: Any) -> Filter:  # noqa: N802
    """The column is one of these values; the parameter may be repeated."""
    return Filter(lambda column, values: column.in_(values), many=True, **options)


def Contains(**options: Any) -> Filter:  # noqa: N802
    """The text contains this text."""
    return Filter(lambda column, value: column.contains(value, autoescape=True), **options)


def Words(*columns: str) -> Filter:  # noqa: N802
    """`q=Words("title", "number")`: what people type stands in one of these columns, in characters or as pinyin."""
    named = " or ".join(f"`{column}`" for column in columns)
    return Filter(reads, kind=str, column=columns, longest=60, description=f"part of {named}, {BY_SOUND}")


def Since(column: str, kind: Any = Day, **options: Any) -> Filter:  # noqa: N802
    """The column lies on this day or instant, or later."""
    return Filter(lambda stored, value: stored >= value, column=column, kind=kind, **options)


def Until(column: str, kind: Any = Day, **options: Any) -> Filter:  # noqa: N802
    """The column lies on this day or instant, or earlier."""
    return Filter(lambda stored, value: stored <= value, column=column, kind=kind, **options)


def Present(column: str, **options: Any) -> Filter:  # noqa: N802
    """Whether the column has a value."""
    return Filter(lambda stored, wanted: stored.is_not(None) == wanted, column=column, kind=bool, **options)


def Own(kind: Any, **options: Any) -> Filter:  # noqa: N802
    """A parameter whose SQL the repository writes itself."""
    return Filter(None, kind=kind, **options)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one request asks of a list."""

    conditions: tuple[sa.ColumnElement[bool], ...]
    values: Mapping[str, Any]
    """The wanted values of all filters by name; absent ones are None."""

    def narrow(self, statement: S) -> S:
        """The same statement with the conditions of the request."""
        return statement.where(*self.conditions)


def filters(model: type[SQLModel], **declared: Filter) -> Any:
    """A dependency that reads the declared filters of a request as `Wanted`."""

    def read(**values: Any) -> Wanted:
        conditions = [
            each.condition(each.subject(name, model), values[name])
            for name, each in declared.items()
            if each.condition is not None and values[name] is not None
        ]
        return Wanted(tuple(conditions), values)

    parameters = [each.parameter(name, model) for name, each in declared.items()]
    read.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # what inspect reads
    return Depends(read)


def _plain_type(model: type[SQLModel], name: str) -> Any:
    """The type of a column without `None`."""
    annotation = model.model_fields[name].annotation
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not NoneType)
    return annotation
