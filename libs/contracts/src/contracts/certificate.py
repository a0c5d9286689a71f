"""Facts of certificate-svc: items, certificates, refusals, demands. No personal data, ever."""

from datetime import date
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
    """A village took an application for an allowed item at its counter; `by_agent` where somebody came for another."""

    type: ClassVar[str] = "certificate.application.received.v1"
    title_zh: ClassVar[str] = "受理证明申请"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    by_agent: bool = False


class ApplicationChecked(Event):
    """A village put its on-site check of an application's facts on the record."""

    type: ClassVar[str] = "certificate.application.checked.v1"
    title_zh: ClassVar[str] = "登记现场核实"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code


class ApplicationApproved(Event):
    """A second person approved what was checked, or gave it back."""

    type: ClassVar[str] = "certificate.application.approved.v1"
    title_zh: ClassVar[str] = "第二人审核证明核实"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    approved: bool


class ApplicationOverdue(Event):
    """The last day of an answer passed. It calls the township to help and counts against nobody."""

    type: ClassVar[str] = "certificate.application.overdue.v1"
    title_zh: ClassVar[str] = "证明申请逾期"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    due_on: date


class ApplicationPursued(Event):
    """The township said how it helps with an answer whose day has passed."""

    type: ClassVar[str] = "certificate.application.pursued.v1"
    title_zh: ClassVar[str] = "协助办理逾期申请"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code


class DeliberationRecorded(Event):
    """The villagers' deliberation on a certificate of public interest was put on the record (CER-03)."""

    type: ClassVar[str] = "certificate.proceeding.deliberation_recorded.v1"
    title_zh: ClassVar[str] = "登记村民议事"
    collection: ClassVar[str] = "proceedings"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    agreed: bool


class ApplicationRefused(Event):
    """A village lawfully refused to issue; `forbidden` when the item is on the forbidden list."""

    type: ClassVar[str] = "certificate.application.refused.v1"
    title_zh: ClassVar[str] = "不予出具"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    forbidden: bool


class UnlistedApplicationRefused(Event):
    """A village refused what no list knows: nobody may demand it. `likely` is the item that it sounds like."""

    type: ClassVar[str] = "certificate.application.refused_unlisted.v1"
    title_zh: ClassVar[str] = "不予出具清单外证明"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.READERS

    likely: Code | None


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
    """Who demanded a forbidden certificate; `charged_home` is null for bodies outside of the county.

    With `apart` it charges nobody: what it is worth is said by the events of its charge. Without, it is of the time
    when each record was counted at once.
    """

    type: ClassVar[str] = "certificate.demand.recorded.v1"
    title_zh: ClassVar[str] = "登记违规索要证明"
    collection: ClassVar[str] = "demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code
    demander: Title
    charged_home: ChargedHome | None
    apart: bool = False


class UnlistedDemandRecorded(Event):
    """Who demanded a certificate that no list knows; nobody is charged for it."""

    type: ClassVar[str] = "certificate.demand.unlisted_recorded.v1"
    title_zh: ClassVar[str] = "登记索要清单外证明"
    collection: ClassVar[str] = "demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    name: Title
    demander: Title
    charged_home: ChargedHome | None


class DemandCharged(Event):
    """A recorded demand became part of a charge; several about one matter are one charge."""

    type: ClassVar[str] = "certificate.demand.charged.v1"
    title_zh: ClassVar[str] = "索要证明列入认定"
    collection: ClassVar[str] = "demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code
    charge: Id


class DemandClassified(Event):
    """The county office said which forbidden item an unlisted demand is; `item` is null where it is none."""

    type: ClassVar[str] = "certificate.demand.classified.v1"
    title_zh: ClassVar[str] = "索要清单外证明归类"
    collection: ClassVar[str] = "demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code | None


class TrainingHeld(Event):
    """A training on issuing certificates lawfully; never an input of the ranking."""

    type: ClassVar[str] = "certificate.training.held.v1"
    title_zh: ClassVar[str] = "专题培训"
    collection: ClassVar[str] = "trainings"
    audience: ClassVar[Audience] = Audience.READERS

    topic: Title
    attendees: Count
