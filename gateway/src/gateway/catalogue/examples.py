"""One recorded request and answer of each operation, put into the API document; `make examples` records them."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson

FILE = Path(__file__).with_name("examples.json")
_JSON = "application/json"


@cache
def recorded() -> dict[str, dict[str, Any]]:
    """What was recorded, by operation id."""
    found: dict[str, dict[str, Any]] = orjson.loads(FILE.read_bytes()) if FILE.exists() else {}
    return found


def with_example(operation: dict[str, Any]) -> dict[str, Any]:
    """The operation with what was recorded of it, where its document knows that status and that content."""
    example = recorded().get(operation["operationId"])
    if example is None:
        return operation
    answers, status = operation["responses"], example["status"]
    answer = answers.get(status, {})
    if _JSON in answer.get("content", {}):
        content = {**answer["content"], _JSON: {**answer["content"][_JSON], "example": example["answer"]}}
        operation = {**operation, "responses": {**answers, status: {**answer, "content": content}}}
    body = operation.get("requestBody", {})
    if "request" in example and _JSON in body.get("content", {}):
        content = {**body["content"], _JSON: {**body["content"][_JSON], "example": example["request"]}}
        operation = {**operation, "requestBody": {**body, "content": content}}
    return operation
