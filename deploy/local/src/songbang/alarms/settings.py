"""What the alarm process needs to know: where alarms go, and what it measures."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from gateway.digests.settings import MailSettings
from gateway.webhooks.wire.signing import is_symmetric
from pydantic import Field, SecretStr, model_validator
from servicekit.settings import ProcessSettings

KINDS = ("mail", "wecom", "dingtalk", "feishu", "webhook")
_MOST = 20


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somewhere alarms go. `secret` signs what is sent, where the other side wants that."""

    kind: str
    address: str
    secret: str = ""

    @property
    def name(self) -> str:
        """How logs and figures call it: an address carries its key, so only its place is told."""
        place = self.address.rpartition("@")[2] if self.kind == "mail" else urlsplit(self.address).hostname
        return f"{self.kind}:{place}"


class AlarmSettings(MailSettings, ProcessSettings):
    """The settings of `songbang alarms`."""

    alarm_receivers: SecretStr = Field(
        SecretStr(""), description="a line each: mail|wecom|dingtalk|feishu|webhook, the address, and its secret if any"
    )
    alarms_port: int | None = Field(None, description="port for alarms, health and metrics")
    backup_dir: Path = Field(Path("/backups"), description="whose newest backup's age is measured")
    certificates_dir: Path = Field(Path("/certificates"), description="whose certificates' ends are measured")

    def receivers(self) -> list[Receiver]:
        """Everybody who gets alarms; raises ValueError for a line that names nobody."""
        lines = [line.strip() for line in self.alarm_receivers.get_secret_value().splitlines()]
        return [_receiver(line) for line in lines if line and not line.startswith("#")]

    @model_validator(mode="after")
    def _real_receivers(self) -> Self:
        found = self.receivers()
        if len(found) > _MOST:
            raise ValueError(f"SONGBANG_ALARM_RECEIVERS has more than {_MOST} lines")
        if any(receiver.kind == "mail" for receiver in found) and not self.digest_smtp_host:
            raise ValueError("SONGBANG_DIGEST_SMTP_HOST is needed for a receiver by mail")
        plain = [one.name for one in found if one.kind != "mail" and urlsplit(one.address).scheme != "https"]
        if self.environment == "production" and plain:
            raise ValueError(f"SONGBANG_ALARM_RECEIVERS: {plain[0]} must be an https address in production")
        return self


def _receiver(line: str) -> Receiver:
    words = line.split()
    # The line is not told: it carries the key of a robot.
    if len(words) not in (2, 3) or words[0] not in KINDS:
        raise ValueError(f"SONGBANG_ALARM_RECEIVERS: a line is one of {', '.join(KINDS)}, an address, a secret if any")
    receiver = Receiver(*words)
    if receiver.kind == "mail":
        good = "@" in receiver.address
    else:
        parts = urlsplit(receiver.address)
        good = parts.scheme in ("https", "http") and bool(parts.hostname)
    if not good:
        raise ValueError(f"SONGBANG_ALARM_RECEIVERS: a receiver by {receiver.kind} has no good address")
    if receiver.kind == "webhook" and not is_symmetric(receiver.secret):
        raise ValueError("SONGBANG_ALARM_RECEIVERS: a webhook needs a whsec_ secret of 24 to 64 bytes")
    return receiver
