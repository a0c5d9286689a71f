"""Every error answer is an RFC 9457 problem document with a stable code."""

import logging
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, Literal

import asyncpg
import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.routing import Match

from servicekit.budgets import MOST_ERRORS
from servicekit.errors import Busy, Conflict, Refusal, Unavailable, members, required_members
from servicekit.http_refusals import InternalError, InvalidRequest, InvalidValue, MalformedJson, of_framework

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

_CHINESE = {
    "missing": "缺少该项",
    "extra_forbidden": "不认识的字段",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_parsing": "应为数字",
    "decimal_parsing": "应为数字",
    "decimal_type": "应为数字",
    "decimal_max_digits": "数字位数过多",
    "decimal_max_places": "小数位数过多",
    "decimal_whole_digits": "数字位数过多",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "date_type": "应为日期，如 2026-03-01",
    "date_parsing": "应为日期，如 2026-03-01",
    "date_from_datetime_parsing": "应为日期，如 2026-03-01",
    "date_from_datetime_inexact": "应为日期，不带时刻",
    "datetime_parsing": "应为带时区的时间，如 2026-03-01T09:00:00+08:00",
    "list_type": "应为列表",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "dict_type": "应为对象",
    "too_short": "条目过少",
    "too_long": "条目过多",
    "json_invalid": "不是有效的 JSON",
    "string_too_short": "内容过短",
    "string_too_long": "内容过长",
    "string_pattern_mismatch": "格式不符合要求",
    "enum": "不在可选值范围内",
    "literal_error": "不在可选值范围内",
    "greater_than_equal": "数值过小",
    "greater_than": "数值过小",
    "less_than_equal": "数值过大",
    "less_than": "数值过大",
    "uuid_parsing": "不是有效的编号",
    "unsafe_text": "含有不允许的控制字符",
    "too_many_fields": "字段过多",
}
# SQLSTATE classes and codes that say "later", not "never". A refused login (28) is the operator's to mend, as a server
# that is away: a password that was changed at one end bites when the pool opens its next connection.
_TRANSIENT = ("08", "28", "53", "57", "40", "55P03")
_BAD_VALUE = ("22",)
_CONFLICT = ("23",)


class FieldError(BaseModel):
    """One wrong field. `pointer` is an RFC 6901 JSON pointer into the request."""

    pointer: str
    code: str
    detail: str


class Problem(BaseModel):
    """RFC 9457 problem details, as every service answers them."""

    type: str = Field(examples=["/problems/stale_version"])
    title: str
    status: int
    code: str
    detail: str
    rule: str | None = Field(None, description="number of the rule that was broken", examples=["GRP-01"])
    law: str | None = Field(None, description="legal or documentary source of the rule")
    request_id: str | None = None
    errors: list[FieldError] | None = Field(None, description=f"the first {MOST_ERRORS} wrong fields")
    error_count: int | None = Field(None, description="how many there are")
    item: str | None = Field(None, description="of many records of one act, the id of the one that was refused")


_MODELS: dict[type[Refusal], type[Problem]] = {}


def problem_of(kind: type[Refusal]) -> type[Problem]:
    """The problem that a refusal is answered with: a model of its own where it declares members, else `Problem`."""
    if kind not in _MODELS:
        _MODELS[kind] = _model_of(kind)
    return _MODELS[kind]


def _model_of(kind: type[Refusal]) -> type[Problem]:
    declared = members(kind)
    if not declared:
        return Problem
    fields: dict[str, Any] = {
        name: annotation if name in required_members(kind) else (annotation, None)
        for name, annotation in declared.items()
    }
    fields["code"] = Literal[kind.code]
    return create_model(
        f"{kind.__name__}Problem", __base__=Problem, __module__=kind.__module__, __doc__=kind.__doc__, **fields
    )


def problem(
    request: Request, status: int, code: str, title: str, detail: str,
    *, headers: dict[str, str] | None = None, **extra: Any,
) -> Response:  # fmt: skip
    """Build the answer; `extra` members follow RFC 9457 section 3.2."""
    document = {"type": f"/problems/{code}", "title": title, "status": status, "code": code, "detail": detail}
    document["request_id"] = request.scope.get("state", {}).get("request_id")
    document |= {name: value for name, value in extra.items() if value is not None}
    return Response(orjson.dumps(document, default=str), status, headers, MEDIA_TYPE)


