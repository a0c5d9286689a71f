"""The library's data files: read once, and named by a version that is stored with each decision."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = files("wording") / "data"


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of a JSON-lines table; its first line, which says where the table comes from, is left out."""
    lines = (_DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines[1:])


@cache
def origin(name: str) -> str:
    """Where a JSON-lines table comes from, in Chinese."""
    first, _, _ = (_DATA / f"{name}.jsonl").read_text(encoding="utf-8").partition("\n")
    about: str = json.loads(first)["about"]
    return about


@cache
def rules(name: str) -> dict[str, Any]:
    """A table of patterns (TOML)."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def weights(name: str) -> dict[str, Any]:
    """A trained model as JSON."""
    model: dict[str, Any] = json.loads((_DATA / "models" / f"{name}.json").read_text(encoding="utf-8"))
    return model


@cache
def versions() -> dict[str, str]:
    """A short digest of each kind of data: `rules`, `texts` and `models`. It changes when a judgement may change."""
    kinds = {"rules": "", "texts": "texts", "models": "models"}
    return {kind: _digest(folder) for kind, folder in kinds.items()}


def _digest(folder: str) -> str:
    whole = hashlib.sha256()
    for name, content in sorted(_contents(folder)):
        whole.update(name.encode())
        whole.update(content)
    return whole.hexdigest()[:12]


def _contents(folder: str) -> Iterator[tuple[str, bytes]]:
    directory = _DATA / folder if folder else _DATA
    for entry in directory.iterdir():
        if entry.is_file() and entry.name.endswith((".jsonl", ".json", ".toml")):
            yield entry.name, entry.read_bytes()
