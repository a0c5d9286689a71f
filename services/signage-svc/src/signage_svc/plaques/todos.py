"""What waits for somebody in the ledgers of boards."""

import sqlalchemy as sa
from countykit.marks import mark_review
from countykit.todos import Todo, not_by
from sqlmodel import col

from signage_svc.plaques.models import Plaque
from signage_svc.plaques.steps import TOWNSHIP, WORKFLOW

TODOS = (
    Todo(
        "plaque_name", "确认牌子名称", Plaque, WORKFLOW, "confirmation", duty=TOWNSHIP,
        record="read_plaque", subject="name", among=lambda _: col(Plaque.doubt).is_not(None),
    ),
    Todo(
        "plaque_lapse", "核实疑似失效的牌子", Plaque, WORKFLOW, "retention", duty=TOWNSHIP,
        record="read_plaque", subject="name", among=lambda _: col(Plaque.lapse).is_not(None),
    ),
    Todo(
        "plaque_identity", "核实疑似回潮的牌子", Plaque, WORKFLOW, "identity",
        record="read_plaque", subject="name", among=lambda _: col(Plaque.suspected).is_not(None),
    ),
    Todo(
        "plaque_disposal", "对标记的牌子提出处置意见", Plaque, WORKFLOW, "disposal", duty=TOWNSHIP,
        record="read_plaque", subject="name",
        among=lambda _: sa.or_(col(Plaque.objection).is_(None), col(Plaque.reviewed_at).is_not(None)),
    ),
    mark_review(
        "plaque_mark_review", "复核牌子标记申诉", Plaque, WORKFLOW, record="read_plaque", subject="name",
        party="flagged_by",
    ),
    Todo(
        "plaque_completion", "落实牌子处置", Plaque, WORKFLOW, "completion",
        record="read_plaque", subject="name", due="disposal_due_on",
    ),
    Todo(
        "plaque_verification", "核验牌子处置结果", Plaque, WORKFLOW, "verification",
        record="read_plaque", subject="name", among=not_by(Plaque.done_by),
    ),
)  # fmt: skip
