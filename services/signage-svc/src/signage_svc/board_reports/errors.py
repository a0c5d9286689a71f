"""Refusals about reports by code."""

from servicekit.errors import Conflict, Invalid, NotFound


class PlaceNotInUse(Conflict):
    """Nobody answers for a hall that is closed."""

    code = "place_not_in_use"
    detail = "这个服务大厅已停用，不再受理反映，请向乡镇或县减负办反映"


class ReportAnswered(Conflict):
    """Nobody looks any more at what is added to an answered report."""

    code = "report_answered"
    detail = "该反映已答复，不能再添加照片；有新情况请重新扫码反映"


class PhotoUnreadable(Invalid):
    """The photo is no base64 text."""

    code = "photo_unreadable"
    detail = "照片无法读取，请重新拍摄，或者不附照片直接反映"


class ReceiptUnknown(NotFound):
    """No report has this receipt."""

    code = "receipt_unknown"
    detail = "没有这个查询码，请核对；查询码只在提交时显示一次"
