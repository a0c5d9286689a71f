"""A date is a date: pydantic also takes numbers for dates (0 is 1970-01-01), which nobody means in a body."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError, core_schema

_NUMBER = re.compile(r"\s*[-+]?\d*\.?\d*\s*")


def written(value: Any) -> Any:
    """The value, unless it is a number or a text of one: seconds since 1970 are refused as a date or a time."""
    if isinstance(value, (int, float)) or (isinstance(value, (str, bytes)) and _NUMBER.fullmatch(_text(value))):
        raise PydanticCustomError("date_type", "a date is written as 2024-05-01")
    return value


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode(errors="replace")


Day = Annotated[date, BeforeValidator(written)]
"""A date in a query string; bodies need no such mark."""


def with_written_dates(schema: Any) -> Any:
    """A model's schema in which every date and time, however deep, takes written values only."""
    if isinstance(schema, list):
        return [with_written_dates(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "function-before" and schema["function"]["function"] is written:
        return schema  # a body within a body is done already
    if schema.get("type") in ("date", "datetime"):
        return core_schema.no_info_before_validator_function(written, schema)
    return {key: item if key in _OPAQUE else with_written_dates(item) for key, item in schema.items()}


_OPAQUE = frozenset({"metadata", "serialization", "config", "default", "expected", "cls"})
