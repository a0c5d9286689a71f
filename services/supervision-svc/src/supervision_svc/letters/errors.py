"""Refusals about reminder letters."""

from uuid import UUID

from servicekit.errors import Conflict, Invalid


class FindingElsewhere(Invalid):
    """A letter only names findings of the township that it addresses."""

    code = "finding_elsewhere"
    detail = "所列问题不存在，或不属于收函乡镇"
    finding_id: UUID


class FindingClosed(Conflict):
    """A closed finding needs no letter."""

    code = "finding_closed"
    detail = "所列问题已销号，如再次发生请先重新立项"
    finding_id: UUID


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


class MassLetter(Conflict):
    """The same text goes to more than three townships within a week: point to point is about what was found there."""

    code = "letter_mass"
    detail = (
        "同一文字的问题一周内已发（含本次）三个以上乡镇。提示函应当一地一函、指向查实的问题；确需发的请写明原因再发"
    )
    law = "《整治形式主义为基层减负若干规定》·精简文件"
    recipients: list[str]


class StatementLate(Conflict):
    """A statement is made before the deadline: afterwards the point counts, and verdicts are contested."""

    code = "letter_statement_late"
    detail = "整改期限已过，不能再陈述意见"
