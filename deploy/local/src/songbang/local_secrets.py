"""The passwords and keys of an installation on one machine."""

import secrets
from base64 import b64encode
from pathlib import Path

import orjson
from servicekit.migrate import SEALER

from songbang.inventory import BUS_DATABASE, PARTS, SERVICES, Part
from songbang.settings import key_file, own_secrets

_KEYS = (
    "token_signing_key", "gateway_signing_key", "secrets_key", "seal_key",
    *(f"{part.name}_audit_key" for part in PARTS),
)  # fmt: skip


class Secrets:
    """Passwords and keys of one local installation: drawn once, kept in a file only its owner reads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        known: dict[str, str] = orjson.loads(path.read_bytes()) if path.exists() else {}
        passwords = [f"{name}_password" for name in (*(part.name for part in PARTS), BUS_DATABASE, "postgres", SEALER)]
        drawn = {name: secrets.token_urlsafe(18) for name in passwords}
        keys = (*_KEYS, *(_name(part, setting) for part in SERVICES for setting in own_secrets(part)))
        drawn |= {name: b64encode(secrets.token_bytes(32)).decode() for name in keys}
        self._values = drawn | known  # an installation of an earlier release gets what is new
        if self._values != known:
            path.touch(mode=0o600)
            path.write_bytes(orjson.dumps(self._values, option=orjson.OPT_INDENT_2))

    def __getitem__(self, name: str) -> str:
        """A secret by name."""
        return self._values[name]

    def own_keys(self, part: Part) -> dict[str, str]:
        """The keys that only this service has, by their settings; a ring holds a single key here."""
        found = {setting: self[_name(part, setting)] for setting in own_secrets(part)}
        return {setting: f"k1:{key}" if setting.endswith("_keys") else key for setting, key in found.items()}

    def all(self) -> dict[str, str]:
        """Every secret by name."""
        return dict(self._values)

    def passwords(self) -> dict[str, str]:
        """Login role → password, for provisioning."""
        return {name: self[f"{name}_password"] for name in [*(part.name for part in PARTS), BUS_DATABASE, SEALER]}


def _name(part: Part, setting: str) -> str:
    return key_file(part, setting).removesuffix("s")
