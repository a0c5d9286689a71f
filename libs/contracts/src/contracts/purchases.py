"""Facts of checklist-svc about work that villages are paid for (费随事转): agreements, their acceptance, payments."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import ChargedHome, Count, Day, Id, Title

Fen = Annotated[int, Field(ge=0, examples=[1200000], description="hundredths of a yuan (分)")]


class Receiver(TitledEnum, name="agreement_receiver", title_zh="承接方"):
    """Who does entrusted work and is paid for it."""

    VILLAGE = "village", "村级组织"
    COLLECTIVE = "collective", "村集体经济组织"
    PROVIDER = "provider", "社会服务机构"


class AgreementSigned(Event):
    """A department agreed with somebody in the village of the event's region on entrusted work and its price."""

    type: ClassVar[str] = "checklist.agreement.signed.v1"
    title_zh: ClassVar[str] = "签订委托协议"
    collection: ClassVar[str] = "agreements"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    admission: Id
    receiver: Receiver
    price: Fen
    instalments: Count


class AgreementAccepted(Event):
    """The department accepted what was done under an agreement; the township has not confirmed it yet."""

    type: ClassVar[str] = "checklist.agreement.accepted.v1"
    title_zh: ClassVar[str] = "委托事项验收"
    collection: ClassVar[str] = "agreements"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    accepted_on: Day


class AcceptanceConfirmed(Event):
    """The receiver's township confirmed that the work was accepted."""

    type: ClassVar[str] = "checklist.agreement.acceptance_confirmed.v1"
    title_zh: ClassVar[str] = "乡镇确认验收"
    collection: ClassVar[str] = "agreements"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title


class AcceptanceDisputed(Event):
    """The receiver's township found that the acceptance is not as recorded; the agreement goes on."""

    type: ClassVar[str] = "checklist.agreement.acceptance_disputed.v1"
    title_zh: ClassVar[str] = "乡镇不认可验收"
    collection: ClassVar[str] = "agreements"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title


class AgreementTerminated(Event):
    """An agreement ended early; what had fallen due by then is still owed."""

    type: ClassVar[str] = "checklist.agreement.terminated.v1"
    title_zh: ClassVar[str] = "解除委托协议"
    collection: ClassVar[str] = "agreements"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title


class PaymentOverdue(Event):
    """An instalment was not paid by its day: the body owes it to the village from here on."""

    type: ClassVar[str] = "checklist.payment.overdue.v1"
    title_zh: ClassVar[str] = "委托经费逾期未付"
    collection: ClassVar[str] = "payments"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome
    due_on: Day
    amount: Fen


class PaymentRecorded(Event):
    """The department recorded that it paid an instalment; `was_overdue` when it had owed it."""

    type: ClassVar[str] = "checklist.payment.recorded.v1"
    title_zh: ClassVar[str] = "登记支付委托经费"
    collection: ClassVar[str] = "payments"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    charged_home: ChargedHome
    paid_on: Day
    amount: Fen
    was_overdue: bool


class PaymentConfirmed(Event):
    """The receiver's township confirmed that an instalment has arrived."""

    type: ClassVar[str] = "checklist.payment.confirmed.v1"
    title_zh: ClassVar[str] = "确认委托经费到账"
    collection: ClassVar[str] = "payments"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    charged_home: ChargedHome
    amount: Fen


class PaymentDisputed(Event):
    """The receiver's township found that a recorded payment has not arrived; `overdue` when it is owed again."""

    type: ClassVar[str] = "checklist.payment.disputed.v1"
    title_zh: ClassVar[str] = "委托经费未到账"
    collection: ClassVar[str] = "payments"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome
    amount: Fen
    overdue: bool
