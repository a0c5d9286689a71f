"""Chinese names at the source: an enumeration carries the name of each of its values.

    class Platform(TitledEnum, name="platform", title_zh="工作群平台"):
        WECHAT = "wechat", "微信群"

API documents, event schemas, exports and the list of codes are made from these names; nobody writes them a second time.
"""

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema

NAME, TITLE = "x-code-list", "x-title-zh"
TITLES = "x-enum-titles"
"""Extensions of JSON Schema: under which name an enumeration is listed among the codes, what people call it, and its
values' names. An event's schema has the second too."""


class TitledEnum(StrEnum):
    """Values that people read by a Chinese name; what is stored and sent is the value alone."""

    title_zh: str
    list_name: ClassVar[str]
    """Under which name the enumeration is listed among the codes: unique in the product."""
    list_title_zh: ClassVar[str]

    def __new__(cls, value: str, title_zh: str = "") -> "TitledEnum":
        """Called for each member at its definition, with both; a lookup by value never comes here."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.title_zh = title_zh
        return member

    def __init_subclass__(cls, name: str, title_zh: str) -> None:
        cls.list_name, cls.list_title_zh = name, title_zh

    @classmethod
    def titles(cls) -> dict[str, str]:
        """The name of each value, in the order of their declaration."""
        return {member.value: member.title_zh for member in cls}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        document = handler(schema)
        handler.resolve_ref_schema(document).update(
            {NAME: cls.list_name, TITLE: cls.list_title_zh, TITLES: cls.titles()}
        )
        return document


def coded(name: str, title_zh: str, /, **titles: str) -> FieldInfo:
    """Literal values as a list of codes: `Annotated[Literal["all", "none"], coded("ties", "同分处理", all=…, none=…)]`.

    For values that no code compares; `name` and `title_zh` are those of the list, as a `TitledEnum` has them.
    """
    field: FieldInfo = Field(json_schema_extra={NAME: name, TITLE: title_zh, TITLES: dict(titles)})
    return field


def named(**titles: str) -> FieldInfo:
    """The Chinese names of a field's literal values: `Annotated[Literal["yes", "no"], named(yes="是", no="否")]`."""
    field: FieldInfo = Field(json_schema_extra={TITLES: dict(titles)})
    return field
