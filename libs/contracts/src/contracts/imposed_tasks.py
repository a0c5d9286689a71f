"""Facts of checklist-svc about tasks that were pushed down without admission."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import ChargedHome, Day, Title

OccurredOn = Annotated[
    Day | None,
    Field(
        examples=["2026-02-20"],
        description="the day on which the task was pushed down; of a report that names none, the day of the report",
    ),
]


class TaskImposed(Event):
    """A village or township reported a task that was pushed down without admission, or an emergency started and its
    papers never came; not yet judged.
    """

    type: ClassVar[str] = "checklist.task.imposed.v1"
    title_zh: ClassVar[str] = "反映清单外派交"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    charged_home: ChargedHome
    anonymous: bool
    occurred_on: OccurredOn = None


class TaskImpositionConfirmed(Event):
    """The county office confirmed that a task was imposed; it counts against the charged body."""

    type: ClassVar[str] = "checklist.task.imposition_confirmed.v1"
    title_zh: ClassVar[str] = "清单外派交属实"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome
    occurred_on: OccurredOn = None


class TaskImpositionDismissed(Event):
    """The county office found that a reported task was not imposed."""

    type: ClassVar[str] = "checklist.task.imposition_dismissed.v1"
    title_zh: ClassVar[str] = "清单外派交不属实"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


class TaskImpositionObjected(Event):
    """The accused body objected to the verdict on an imposed task; it counts until that is decided."""

    type: ClassVar[str] = "checklist.task.imposition_objected.v1"
    title_zh: ClassVar[str] = "清单外派交认定提出申诉"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class TaskImpositionUpheld(Event):
    """People who had no part in the verdict on an imposed task upheld it."""

    type: ClassVar[str] = "checklist.task.imposition_upheld.v1"
    title_zh: ClassVar[str] = "清单外派交认定维持"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class TaskImpositionRetracted(Event):
    """The verdict on an imposed task fell, by an objection or because the office found its error; it counts no more.

    What was counted on `counted_on` is taken back on that day, what was counted on `occurred_on` on that one, so that
    no period holds half of a pair.
    """

    type: ClassVar[str] = "checklist.task.imposition_retracted.v1"
    title_zh: ClassVar[str] = "清单外派交认定撤销"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome
    counted_on: Day
    by_objection: bool
    occurred_on: OccurredOn = None


class TaskImpositionJoined(Event):
    """The report of an imposed task was put to another one of the same matter, `into`, which answers for both."""

    type: ClassVar[str] = "checklist.task.imposition_joined.v1"
    title_zh: ClassVar[str] = "清单外派交并案"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    into: UUID


class TaskImpositionParted(Event):
    """A joined report of an imposed task is a matter of its own again; nothing was judged yet."""

    type: ClassVar[str] = "checklist.task.imposition_parted.v1"
    title_zh: ClassVar[str] = "清单外派交拆案"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


class TaskImpositionDismissalProposed(Event):
    """One person of the county office holds several reports of an imposed task for unfounded; another one decides."""

    type: ClassVar[str] = "checklist.task.imposition_dismissal_proposed.v1"
    title_zh: ClassVar[str] = "提出清单外派交不属实意见"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


class TaskImpositionOverdue(Event):
    """Nobody judged the report of an imposed task within its ten working days: from now on the approver may, too."""

    type: ClassVar[str] = "checklist.task.imposition_overdue.v1"
    title_zh: ClassVar[str] = "清单外派交逾期未认定"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    judge_by: Day
