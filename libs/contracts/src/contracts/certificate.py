"""Facts of certificate-svc: items, certificates, refusals, demands. No personal data, ever."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import ChargedHome, Code, Count, Id, Title


class ItemAdmitted(Event):
    """A certificate item may be issued by villages (CER-01, CER-02)."""

    type: ClassVar[str] = "certificate.item.admitted.v1"
    title_zh: ClassVar[str] = "列入可出具事项"
    collection: ClassVar[str] = "items"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    name: Title


class ItemForbidden(Event):
    """A certificate item must not be demanded from villages (民发〔2020〕20号)."""

    type: ClassVar[str] = "certificate.item.forbidden.v1"
    title_zh: ClassVar[str] = "列入不得要求事项"
    collection: ClassVar[str] = "items"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    name: Title


class CertificateIssued(Event):
    """A village issued a certificate."""

    type: ClassVar[str] = "certificate.certificate.issued.v1"
    title_zh: ClassVar[str] = "出具证明"
    collection: ClassVar[str] = "certificates"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code


class CertificateRevoked(Event):
    """A certificate was revoked; `forbidden` when a forbidden item covers it, `fault` when it was issued wrongly."""

    type: ClassVar[str] = "certificate.certificate.revoked.v1"
    title_zh: ClassVar[str] = "撤销证明"
    collection: ClassVar[str] = "certificates"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    fault: bool
    forbidden: bool


class CertificateSuspended(Event):
    """A certificate is under review; until it is reinstated nobody should rely on it."""

    type: ClassVar[str] = "certificate.certificate.suspended.v1"
    title_zh: ClassVar[str] = "证明中止"
    collection: ClassVar[str] = "certificates"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code


class CertificateReinstated(Event):
    """A suspended certificate is valid again."""

    type: ClassVar[str] = "certificate.certificate.reinstated.v1"
    title_zh: ClassVar[str] = "证明恢复"
    collection: ClassVar[str] = "certificates"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code


class CertificateSuperseded(Event):
    """A corrected certificate took this one's place."""

    type: ClassVar[str] = "certificate.certificate.superseded.v1"
    title_zh: ClassVar[str] = "证明更正"
    collection: ClassVar[str] = "certificates"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    replacement: Id


class ApplicationReceived(Event):
    """A village took an application for an allowed item at its counter."""

    type: ClassVar[str] = "certificate.application.received.v1"
    title_zh: ClassVar[str] = "受理证明申请"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code


class ApplicationRefused(Event):
    """A village lawfully refused to issue; `forbidden` when the item is on the forbidden list."""

    type: ClassVar[str] = "certificate.application.refused.v1"
    title_zh: ClassVar[str] = "不予出具"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    forbidden: bool


class ExceptionRequested(Event):
    """A village asked to issue a forbidden item truthfully during the transition (据实出具, CER-04)."""

    type: ClassVar[str] = "certificate.exception.requested.v1"
    title_zh: ClassVar[str] = "申请据实出具"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code


class ExceptionDecided(Event):
    """A second person at the township allowed or denied such an exception (CER-04)."""

    type: ClassVar[str] = "certificate.exception.decided.v1"
    title_zh: ClassVar[str] = "据实出具决定"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    approved: bool


class DemandRecorded(Event):
    """Who demanded a forbidden certificate from a villager; `charged_home` is null for bodies outside of the county."""

    type: ClassVar[str] = "certificate.demand.recorded.v1"
    title_zh: ClassVar[str] = "违规索要证明"
    collection: ClassVar[str] = "demands"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    demander: Title
    charged_home: ChargedHome | None


class TrainingHeld(Event):
    """A training on issuing certificates lawfully; never an input of the ranking."""

    type: ClassVar[str] = "certificate.training.held.v1"
    title_zh: ClassVar[str] = "专题培训"
    collection: ClassVar[str] = "trainings"
    audience: ClassVar[Audience] = Audience.READERS

    topic: Title
    attendees: Count
