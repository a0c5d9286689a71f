"""What people have to do about applications, and by when."""

import sqlalchemy as sa
from countykit.identity import Caller
from countykit.neutrality import not_served
from countykit.todos import Todo, own_department
from sqlmodel import col

from checklist_svc.admissions.models import WORKFLOW, Admission
from checklist_svc.admissions.states import State


def _not_yet_by(caller: Caller) -> sa.ColumnElement[bool]:
    """Only applications in which the caller had no part, of bodies and places that they do not serve otherwise."""
    had_no_part = (sa.not_(col(Admission.participants).contains([login])) for login in sorted(caller.logins))
    return sa.and_(not_served(Admission, caller), *had_no_part)


def _without_part(caller: Caller) -> sa.ColumnElement[bool]:
    """Only applications beyond the budget, in which the caller had no part."""
    beyond = col(Admission.over_budget).is_(True) & col(Admission.excess_outcome).is_(None)
    return sa.and_(beyond, _not_yet_by(caller))


_UNENDORSED = col(Admission.objection).is_not(None) & col(Admission.endorsed_outcome).is_(None)
_LATE = col(Admission.decision_late) & col(Admission.urging).is_(None)
TODOS = (
    Todo(
        "emergency_papers", "补办应急事项准入手续", Admission, WORKFLOW, "submission", reminded=True,
        states=frozenset({State.STARTED}), record="read_admission", subject="title", due="papers_by",
        among=own_department(Admission),
    ),
    Todo(
        "admission_endorsement", "复核对不予准入的异议", Admission, WORKFLOW, "endorsement",
        record="read_admission", subject="title", due="decide_by", among=lambda who: _UNENDORSED & _not_yet_by(who),
    ),
    Todo(
        "admission_decision", "研究决定准入申请", Admission, WORKFLOW, "decision", reminded=True,
        record="read_admission", subject="title", due="decide_by", among=_not_yet_by,
    ),
    Todo(
        "admission_urging", "督办逾期未决的准入申请", Admission, WORKFLOW, "urging",
        record="read_admission", subject="title", due="decide_by", among=lambda _: _LATE,
    ),
    Todo(
        "admission_excess", "决定超出负担预算的申请", Admission, WORKFLOW, "excess",
        record="read_admission", subject="title", due="decide_by", among=_without_part,
    ),
    Todo(
        "admission_return", "修改退回的准入申请", Admission, WORKFLOW, "submission", states=frozenset({State.RETURNED}),
        record="read_admission", subject="title", among=own_department(Admission),
    ),
)  # fmt: skip
