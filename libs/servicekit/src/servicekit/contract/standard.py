"""Headers, parameters and answers that all services share, as components that operations refer to."""

from collections.abc import Iterable
from typing import Any

from servicekit.errors import Forbidden, Refusal, Unauthenticated
from servicekit.http import UnknownParameter
from servicekit.http_refusals import InvalidRequest, Malformed, NotAcceptable, RateExceeded
from servicekit.idempotency import IdempotencyKeyReused
from servicekit.pages import CursorInvalid, SortInvalid
from servicekit.problems import MEDIA_TYPE, Problem, models_of, sentence

AUTOMATIC: dict[str, tuple[type[Refusal], ...]] = {
    "Malformed": (Malformed,),
    "MalformedPage": (Malformed, CursorInvalid),
    "Unauthenticated": (Unauthenticated,),
    "Forbidden": (Forbidden,),
    "NotAcceptable": (NotAcceptable,),
    "KeyReused": (IdempotencyKeyReused,),
    "Invalid": (InvalidRequest, UnknownParameter),
    "InvalidList": (InvalidRequest, UnknownParameter, SortInvalid),
    "RateExceeded": (RateExceeded,),
}
"""Refusals that the kit or the gateway raises by themselves, by the name of their component; each of one status."""

_WHOLE = {"type": "integer", "minimum": 0}
_TEXT = {"type": "string"}


def reference(section: str, name: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": f"#/components/{section}/{name}"}


# Told where a route will go, and no shared components: a document in which all routes stay uses none of them.
RETIRING = {
    "Deprecation": {"description": "Since when the route is one that will go (RFC 9745).", "schema": _TEXT},
    "Sunset": {"description": "The day until which it works at least (RFC 8594).", "schema": _TEXT},
    "Link": {"description": '`rel="successor-version"`: what takes its place.', "schema": _TEXT},
}


def components() -> dict[str, dict[str, Any]]:
    """The shared components, under the names that `reference` takes."""
    return {
        "parameters": {
            "IdempotencyKey": {
                "name": "Idempotency-Key", "in": "header", "required": False,
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
                "description": "1 to 200 visible ASCII characters, new for each act: a repeated request with the same "
                "key and body is answered with the first answer (`Idempotency-Replayed: true`) and does nothing.",
            },
            "IfMatch": {
                "name": "If-Match", "in": "header", "required": False, "schema": _TEXT,
                "description": "The `ETag` of the record as it was read; 412 when somebody has changed it since.",
            },
            "IfNoneMatch": {
                "name": "If-None-Match", "in": "header", "required": False, "schema": _TEXT,
                "description": "The `ETag` of the answer that the client has; 304 without a body when it is current.",
            },
        },
        "headers": {
            "ETag": {"description": "Names this state of the record or the list.", "schema": _TEXT},
            "Location": {
                "description": "Where the new record is read.", "schema": {"type": "string", "format": "uri-reference"}
            },
            "IdempotencyReplayed": {
                "description": "`true` when this is the first answer once more.",
                "schema": {"type": "string", "enum": ["true"]},
            },
            "RateLimitLimit": {"description": "Requests allowed in the window.", "schema": _WHOLE},
            "RateLimitRemaining": {"description": "Requests left in the window.", "schema": _WHOLE},
            "RateLimitReset": {"description": "Seconds until the window ends.", "schema": _WHOLE},
            "RetryAfter": {"description": "Seconds to wait before the next try.", "schema": _WHOLE},
        },
        "responses": {
            "NotModified": {
                "description": "The client's copy is current.", "headers": {"ETag": reference("headers", "ETag")}
            },
            **{name: answer_of(kinds) for name, kinds in AUTOMATIC.items()},
        },
        "schemas": schemas_of(*AUTOMATIC.values()),
    }  # fmt: skip


def rate_headers() -> dict[str, Any]:
    """What the gateway says of its rate limits, in every answer."""
    return {
        "RateLimit-Limit": reference("headers", "RateLimitLimit"),
        "RateLimit-Remaining": reference("headers", "RateLimitRemaining"),
        "RateLimit-Reset": reference("headers", "RateLimitReset"),
    }


def one_of(references: Iterable[dict[str, str]]) -> dict[str, Any]:
    """The schema of what follows one of several; what any problem is, comes last."""
    several = sorted({each["$ref"] for each in references}, key=lambda ref: (ref.endswith("/Problem"), ref))
    return {"$ref": several[0]} if len(several) == 1 else {"anyOf": [{"$ref": each} for each in several]}


def problems_of(kinds: Iterable[type[Refusal]]) -> list[dict[str, str]]:
    """References to the problems that refusals are answered with."""
    return [reference("schemas", model.__name__) for model in models_of(kinds)]


def schemas_of(*several: Iterable[type[Refusal]]) -> dict[str, Any]:
    """The schemas of the problems that refusals are answered with, apart from what any problem is."""
    models = {model for kinds in several for model in models_of(kinds) if model is not Problem}
    found = {}
    for model in sorted(models, key=lambda model: model.__name__):
        found[model.__name__] = model.model_json_schema(ref_template="#/components/schemas/{model}")
        found[model.__name__].pop("$defs", None)
    return found


def answer_of(kinds: tuple[type[Refusal], ...]) -> dict[str, Any]:
    """The answer by which an operation tells of refusals of one status."""
    answer: dict[str, Any] = {
        "description": "; ".join(map(sentence, kinds)),
        "content": {MEDIA_TYPE: {"schema": one_of(problems_of(kinds))}},
    }
    if RateExceeded in kinds:
        answer["headers"] = {"Retry-After": reference("headers", "RetryAfter"), **rate_headers()}
    return answer
