"""Routes of steps: the path, the roles, the refusals and the place in `allowed_actions` follow from the table."""

import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from servicekit.errors import Forbidden, Refusal
from servicekit.workflow import Step

Handler = Callable[..., Awaitable[Any]]


def parts_of(kind: Any) -> tuple[Any, ...]:
    """The members of a union, or the one type."""
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def refusals_of(step: Step[Any]) -> list[type[Refusal]]:
    """What the rules of a step can raise, as their return annotations say, and Forbidden where it is somebody's own."""
    hints = [get_type_hints(rule).get("return") for rule in step.rules]
    kinds = [kind for hint in hints for kind in parts_of(hint) if isinstance(kind, type) and issubclass(kind, Refusal)]
    return [*kinds, Forbidden] if step.party is not None else kinds


def schema_of(handler: Handler) -> str | None:
    """The name of the request body's schema: that of the parameter `body`, if there is one."""
    parameter = inspect.signature(handler).parameters.get("body")
    kinds = () if parameter is None else parts_of(parameter.annotation)
    return next((kind.__name__ for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def for_step(handler: Handler, name: str) -> Handler:
    """A handler of several steps as that of one: `step_group(action=…)` becomes `group_retention()`."""
    signature = inspect.signature(handler)
    if "action" not in signature.parameters:
        return handler

    @wraps(handler)
    async def one(**given: Any) -> Any:
        return await handler(action=name, **given)

    rest = [parameter for parameter in signature.parameters.values() if parameter.name != "action"]
    one.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined] # what FastAPI reads
    one.__name__ = f"{handler.__name__.removeprefix('step_')}_{name}".replace("-", "_")
    return one
