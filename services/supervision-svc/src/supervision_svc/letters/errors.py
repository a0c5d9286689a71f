"""Refusals about reminder letters."""

from servicekit.errors import Conflict, Invalid


class FindingElsewhere(Invalid):
    """A letter only names findings of the township that it addresses."""

    code = "finding_elsewhere"
    detail = "所列问题不存在，或不属于收函乡镇"


class FindingClosed(Conflict):
    """A closed finding needs no letter."""

    code = "finding_closed"
    detail = "所列问题已销号，如再次发生请先重新立项"


class AlreadyUnderRepair(Conflict):
    """The finding already has an unfinished rectification."""

    code = "already_under_repair"
    detail = "所列问题已在整改中，不重复发函"


class LetterSamePerson(Conflict):
    """Whether a letter stands is decided by somebody other than who sent it."""

    code = "letter_same_person"
    rule = "INS-14"
    detail = "发函人不能答复陈述或撤回自己发出的函，请由其他工作人员办理"
    law = "政府督查工作条例第16、17条：原经办人回避"


class StatementLate(Conflict):
    """A statement is made before the deadline: afterwards the point counts, and verdicts are contested."""

    code = "letter_statement_late"
    detail = "整改期限已过，不能再陈述意见"
