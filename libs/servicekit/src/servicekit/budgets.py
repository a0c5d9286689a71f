"""What one request may cost: fields, nesting and seconds. Bytes are the body limit's, the head is the server's.

OWASP API Security Top 10 2023, API4 (unrestricted resource consumption).
"""

import asyncio
import re

from starlette.requests import Request
from starlette.types import Message, Receive

from servicekit.errors import Refusal, TooLarge

MOST_FIELDS = 1000
"""Fields of a query, of a form, and of one JSON object."""
MOST_VALUES = 50_000
"""Values of a whole JSON document: the longest list that a route takes has a thousand rows."""
MOST_NESTING = 50
MOST_ERRORS = 100
"""Wrong fields that one answer tells."""

_TEXT = re.compile(rb'"[^"]*"?')
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class TooManyFields(Refusal):
    """The request has more fields than any route takes."""

    status = 400
    code = "too_many_fields"
    detail = f"提交的字段过多，最多 {MOST_FIELDS} 项"


class TooDeep(Refusal):
    """The JSON document is nested deeper than any route takes."""

    status = 400
    code = "too_deep"
    detail = f"JSON 嵌套过深，最多 {MOST_NESTING} 层"


class TooManyValues(TooLarge):
    """The JSON document has more values than any route takes."""

    code = "too_many_values"
    detail = f"提交的数据项过多，最多 {MOST_VALUES} 项"


class BodyTooSlow(Refusal):
    """The request body did not arrive in time."""

    status = 408
    code = "upload_too_slow"
    detail = "上传超时，请检查网络后重试"


def check_query(query: bytes) -> None:
    """Refuse a query of too many fields before anybody takes it apart; raises TooManyFields."""
    if query.count(b"&") >= MOST_FIELDS:
        raise TooManyFields


def check_document(body: bytes) -> None:
    """Refuse JSON that is costly to read, by looks at its bytes alone; raises TooDeep and TooManyValues.

    Texts are cut out first. Then each round takes away the innermost pairs of brackets: a pair that is left after as
    many rounds as levels are allowed is nested deeper. What is no JSON at all is left to the parser.
    """
    if body.count(b"[") + body.count(b"{") <= MOST_NESTING and body.count(b",") < MOST_VALUES:
        return
    bare = _TEXT.sub(b"", body.replace(rb"\\", b"").replace(rb"\"", b""))
    brackets = bare.translate(_ONE_KIND, _NOT_BRACKETS)
    if bare.count(b",") + brackets.count(b"[") > MOST_VALUES:
        raise TooManyValues
    deep = b"[" * (MOST_NESTING + 1)
    for _ in range(MOST_NESTING):
        if not brackets or deep in brackets:
            break
        brackets = brackets.replace(b"[]", b"")
    if b"[]" in brackets or deep in brackets:
        raise TooDeep


def has_body(request: Request) -> bool:
    """Whether a body follows the head (RFC 9112, 6.3)."""
    headers = request.headers
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def timed(receive: Receive, seconds: float) -> Receive:
    """A source of body that raises BodyTooSlow when the whole has not arrived in time."""
    give_up_at = asyncio.get_running_loop().time() + seconds

    async def next_message() -> Message:
        try:
            async with asyncio.timeout_at(give_up_at):
                return await receive()
        except TimeoutError as error:
            raise BodyTooSlow from error

    return next_message


async def read_body(request: Request, *, seconds: float, form: bool, raw: bool = False) -> Request:
    """The same request, its body read and looked at; `form` says that the route takes one, `raw` that it takes a file.

    Nothing scarce may be taken before that: a place among the logins, a connection of the database. Raises BodyTooSlow,
    TooDeep, TooManyFields and TooManyValues.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    request = Request(request.scope, timed(request.receive, seconds))
    if form and kind == "multipart/form-data":
        await request.form(max_fields=MOST_FIELDS)
        return request
    body = await request.body()
    if raw:
        return request
    if kind == "application/x-www-form-urlencoded":
        check_query(body)
    else:
        check_document(body)
    return request
