"""What an alarm says to people, from the document that Alertmanager sends (its webhook format, version 4)."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field

_MOST_LINES = 20
_MOST_BYTES = 2000
"""A robot of WeCom takes 2,048 bytes of text."""
_STATES = {"firing": "告警", "resolved": "已恢复"}
_SEVERITIES = {"critical": "紧急", "warning": "注意"}


class Alert(BaseModel):
    """One alarm of a group."""

    status: Literal["firing", "resolved"]
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}
    fingerprint: str = Field("", max_length=200)


class Group(BaseModel):
    """Alarms that belong together: one message."""

    status: Literal["firing", "resolved"]
    group_key: str = Field("", alias="groupKey", max_length=2000)
    alerts: list[Alert] = Field(min_length=1, max_length=1000)
    truncated: int = Field(0, alias="truncatedAlerts", ge=0)

    @property
    def identity(self) -> str:
        """The same for the same news, so that a repetition does not reach those who have it."""
        return f"{self.group_key}|{'|'.join(sorted(f'{alert.fingerprint}{alert.status}' for alert in self.alerts))}"


@dataclass(frozen=True, slots=True)
class Message:
    """What people read."""

    subject: str
    text: str
    document: dict[str, Any]


def message(group: Group, site: str) -> Message:
    """The message of a group; `site` is the address of the installation that it is about."""
    names = list(dict.fromkeys(alert.labels.get("alertname", "?") for alert in group.alerts))
    subject = f"【松绑】{_STATES[group.status]}：{'、'.join(names[:3])}{' 等' if len(names) > 3 else ''}"
    lines = [_line(alert) for alert in group.alerts[:_MOST_LINES]]
    left = len(group.alerts) - len(lines) + group.truncated
    more = [f"另有 {left} 项"] if left else []
    text = _cut("\n".join([subject, site, *lines, *more, "处置办法见 docs/operations.md 中的同名段落"]))
    return Message(subject, text, {"type": "songbang.alarm", **group.model_dump(by_alias=True)})


def _line(alert: Alert) -> str:
    severity = _SEVERITIES.get(alert.labels.get("severity", ""), "")
    said = alert.annotations.get("summary") or alert.labels.get("alertname", "?")
    return f"- [{_STATES[alert.status]}{severity}] {said[:300]}"


def _cut(text: str) -> str:
    raw = text.encode()
    return text if len(raw) <= _MOST_BYTES else raw[: _MOST_BYTES - 3].decode(errors="ignore") + "…"
