"""Refusals about rectifications."""

from servicekit.errors import Conflict, Invalid


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


class EvidenceUnknown(Invalid):
    """A named file is not one on this repair, or of a recheck not one by who rechecks."""

    code = "repair_evidence_unknown"
    detail = "所列文件不在本整改事项中；复核文件须由复核人添加"


class VisitDoesNotShow(Invalid):
    """The visit was elsewhere, or before the repair was reported: it shows nothing of it."""

    code = "visit_shows_no_repair"
    detail = "该检查不是到本乡镇的，或者早于整改报送，不能作为复核依据"
