"""Facts of certificate-svc about faults: the hearing before one is found, the objection, and what falls."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Code, Day


class CertificateStatementMade(Event):
    """The township said of a suspended certificate what it holds of the doubt, before anybody finds a fault."""

    type: ClassVar[str] = "certificate.certificate.statement_made.v1"
    title_zh: ClassVar[str] = "对存疑证明陈述意见"
    collection: ClassVar[str] = "certificates"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code


class CertificateFaultObjected(Event):
    """The township contests that a revoked certificate was issued wrongly; it counts until that is decided."""

    type: ClassVar[str] = "certificate.certificate.fault_objected.v1"
    title_zh: ClassVar[str] = "证明过错认定提出申诉"
    collection: ClassVar[str] = "certificates"
    audience: ClassVar[Audience] = Audience.COUNTY

    counted_on: Day


class CertificateFaultUpheld(Event):
    """People who had no part in it found that a revoked certificate was issued wrongly."""

    type: ClassVar[str] = "certificate.certificate.fault_upheld.v1"
    title_zh: ClassVar[str] = "证明过错认定维持"
    collection: ClassVar[str] = "certificates"
    audience: ClassVar[Audience] = Audience.COUNTY

    counted_on: Day


class CertificateFaultStruck(Event):
    """A revoked certificate had not been issued wrongly: what was counted on `counted_on` is taken back on that day.

    It stays revoked: what anybody was told of a paper is not told otherwise afterwards.
    """

    type: ClassVar[str] = "certificate.certificate.fault_struck.v1"
    title_zh: ClassVar[str] = "撤销证明过错认定"
    collection: ClassVar[str] = "certificates"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    counted_on: Day
    fault: bool
    forbidden: bool
    by_objection: bool
