"""Bodies of requests and answers: what every service refuses in text, and how a record is shown."""

import inspect
import re
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from servicekit import budgets
from servicekit.dates import with_written_dates
from servicekit.naming import add_names
from servicekit.text import cleaned
from servicekit.workflow import Action, Workflow

# NUL, other control characters, and the bidirectional overrides that make text read other than it is stored.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


def _safe(value: Any) -> Any:
    """The value with every text in it cleaned; raises for text that reads other than it is stored."""
    if isinstance(value, str):
        if UNSAFE.search(value):
            raise PydanticCustomError("unsafe_text", "control and bidirectional override characters are not allowed")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise PydanticCustomError("unsafe_text", "lone surrogates are not allowed") from error
        return cleaned(value)
    if isinstance(value, dict):
        if len(value) > budgets.MOST_FIELDS:
            raise PydanticCustomError("too_many_fields", "an object has too many fields")
        return {_safe(key): _safe(item) for key, item in value.items()}
    return [_safe(item) for item in value] if isinstance(value, list) else value


class Body(BaseModel):
    """A request body: unknown fields are refused, and so are text that hides what it says and numbers for dates."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _safe_text(cls, data: Any) -> Any:
        return _safe(data)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema: CoreSchema = with_written_dates(handler(source))
        return schema


class DecisionBody(Body):
    """What every decision on a record takes: which outcome of its step, and why; each declares its own choices.

    Files that a decision rests on are attachments of its record; where some must be named, they are its `evidence`.
    """

    decision: str = Field(title="决定")
    reason: str = Field(title="理由", min_length=2, max_length=500)


class View(BaseModel):
    """A response body; `table_title` names the sheet and the file of a list of it."""

    table_title: ClassVar[str] = ""

    model_config = ConfigDict(from_attributes=True)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own, fields = inspect.get_annotations(cls), dict(cls.__dict__)
        cls.__annotations__ = add_names(fields, own)
        for name in cls.__annotations__.keys() - own.keys():
            setattr(cls, name, fields[name])


class ResourceView(View):
    """A record with a workflow as it is shown: its version is the ETag, `workflow` says what may be done with it."""

    workflow: ClassVar[Workflow[Any] | None] = None

    id: UUID
    version: int
    state: str
    allowed_actions: list[Action] = Field(default=[], description="what this caller may do with the record now")

    @classmethod
    def of(cls, row: Any, caller: Any) -> Self:
        """The view of a row, with the actions open to its reader."""
        view = cls.model_validate(row)
        view.allowed_actions = cls.offers(row, caller)
        return view

    @classmethod
    def offers(cls, row: Any, caller: Any) -> list[Action]:
        """What the reader may do with the row now."""
        return [] if cls.workflow is None else cls.workflow.actions(row, caller)
