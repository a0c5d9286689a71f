"""Refusals about sealed files."""

from servicekit.errors import Conflict, Invalid, NotFound, Refusal


class FilesOff(Conflict):
    """This installation writes no sealed files."""

    code = "files_off"
    detail = "本系统未启用封存文件，请由运维人员设置 SONGBANG_FILES_DIR"


class RangeGone(Refusal):
    """The range is not wholly kept in the log; `first_position` and `last_position` say what is."""

    status = 410
    code = "range_gone"
    detail = "所请求的范围不在可导出的区间内"
    first_position: int
    last_position: int


class RangeInvalid(Invalid):
    """The range ends before it begins."""

    code = "range_invalid"
    detail = "导出范围的终点早于起点"


class NotSealedYet(NotFound):
    """The file has been ordered and is not written yet."""

    code = "file_not_sealed"
    detail = "文件尚未生成，请稍后再取"


class ContentGone(Refusal):
    """The content is older than it is kept; its manifest remains, and a range can be exported again."""

    status = 410
    code = "content_gone"
    detail = "文件内容已超过保存期限，可申请重新导出该范围"
