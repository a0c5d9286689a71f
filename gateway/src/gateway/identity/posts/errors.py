"""Refusals about posts."""

from servicekit.errors import Conflict, Forbidden, Invalid

_RECUSAL = "中华人民共和国公务员法第七十四条、第七十六条（回避）"


class PostsConflict(Conflict):
    """Nobody holds these two posts at the same time: one of them checks the other."""

    code = "posts_conflict"
    detail = "该职务与本人同期的其他职务相互监督，不能由一人兼任；请先结束原职务，或另行安排人员"
    law = _RECUSAL


class PostHeld(Conflict):
    """The person holds this post already on some of these days."""

    code = "post_held"
    detail = "本人在该时段已任同一职务"


class PostOver(Conflict):
    """The post has ended; it is history and does not change."""

    code = "post_over"
    detail = "该职务已经结束，不能再变更"


class PostToOneself(Forbidden):
    """Nobody gives a post to themselves, or ends or hands over their own."""

    code = "post_to_oneself"
    detail = "不能为本人任免或移交职务，请由其他管理人员办理"
    law = "GB/T 22239-2019 安全管理制度：关键事务岗位应由多人共同管理"


class PostDaysInvalid(Invalid):
    """The days of a post are in no order, or its end lies before today."""

    code = "post_days_invalid"
    detail = "任职起止日期有误：结束日期须晚于开始日期，且不得早于今日"


class PostNotAwaiting(Conflict):
    """The post is confirmed already, needs no confirmation, or has ended."""

    code = "post_not_awaiting"
    detail = "该职务无需确认、已确认或已结束"


class PostConfirmedAlone(Forbidden):
    """Who gave a post, and who is to hold it, does not confirm it."""

    code = "post_confirmed_alone"
    detail = "须由任职登记人和任职人以外的另一名系统运维人员或审计员确认"
    law = "GB/T 22239-2019 安全管理制度：关键事务岗位应由多人共同管理"


class SuccessorNeeded(Conflict):
    """A post is handed over to another person who may sign in."""

    code = "successor_needed"
    detail = "接任人须为另一名可登录的人员"
