"""Refusals about charges of boards without a grant."""

from servicekit.errors import Conflict, Invalid

_GATE = "挂牌申请审批；挂牌规格一览表"


class DemanderMissing(Invalid):
    """Nobody is charged for a board of which it is not known who demanded it."""

    code = "demander_missing"
    detail = "须指明是哪个单位要求挂的牌子，并说明书面要求"


class BoardOfBaseline(Conflict):
    """What hung at the first survey is cleaned up; only what came later had to pass the gate."""

    code = "board_of_baseline"
    detail = "首轮摸底时已在挂的牌子按清理处置办理，不作未经准入挂牌认定"
    law = _GATE


class BoardGranted(Conflict):
    """The body asked and was granted this very board on or before the day."""

    code = "board_granted"
    detail = "该单位就这块牌子已获准予，不作未经准入挂牌认定"
    law = _GATE
    number: str


class BoardCharged(Conflict):
    """One board is charged once."""

    code = "board_charged"
    detail = "这块牌子已向该单位提请认定"
