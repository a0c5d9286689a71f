"""Refusals about requests for more time."""

from servicekit.errors import Conflict


class ExtensionRequestLate(Conflict):
    """A township requests more time while the deadline runs: afterwards a miss is final."""

    code = "extension_request_late"
    detail = "整改期限已过，或整改已报送、已销号，不能再申请延期"


class ExtensionWaits(Conflict):
    """One request at a time."""

    code = "extension_request_waits"
    detail = "该项整改已有一份延期申请待研究"


class ExtensionNotIndependent(Conflict):
    """Somebody of a township does not decide for the county."""

    code = "extension_not_independent"
    detail = "乡镇工作人员不能代表县级研究延期申请"
