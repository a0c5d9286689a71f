"""Refusals about service halls."""

from uuid import UUID

from servicekit.errors import Conflict, Invalid, NotFound

SEED_ON_HALLS = (
    "《全市基层减负工作推进会交流发言》：综合服务大厅设置集合式服务功能指引标牌，各功能区域入口悬挂简明标牌；"
    "统一设置党建、养老保险、公共卫生、社会保障等综合性服务岗位"
)


class HallDoubled(Conflict):
    """The place has a hall of this name."""

    code = "hall_doubled"
    detail = "该地已有同名服务大厅，请调整原有大厅的布局"
    law = SEED_ON_HALLS


class PlanDoubled(Invalid):
    """An area, a short name or a window stands in the plan twice: the sign would point to two places."""

    code = "hall_plan_doubled"
    detail = "布局中的区域名称、简明名称、窗口号均不得重复"
    law = SEED_ON_HALLS
    name: str


class SamePersonAB(Invalid):
    """Somebody who stands in for themselves is not there when they are not there."""

    code = "same_person_ab"
    detail = "同一窗口的A岗和B岗须为不同人员"
    law = SEED_ON_HALLS
    window: str


class ShortNameIsBoard(Invalid):
    """The short name of an area is the name of a board that the table hangs outside: it would be hung twice."""

    code = "short_name_is_board"
    detail = "简明名称不得使用挂牌规格一览表所列外挂牌子的名称，请写区域的功能，例如“便民服务”"
    law = "挂牌规格一览表；" + SEED_ON_HALLS
    name: str


class MatterNotOffered(Invalid):
    """A window is to handle what is not in the catalogue of the hall's county or township."""

    code = "matter_not_offered"
    detail = "窗口所列事项不在本县、本乡镇的一门式事项目录内，请先公布办事指南"
    law = SEED_ON_HALLS
    matters: list[UUID]


class SignSpecMissing(Conflict):
    """The table in force does not say how large the signs of a hall are."""

    code = "sign_spec_missing"
    detail = "挂牌规格一览表中没有集合式指引标牌或功能区域简明标牌，无法生成标牌，请县减负办补充"
    law = "挂牌规格一览表"


class PlaceUnknown(NotFound):
    """No hall and no notice board has this code."""

    code = "place_unknown"
    detail = "没有这个编码，请核对编码或重新扫码"
