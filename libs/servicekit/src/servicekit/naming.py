"""Names beside codes: a view whose field holds a code also shows what people call it.

A field is declared with `Named`, such as `region: RegionCode`; its view gets `region_name` beside it. A list of codes
gets the list of their names: `regions: list[RegionCode]` and `regions_names`. The route fills the names when its
endpoint has answered, with one question for all codes of the answer, however many rows it has.
"""

from asyncio import gather
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from servicekit.transaction import Transaction

Endpoint = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Named:
    """Marks a code: `names` is the statement that reads (code, name) of the codes in $1.

    A code that means something within a place only, such as a row of that place's own table, says by `within` where its
    view is; the statement then reads and answers `place/code`.
    """

    names: str
    within: Callable[[Any], str] | None = None

    def key(self, view: BaseModel, code: str) -> str:
        """What the statement knows a code of a view by."""
        return code if self.within is None else f"{self.within(view)}/{code}"


@dataclass(frozen=True, slots=True)
class Code:
    """A field of a view that holds codes, and the field of their names."""

    field: str
    name: str
    mark: Named
    many: bool


def add_names(namespace: dict[str, Any], annotations: Mapping[str, Any]) -> dict[str, Any]:
    """The annotations of a view with a name behind each code; the fields of the names go into the namespace."""
    found: dict[str, Any] = {}
    for field, kind in annotations.items():
        found[field] = kind
        name, many = _name_of(field, kind), _is_list(kind)
        if _mark(kind) is not None and name not in annotations:
            found[name] = list[str | None] if many else str | None
            title = getattr(namespace.get(field), "title", None)
            heading = f"{title.removesuffix('代码')}名称" if title else None
            text = f"what people call `{field}`; null if unknown"
            namespace[name] = (
                Field(default_factory=list, title=heading, description=f"{text}, in the same order")
                if many
                else Field(None, title=heading, description=text)
            )
    return found


def _name_of(field: str, kind: Any) -> str:
    return f"{field}_names" if _is_list(kind) else f"{field}_name"


def _is_list(kind: Any) -> bool:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_origin(kind) is list


def _mark(kind: Any, metadata: tuple[Any, ...] | list[Any] = ()) -> Named | None:
    if get_origin(kind) is Annotated:
        kind, *metadata = get_args(kind)
    own = next((each for each in metadata if isinstance(each, Named)), None)
    return own or next((mark for each in get_args(kind) if (mark := _mark(each)) is not None), None)


@cache
def codes_of(model: type[BaseModel]) -> tuple[Code, ...]:
    """The codes of a view that have names."""
    marks = {field: _mark(info.annotation, info.metadata) for field, info in model.model_fields.items()}
    kinds = {field: info.annotation for field, info in model.model_fields.items()}
    return tuple(
        Code(field, _name_of(field, kinds[field]), mark, _is_list(kinds[field]))
        for field, mark in marks.items() if mark is not None
    )  # fmt: skip


@cache
def _inner(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a view that hold views with codes, or whatever a list without a type has."""
    return tuple(
        name
        for name, info in model.model_fields.items()
        if any(has_codes(kind) for kind in _models_in(info)) or _is_open(info.annotation)
    )


def _is_open(kind: Any) -> bool:
    return any(isinstance(each, TypeVar) for each in get_args(kind))


def _models_in(kind: Any) -> list[type[BaseModel]]:
    if isinstance(kind, FieldInfo):
        kind = kind.annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [model for each in get_args(kind) for model in _models_in(each)]


@cache
def has_codes(model: Any) -> bool:
    """Whether an answer of this model holds codes that have names."""
    return any(bool(codes_of(each)) or bool(_inner(each)) for each in _models_in(model))


def with_names(endpoint: Endpoint) -> Endpoint:
    """The endpoint, whose answers get their names from the transaction that it takes."""

    @wraps(endpoint)
    async def named(**given: Any) -> Any:
        answer = await endpoint(**given)
        tx = next((each for each in given.values() if isinstance(each, Transaction)), None)
        if tx is not None and isinstance(answer, BaseModel):
            await fill(tx, answer)
        return answer

    return named


async def fill(tx: Transaction, answer: BaseModel) -> None:
    """Fill in the names of all codes of an answer: one statement for each kind of code that is not known lately."""
    places: dict[str, list[tuple[BaseModel, Code]]] = {}
    _collect(answer, places)
    wanted = [
        tx.lookup_all(statement, {key for view, code in found for key in _keys(view, code)})
        for statement, found in places.items()
    ]
    for found, names in zip(places.values(), await gather(*wanted), strict=True):
        for view, code in found:
            known = [names.get(key) for key in _keys(view, code)]
            setattr(view, code.name, known if code.many else known[0])


def _keys(view: BaseModel, code: Code) -> list[str]:
    value = getattr(view, code.field)
    return [code.mark.key(view, each) for each in (value if code.many else (value,))]


def _collect(view: BaseModel, places: dict[str, list[tuple[BaseModel, Code]]]) -> None:
    model = type(view)
    for code in codes_of(model):
        if getattr(view, code.field) is not None:
            places.setdefault(code.mark.names, []).append((view, code))
    for field in _inner(model):
        value = getattr(view, field)
        for each in value if isinstance(value, list | tuple) else (value,):
            if isinstance(each, BaseModel):
                _collect(each, places)
