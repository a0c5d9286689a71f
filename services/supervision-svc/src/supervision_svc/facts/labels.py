"""What people call the record behind an event: its kind, and what the event itself says of it.

A label is kept with the evidence, so that a lost point is named without a question to the service that owns the record.
It says what the event says: no personal data, and of a charge nothing that points to who reported it.
"""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from contracts import (
    arrangement_ends,
    certificate,
    checklist,
    complaints,
    demand_charges,
    form_suspensions,
    groups,
    hangings,
    imposed_tasks,
    rebounds,
    rectifications,
    report,
    service_places,
    signage,
    supervision,
    surveys,
)
from contracts.envelope import Event
from contracts.titles import TitledEnum

LONGEST = 200
Labeller = Callable[[Mapping[str, Any]], str]

KINDS: Mapping[str, str] = {
    "imposed-tasks": "清单外派交",
    "offplan-demands": "目录外报表",
    "visits": "入村检查",
    "demand-charges": "违规索要证明",
    "groups": "工作群",
    "group-rebounds": "工作群回潮",
    "plaques": "牌子",
    "surveys": "摸底",
    "hall-checks": "服务场所核查",
    "arrangements": "填报安排",
    "certificates": "证明",
    "rectifications": "整改事项",
    "practices": "好做法",
    "letters": "提醒整改函",
    "hanging-charges": "未经准入挂牌",
    "complaints": "投诉举报",
}
"""The collection in an event's subject → what one record of it is called."""

_FIELDS: Mapping[type[Event], tuple[str, ...]] = {
    imposed_tasks.TaskImpositionConfirmed: ("title",),
    report.OffplanConfirmed: ("title",),
    demand_charges.DemandChargeConfirmed: ("title",),
    hangings.HangingChargeConfirmed: ("title",),
    checklist.GroupRegistered: ("platform",),
    checklist.GroupDissolved: ("platform",),
    checklist.GroupMerged: ("platform",),
    groups.GroupReboundDetected: ("title",),
    signage.PlaqueFlagged: ("title", "reason"),
    signage.PlaqueVerified: ("disposal",),
    rebounds.ReboundDetected: ("title",),
    surveys.SurveyClosed: ("number",),
    service_places.HallChecked: ("missed",),
    report.ArrangementIssued: ("form", "frequency"),
    report.ArrangementRescheduled: ("form",),
    arrangement_ends.ArrangementShortened: ("form",),
    arrangement_ends.ArrangementCancelled: ("form",),
    form_suspensions.ArrangementSuspended: ("form",),
    form_suspensions.ArrangementResumed: ("form",),
    certificate.CertificateRevoked: ("item",),
    rectifications.RectificationOpened: ("action",),
    rectifications.RectificationAccepted: ("action",),
    rectifications.RectificationReopened: ("action",),
    rectifications.RectificationExtended: ("action",),
    supervision.PracticeVerified: ("title",),
    supervision.LetterReceived: ("number",),
    complaints.ComplaintConfirmed: ("action",),
}


def _titles(event: type[Event], field: str) -> Mapping[str, str]:
    """The Chinese names of a field's codes, also within a list or where it may be empty; none of what is no code."""
    waiting = [event.model_fields[field].annotation]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, TitledEnum):
            return kind.titles()
        waiting.extend(get_args(kind))
    return {}


def _labeller(event: type[Event], fields: tuple[str, ...]) -> Labeller:
    known = [(field, _titles(event, field)) for field in fields if field in event.model_fields]

    def label(data: Mapping[str, Any]) -> str:
        parts = list[str]()
        for field, titles in known:
            value = data.get(field)
            values = value if isinstance(value, list) else [value]
            parts += [titles.get(str(each), str(each)) for each in values if each is not None]
        return " ".join(parts)[:LONGEST]

    return label


LABELS: Mapping[str, Labeller] = {event.type: _labeller(event, fields) for event, fields in _FIELDS.items()}


def kind_of(subject: str) -> str:
    """What a record is called by its subject, as `imposed-tasks/<id>`."""
    return KINDS.get(subject.partition("/")[0], "记录")
