"""Refusals about labels."""

from servicekit.errors import Conflict


class LabelledAlready(Conflict):
    """A village has one notice board with one code."""

    code = "labelled_already"
    detail = "该村公示栏已有二维码；编码失效或被冒用的，请更换编码"
