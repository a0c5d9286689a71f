"""Refusals about rectifications."""

from servicekit.errors import Conflict


class RepairInHand(Conflict):
    """The deadline of a submitted or closed rectification is not running."""

    code = "deadline_not_running"
    detail = "整改情况已报送或已销号，期限不再计算，不能延期"


class CheckerNotIndependent(Conflict):
    """Somebody of the township that repaired may not recheck the repair."""

    code = "checker_not_independent"
    detail = "整改乡镇的工作人员不能复核本乡镇的整改"


class RecallTooLate(Conflict):
    """A letter is recalled before its deadline and before a repair was reported; later, verdicts are contested."""

    code = "letter_recall_late"
    detail = "整改期限已过或乡镇已报送整改，不能撤回；确有错误的，请按申诉复核程序办理"
