"""Refusals about publications."""

from datetime import date

from servicekit.errors import Conflict

_REVIEW = "政府督查工作条例第16、17条：原经办人回避，异议30日内申请复核"


class PublicationTooSoon(Conflict):
    """A list is published at most once in half a year."""

    code = "publication_too_soon"
    rule = "INS-10"
    detail = "距上次通报不足规定间隔，不得频繁排名通报"
    law = "《整治形式主义为基层减负若干规定》·督查检查考核"
    until: date


class NobodyNamed(Conflict):
    """A publication without a red or black entry has nobody to notify and nothing to say."""

    code = "publication_empty"
    detail = "该日红黑榜没有可列入通报的乡镇"


class ObjectionTimeRuns(Conflict):
    """Nobody is entered before they could object."""

    code = "objection_time_runs"
    rule = "INS-14"
    detail = "听取意见的期限未满，尚不能决定是否列入"
    law = _REVIEW
    until: date | None


class ObjectionTooLate(Conflict):
    """The time for objecting to an entry has passed."""

    code = "entry_objection_late"
    rule = "INS-14"
    detail = "异议期已过，收到告知之日起 30 日内可以提出"
    law = _REVIEW
    until: date


class ReviewerNotIndependent(Conflict):
    """An objection is decided by people who had no part in the entry."""

    code = "reviewer_not_independent"
    rule = "INS-14"
    detail = "拟列、批准该事项的人员和有关乡镇人员不得复核异议"
    law = _REVIEW


class BlackWithoutLetter(Conflict):
    """Black is whom a letter reached, who let its deadline pass, and nobody else."""

    code = "black_without_letter"
    detail = "没有逾期的工作提示函，不得列入黑榜"


class EntriesUndecided(Conflict):
    """The approver decides each black entry before the whole."""

    code = "entries_undecided"
    detail = "尚有拟列黑榜事项未经具名审批，不能印发"


class AmendmentWithoutDecision(Conflict):
    """What was published changes by a decision about an entry, and by nothing else."""

    code = "amendment_without_decision"
    detail = "没有撤销或者新批准的列入事项，已印发的通报不得更改"
