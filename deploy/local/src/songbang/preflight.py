"""What must be right before anything starts: names, secrets, keys. All findings are told at once."""

import os
from base64 import b64decode
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from servicekit.settings import SettingsRefused, secrets_directory, unknown_names

from songbang.inventory import PARTS, Part
from songbang.settings import (
    OperatorSettings,
    every_settings_class,
    known_names,
    operator_settings,
    own_secrets,
    secrets_in_environment,
    settings_of,
)

_SHORTEST = 16
_EVERYBODYS = {"postgres", "password", "change-me", "changeme", "secret", "songbang", "admin", "123456"}
_REMEDY = "make real ones: sh deploy/secrets.sh"


def checked_settings() -> OperatorSettings:
    """The operator's settings, or SettingsRefused with everything that is wrong."""
    findings = unknown_names(known_names())
    findings += [f"{name} must be a file of SONGBANG_SECRETS, not a variable" for name in _in_environment()]
    if findings:
        raise SettingsRefused("; ".join(findings))
    settings = operator_settings()
    findings = [f"{name} is missing: {_REMEDY}" for name in settings.missing_passwords()]
    findings += _parts_findings()
    if settings.environment == "production":
        findings += [f"{name} is known or too weak: {_REMEDY}" for name in weak_secrets(secrets_directory())]
    if findings:
        raise SettingsRefused("; ".join(dict.fromkeys(findings)))
    return settings


def weak_secrets(directory: Path | None) -> list[str]:
    """The files of secrets whose content is short, a common word, or one repeated character."""
    if directory is None:
        return []
    return sorted(
        file.name.upper() for file in directory.glob("songbang_*")
        if any(_weak(text) for text in _secrets_in(file.name, file.read_text(encoding="utf-8").strip()))
    )  # fmt: skip


def _secrets_in(name: str, text: str) -> list[str]:
    """A file of keys may hold several: `id:key,id:key`, or `key,former@until`."""
    if not text:
        return []
    keys = name.endswith(("_key", "_keys"))
    return [entry.partition("@")[0].rpartition(":")[2] for entry in text.split(",")] if keys else [text]


def _weak(text: str) -> bool:
    try:
        plain = b64decode(text, validate=True)
    except ValueError:
        plain = text.encode()
    # The demonstration keys that the sources publish spell a sentence that begins with our name.
    published = plain.startswith(b"songbang-")
    return len(text) < _SHORTEST or len(set(text)) < 6 or published or any(text.lower() == word for word in _EVERYBODYS)


def _in_environment() -> list[str]:
    """Only where secrets come as files: a bare start may use variables."""
    return secrets_in_environment(every_settings_class()) if os.environ.get("SONGBANG_COMPOSE") else []


def _parts_findings() -> list[str]:
    """What each part would refuse at its own start; here it is told once, before any of them starts."""
    findings = []
    for part in PARTS:
        try:
            settings_of(part)(
                _secrets_dir=secrets_directory(), database_url="postgresql://unused@unused/unused", **_own_keys(part)
            )
        except ValidationError as error:
            findings += [_plain(item["msg"], item["loc"]) for item in error.errors()]
    return findings


def _own_keys(part: Part) -> dict[str, Any]:
    """The keys that only this part gets; the command line's container has all, each under the part's name."""
    directory, names = secrets_directory(), ("audit_key", *own_secrets(part))
    files = {name: directory / f"songbang_{part.name}_{name}" for name in names} if directory else {}
    return {name: file.read_text(encoding="utf-8").strip() for name, file in files.items() if file.is_file()}


def _plain(message: str, place: tuple[int | str, ...]) -> str:
    text = message.removeprefix("Value error, ")
    return f"SONGBANG_{'_'.join(map(str, place)).upper()}: {text}" if place else text
