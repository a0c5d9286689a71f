"""Refusals about hanging requests: the rules of the gate."""

from servicekit.errors import Conflict, Invalid

from signage_svc.plaques.errors import SEED_ON_MERGING

_TABLE = "挂牌规格一览表"


class BoardNotListed(Conflict):
    """The table in force has no board of this name: a body hangs none that the county has not laid down."""

    code = "board_not_listed"
    detail = "该牌子不在挂牌规格一览表内，不得新挂；确有法律法规依据的，请先提请县减负办修订一览表"
    law = _TABLE


class BoardToMerge(Conflict):
    """A board of this kind goes into another one: it gets no board of its own."""

    code = "board_to_merge"
    detail = "该类牌子应当整合，不得单独挂牌，可在功能区域入口使用简明标牌"
    law = SEED_ON_MERGING
    into: str
    into_name: str


class BoardNotOutside(Conflict):
    """Outside hang the boards of the organisations that the table names, and nothing else."""

    code = "board_not_outside"
    rule = "PLQ-01"
    detail = "按挂牌规格一览表，该牌子不得外挂，请改为室内"
    law = "黔南州十条措施；" + _TABLE
    spec: str


class BoardNotInside(Conflict):
    """The table hangs this board outside."""

    code = "board_not_inside"
    detail = "按挂牌规格一览表，该牌子应当外挂"
    law = _TABLE
    spec: str


class OutsideFull(Conflict):
    """The village hangs as many boards outside as the table allows."""

    code = "outside_full"
    rule = "PLQ-01"
    detail = "该村外挂牌子已达一览表规定的数量，不得再增加"
    law = "黔南州十条措施；" + _TABLE
    limit: int


class HangingDoubled(Conflict):
    """The same body asks for the same board at the same place a second time."""

    code = "hanging_doubled"
    detail = "该单位已就同一地方、同一牌子提出申请，请等待审批或查看审批结果"


class ApplicantCannotDecide(Conflict):
    """A request is decided by somebody other than who made it."""

    code = "hanging_applicant_cannot_decide"
    detail = "申请人不得审批自己的挂牌申请"


class SpecNeeded(Invalid):
    """The words leave open what the board is: who grants it says so."""

    code = "hanging_spec_needed"
    detail = "牌子名称存疑，准予挂牌须指明对应一览表的哪一行"
    law = _TABLE
