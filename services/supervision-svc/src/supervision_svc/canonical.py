"""Texts that anybody recomputes the digest of: canonical JSON (sorted keys, UTF-8, no spaces) and its SHA-256."""

import hashlib
from typing import Any

import orjson


def canonical(content: dict[str, Any]) -> str:
    """The one spelling of a content."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def sha256(text: str) -> str:
    """The digest of a text's bytes in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
