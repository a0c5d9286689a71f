"""Refusals about changed laws."""

from servicekit.errors import Conflict, Invalid


class LawChangeKnown(Conflict):
    """The same change was recorded before."""

    code = "law_change_known"
    detail = "该法规的这次变动已经登记，请在原记录下办理"


class NewBasisMissing(Invalid):
    """What goes on needs a basis with its article, and not the one that was repealed."""

    code = "new_basis_missing"
    rule = "LST-04"
    detail = "继续执行的，须写明现行依据及其条款；原依据已废止的，不得仍以其为依据"
    law = "辽宁工作清单管理规定"


class StillInForce(Conflict):
    """Who says that something has ended has ended it before."""

    code = "still_in_force"
    detail = "该对象仍在执行：请先撤回准入、停用报表或者发布不含该事项的新一版清单，再答复已终止"


class ReviewSamePerson(Conflict):
    """Who answered does not agree with their own answer."""

    code = "law_review_same_person"
    detail = "答复人不得认可自己的答复，请由其他人员办理"
