"""Refusals about changed laws."""

from servicekit.errors import Conflict


class LawChangeKnown(Conflict):
    """The same change was recorded before."""

    code = "law_change_known"
    detail = "该法规的这次变动已经登记，请在原记录下办理"
