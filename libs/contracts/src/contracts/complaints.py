"""Facts of supervision-svc about complaints (投诉举报): what anybody told, and what became of it.

None says who complained: nobody knows.
"""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Action, ChargedHome, Day, Provisional


class ComplaintReceived(Event):
    """Somebody complained. Region is the place that the complaint is about; nobody is charged until it is judged."""

    type: ClassVar[str] = "supervision.complaint.received.v1"
    title_zh: ClassVar[str] = "收到投诉举报"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.JUDGES

    action: Action
    deadline: Day
    provisional: Provisional


class ComplaintAccepted(Event):
    """The county office took a complaint up and found which body it is about."""

    type: ClassVar[str] = "supervision.complaint.accepted.v1"
    title_zh: ClassVar[str] = "受理投诉举报"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.JUDGES

    action: Action


class ComplaintRejected(Event):
    """The county office did not take a complaint up: it belongs elsewhere, or says too little."""

    type: ClassVar[str] = "supervision.complaint.rejected.v1"
    title_zh: ClassVar[str] = "投诉举报不予受理"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.JUDGES

    action: Action


class ComplaintOverdue(Event):
    """The day by which whoever complained was to read an answer passed without one."""

    type: ClassVar[str] = "supervision.complaint.overdue.v1"
    title_zh: ClassVar[str] = "投诉举报逾期未答复"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.JUDGES

    action: Action
    deadline: Day


class ComplaintConfirmed(Event):
    """A complaint was found to be true; it counts against the charged body."""

    type: ClassVar[str] = "supervision.complaint.confirmed.v1"
    title_zh: ClassVar[str] = "投诉举报属实"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action
    charged_home: ChargedHome


class ComplaintDismissed(Event):
    """A complaint was looked into and found not to be true."""

    type: ClassVar[str] = "supervision.complaint.dismissed.v1"
    title_zh: ClassVar[str] = "投诉举报不属实"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.JUDGES

    action: Action


class ComplaintObjected(Event):
    """The charged body objected to the verdict on a complaint; it counts until that is decided."""

    type: ClassVar[str] = "supervision.complaint.objected.v1"
    title_zh: ClassVar[str] = "投诉举报认定提出申诉"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class ComplaintUpheld(Event):
    """People who had no part in the verdict on a complaint upheld it."""

    type: ClassVar[str] = "supervision.complaint.upheld.v1"
    title_zh: ClassVar[str] = "投诉举报认定维持"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class ComplaintRetracted(Event):
    """The verdict on a complaint fell, by an objection or because the office found its error; it counts no more.

    What was counted on `counted_on` is taken back on that day, so that no period holds half of the pair.
    """

    type: ClassVar[str] = "supervision.complaint.retracted.v1"
    title_zh: ClassVar[str] = "投诉举报认定撤销"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome
    counted_on: Day
    by_objection: bool


class ComplaintRated(Event):
    """Who complained said once whether the answer helped; only the answer counts, nobody is scored by it."""

    type: ClassVar[str] = "supervision.complaint.rated.v1"
    title_zh: ClassVar[str] = "投诉举报人评价答复"
    collection: ClassVar[str] = "complaints"
    audience: ClassVar[Audience] = Audience.JUDGES

    satisfied: bool