def refused(request: Request, refusal: Refusal) -> Response:
    """The answer to a refusal."""
    return problem(
        request, refusal.status, refusal.code, refusal.title, refusal.detail,
        headers=refusal.headers, rule=refusal.rule, law=refusal.law, **refusal.extra,
    )  # fmt: skip


def sentence(kind: type[Refusal]) -> str:
    """A refusal in one line: its code and what it says."""
    return f"`{kind.code}`: {(kind.__doc__ or '').strip().splitlines()[0]}"


def refusals(*kinds: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """Document the refusals of a route in its OpenAPI: `responses=refusals(NotFlagged, StaleVersion)`."""
    by_status: dict[int | str, list[type[Refusal]]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, []).append(kind)
    return {
        status: {"model": reduce(or_, models_of(of_one)), "description": "; ".join(map(sentence, of_one))}
        for status, of_one in by_status.items()
    }


def models_of(kinds: Iterable[type[Refusal]]) -> tuple[type[Problem], ...]:
    """The models of several refusals; what any problem is, comes last, so that a reader tries the narrower ones."""
    return tuple(sorted(dict.fromkeys(map(problem_of, kinds)), key=lambda model: (model is Problem, model.__name__)))


def documented(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with refusals under their own media type; FastAPI writes them under the route's."""
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    answers = [answer for operation in operations for answer in operation["responses"].items()]
    for content in (answer["content"] for status, answer in answers if status >= "4" and "content" in answer):
        content[MEDIA_TYPE] = content.pop(next(iter(content)))
        # A union is named by nobody: generators make one type of those that are alike.
        content[MEDIA_TYPE]["schema"].pop("title", None)
    return document


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(asyncpg.PostgresError, _database)
    app.add_exception_handler(asyncpg.InterfaceError, _database)
    app.add_exception_handler(asyncpg.InternalClientError, _database)
    app.add_exception_handler(PoolTimeout, _pool_empty)
    app.add_exception_handler(OSError, _database)
    app.add_exception_handler(OverflowError, _beyond)
    app.add_exception_handler(Exception, _unexpected)


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for this class only
    if error.logged or error.status in (401, 403):
        request.app.state.refusals.add(request, error.code)
    return refused(request, error)


def in_chinese(kind: str, message: str) -> str:
    """What is wrong with a field, for people; the messages of our own validators are Chinese already."""
    own = message if message[:1] >= "\u4e00" else "内容不符合要求"
    return _CHINESE.get(kind, own)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = error.errors()
    errors = [
        FieldError(pointer=_pointer(item["loc"]), code=item["type"], detail=in_chinese(item["type"], item["msg"]))
        for item in found[:MOST_ERRORS]
    ]
    malformed = any(item.code == "json_invalid" for item in errors)
    kind = MalformedJson if malformed else InvalidRequest
    return refused(request, kind(errors=[item.model_dump() for item in errors], error_count=len(found)))


def _pointer(location: tuple[int | str, ...]) -> str:
    return "/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in location)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    refusal, headers = of_framework(error.status_code), dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = _methods_here(request)
    return problem(request, error.status_code, refusal.code, refusal.title, refusal.detail, headers=headers)


def _methods_here(request: Request) -> str:
    """All methods of the resource (RFC 9110, 15.5.6); the framework names those of its first route alone."""
    here = [route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE]
    return ", ".join(sorted({method for route in here for method in route.methods}))


async def _database(request: Request, error: Exception) -> Response:
    state = getattr(getattr(error, "orig", error), "sqlstate", None) or ""
    if state.startswith(_CONFLICT):
        return refused(request, Conflict("与已有记录冲突，请勿重复提交"))
    if state.startswith(_BAD_VALUE):
        return _bad_value(request)
    if not state or state.startswith(_TRANSIENT):
        log.warning("database unavailable", exc_info=error)
        return refused(request, Unavailable())
    return await _unexpected(request, error)


async def _pool_empty(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler's shape
    """Every connection is lent out: the database is well, there is only too much to do."""
    return refused(request, Busy())


async def _beyond(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler's shape
    """Arithmetic with a date at the end of the calendar, or with a number beyond all use: the value is at fault."""
    return _bad_value(request)


def _bad_value(request: Request) -> Response:
    return refused(request, InvalidValue())


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return refused(request, InternalError())
