"""Refusals about drawn samples of disposals."""

from servicekit.errors import Conflict


class SampleOpenAlready(Conflict):
    """A township has one open sample at a time, or a board would be drawn twice."""

    code = "disposal_sample_open_already"
    detail = "该乡镇已有一批抽样核验尚未结论，请先完成"


class NothingToSample(Conflict):
    """No disposal that a picture shows to be done waits for its verification."""

    code = "disposal_sample_empty"
    detail = "该乡镇没有附处置后照片的待核验处置"


class SampleUnseen(Conflict):
    """A sample is concluded when every drawn board has been looked at."""

    code = "disposal_sample_unseen"
    detail = "仍有抽中的牌子未核验，不能作出结论"
    boards: int
