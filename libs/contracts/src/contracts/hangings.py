"""Facts of signage-svc about the gate before a new board (挂牌申请), and about boards that were demanded without it."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import ChargedHome, Code, Day, Number, Title


class HangingRequested(Event):
    """A body asked that a new board be hung."""

    type: ClassVar[str] = "signage.hanging.requested.v1"
    title_zh: ClassVar[str] = "申请挂牌"
    collection: ClassVar[str] = "hanging-requests"
    audience: ClassVar[Audience] = Audience.READERS

    name: Title
    spec: Code | None


class HangingGranted(Event):
    """The county office let a new board be hung, as one row of the table."""

    type: ClassVar[str] = "signage.hanging.granted.v1"
    title_zh: ClassVar[str] = "准予挂牌"
    collection: ClassVar[str] = "hanging-requests"
    audience: ClassVar[Audience] = Audience.READERS

    name: Title
    spec: Code
    number: Number


class HangingRejected(Event):
    """The county office did not let a new board be hung."""

    type: ClassVar[str] = "signage.hanging.rejected.v1"
    title_zh: ClassVar[str] = "不予挂牌"
    collection: ClassVar[str] = "hanging-requests"
    audience: ClassVar[Audience] = Audience.READERS

    name: Title


class HangingWithdrawn(Event):
    """A body took back that it asked for a new board."""

    type: ClassVar[str] = "signage.hanging.withdrawn.v1"
    title_zh: ClassVar[str] = "撤回挂牌申请"
    collection: ClassVar[str] = "hanging-requests"
    audience: ClassVar[Audience] = Audience.READERS

    name: Title


class HangingGrounded(Event):
    """A body stated the admission number or law that its request for a board had lacked."""

    type: ClassVar[str] = "signage.hanging.grounded.v1"
    title_zh: ClassVar[str] = "补充挂牌依据"
    collection: ClassVar[str] = "hanging-requests"
    audience: ClassVar[Audience] = Audience.READERS

    name: Title
    admission: Number | None


class HangingChargeReported(Event):
    """A board that hangs without a grant was put to the county office, as demanded by a body; not yet judged."""

    type: ClassVar[str] = "signage.hanging_charge.reported.v1"
    title_zh: ClassVar[str] = "提请认定未经准入挂牌"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    charged_home: ChargedHome


class HangingChargeConfirmed(Event):
    """The county office found that a body had a board hung without a grant; it counts against that body."""

    type: ClassVar[str] = "signage.hanging_charge.confirmed.v1"
    title_zh: ClassVar[str] = "未经准入挂牌属实"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome


class HangingChargeDismissed(Event):
    """The county office found that a body did not have a board hung without a grant."""

    type: ClassVar[str] = "signage.hanging_charge.dismissed.v1"
    title_zh: ClassVar[str] = "未经准入挂牌不属实"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


class HangingChargeObjected(Event):
    """The accused body objected to the verdict on a board; it counts until that is decided."""

    type: ClassVar[str] = "signage.hanging_charge.objected.v1"
    title_zh: ClassVar[str] = "未经准入挂牌认定提出申诉"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class HangingChargeUpheld(Event):
    """People who had no part in the verdict on a board upheld it."""

    type: ClassVar[str] = "signage.hanging_charge.upheld.v1"
    title_zh: ClassVar[str] = "未经准入挂牌认定维持"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class HangingChargeRetracted(Event):
    """The verdict on a board fell, by an objection or because the office found its error; it counts no more.

    What was counted on `counted_on` is taken back on that day, so that no period holds half of the pair.
    """

    type: ClassVar[str] = "signage.hanging_charge.retracted.v1"
    title_zh: ClassVar[str] = "未经准入挂牌认定撤销"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome
    counted_on: Day
    by_objection: bool
