"""Facts of certificate-svc about charges: that a body of the county demanded a certificate that the list forbids."""

from typing import ClassVar
from uuid import UUID

from contracts.envelope import Audience, Event
from contracts.words import ChargedHome, Code, Day, Title


class DemandChargeReported(Event):
    """Demands of a forbidden certificate were put to the county office as a charge; not yet judged."""

    type: ClassVar[str] = "certificate.charge.reported.v1"
    title_zh: ClassVar[str] = "提请认定违规索要证明"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code
    title: Title
    charged_home: ChargedHome


class DemandChargeConfirmed(Event):
    """The county office found that a body demanded a forbidden certificate; it counts against that body."""

    type: ClassVar[str] = "certificate.charge.confirmed.v1"
    title_zh: ClassVar[str] = "违规索要证明属实"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    title: Title
    charged_home: ChargedHome


class DemandChargeDismissalProposed(Event):
    """One person of the county office holds several reports of a demand for unfounded; another one decides."""

    type: ClassVar[str] = "certificate.charge.dismissal_proposed.v1"
    title_zh: ClassVar[str] = "提出索要证明不属实意见"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code
    title: Title


class DemandChargeDismissed(Event):
    """The county office found that a certificate was not unlawfully demanded."""

    type: ClassVar[str] = "certificate.charge.dismissed.v1"
    title_zh: ClassVar[str] = "违规索要证明不属实"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code
    title: Title


class DemandChargeObjected(Event):
    """The accused body objected to the verdict on a demand; it counts until that is decided."""

    type: ClassVar[str] = "certificate.charge.objected.v1"
    title_zh: ClassVar[str] = "违规索要证明认定提出申诉"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class DemandChargeUpheld(Event):
    """People who had no part in the verdict on a demand upheld it."""

    type: ClassVar[str] = "certificate.charge.upheld.v1"
    title_zh: ClassVar[str] = "违规索要证明认定维持"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class DemandChargeRetracted(Event):
    """The verdict on a demand fell, by an objection or because the office found its error; it counts no more.

    What was counted on `counted_on` is taken back on that day, so that no period holds half of the pair.
    """

    type: ClassVar[str] = "certificate.charge.retracted.v1"
    title_zh: ClassVar[str] = "违规索要证明认定撤销"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome
    counted_on: Day
    by_objection: bool


class DemandChargeJoined(Event):
    """A charge of a demanded certificate was put to another one of its matter, `into`, which answers for both."""

    type: ClassVar[str] = "certificate.charge.joined.v1"
    title_zh: ClassVar[str] = "违规索要证明并案"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code
    title: Title
    into: UUID


class DemandChargeParted(Event):
    """A joined charge of a demanded certificate is a matter of its own again; nothing was judged yet."""

    type: ClassVar[str] = "certificate.charge.parted.v1"
    title_zh: ClassVar[str] = "违规索要证明拆案"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code
    title: Title


class DemandChargeOverdue(Event):
    """Nobody judged a charge of a demanded certificate in its ten working days: from now on the approver may, too."""

    type: ClassVar[str] = "certificate.charge.overdue.v1"
    title_zh: ClassVar[str] = "违规索要证明逾期未认定"
    collection: ClassVar[str] = "demand-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code
    title: Title
    judge_by: Day
