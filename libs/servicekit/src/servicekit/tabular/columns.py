"""The columns of a table, from the body that its rows become."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from wording.folding import fold

from servicekit.sheets.wanted import Column, Kind

_EVERYWHERE = {
    "id": "编号",
    "version": "版本",
    "state": "状态",
    "created_at": "登记时间",
    "updated_at": "更新时间",
    "region": "区划代码",
}


@dataclass(frozen=True, eq=False)
class Titled:
    """What people call the values of a literal: `Annotated[Size, Titled({"small": "小"})]`."""

    titles: Mapping[str, str]


def titles_of_values(field: FieldInfo) -> Mapping[str, str]:
    """What people call each value of a field: by `Titled`, or by the `title_zh` of an enumeration's members."""
    titled = next((mark for mark in (*field.metadata, *_marks(field.annotation)) if isinstance(mark, Titled)), None)
    if titled is not None:
        return titled.titles
    members = next((kind for kind in types_of(field.annotation) if issubclass(kind, Enum)), None) or ()
    return {str(member.value): str(getattr(member, "title_zh", member.value)) for member in members}


def columns_of(body: type[BaseModel]) -> list[Column]:
    """The columns of the table that is read into this body, in its order."""
    return [_column(name, field) for name, field in body.model_fields.items()]


def titles_of(model: type[BaseModel]) -> Mapping[str, str]:
    """The head of each field; one without a title is called by its name, unless every resource has it."""
    return {name: field.title or _EVERYWHERE.get(name, name) for name, field in model.model_fields.items()}


def _column(name: str, field: FieldInfo) -> Column:
    heads = tuple(dict.fromkeys(head for head in (field.title, field.alias, name) if head))
    choices = {fold(title): value for value, title in titles_of_values(field).items()}
    return Column(name, heads, "choice" if choices else _kind(field.annotation), field.is_required(), choices)


def _kind(annotation: Any) -> Kind:
    kinds = types_of(annotation)
    for kind, name in _KINDS:
        if any(issubclass(found, kind) for found in kinds):
            return name
    return "other"


_KINDS: tuple[tuple[type, Kind], ...] = (
    (bool, "yes_no"), (int, "number"), (float, "number"), (date, "date"), (str, "text"),
)  # fmt: skip


def _marks(annotation: Any) -> Iterator[Any]:
    """Everything that `Annotated` says anywhere within a union."""
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    if get_origin(annotation) in (Annotated, Union, UnionType):
        for part in get_args(annotation):
            yield from _marks(part)


def types_of(annotation: Any) -> list[type]:
    """The classes of an annotation without `Annotated` and `None`; literals are the class of their values."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return types_of(get_args(annotation)[0])
    if origin is Literal:
        return list({type(value) for value in get_args(annotation)})
    if origin in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in types_of(part)]
    return [annotation] if isinstance(annotation, type) and annotation is not type(None) else []
