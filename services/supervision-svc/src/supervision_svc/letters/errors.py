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
