"""What waits for whom about a repair."""

import sqlalchemy as sa
from countykit.identity import Caller
from countykit.marks import mark_review
from countykit.neutrality import not_served
from countykit.todos import Todo, not_by
from sqlmodel import col

from supervision_svc.rectifications.models import WORKFLOW, Rectification


def _by_others(caller: Caller) -> sa.ColumnElement[bool]:
    """Who reported a repair, and who is of the township or placed in it, does not recheck it."""
    rounds = col(Rectification.rounds)
    others = sa.and_(*(sa.not_(rounds.contains([{"submitted_by": login}])) for login in sorted(caller.logins)))
    return sa.false() if caller.is_of_a_township else sa.and_(others, not_served(Rectification, caller))


def _late_by_others(caller: Caller) -> sa.ColumnElement[bool]:
    """A late extension that waits is granted by a second person."""
    waiting = col(Rectification.late_workdays).is_not(None)
    return sa.and_(waiting, not_by(Rectification.late_requested_by)(caller))


TODOS = (
    Todo(
        "repair_submission", "报送整改情况", Rectification, WORKFLOW, "submission", reminded=True,
        record="read_rectification", subject="description", due="deadline",
    ),
    Todo(
        "repair_recheck", "复核整改情况", Rectification, WORKFLOW, "recheck",
        record="read_rectification", subject="description", among=_by_others,
    ),
    Todo(
        "late_extension_decision", "研究逾期宽限申请", Rectification, WORKFLOW, "late-extension",
        record="read_rectification", subject="description", among=_late_by_others,
    ),
    mark_review(
        "written_problem_review", "复核提示函所列问题申诉", Rectification, WORKFLOW, record="read_rectification",
        subject="description", party="sent_by",
    ),
)  # fmt: skip
