"""Refusals about visit teams."""

from servicekit.errors import Conflict, Invalid

_RULES = "整治形式主义为基层减负若干规定·督查检查考核"


class TeamUnfit(Invalid):
    """A team has one leader and people of at least two bodies; names and accounts stand once."""

    code = "visit_team_unfit"
    detail = (
        "检查组须有且只有一名组长，成员来自两个以上单位，姓名、账号不重复，至少一人有账号负责登记；"
        "按计划组建的须有计划单位的人员"
    )


class TeamBasisUnfit(Invalid):
    """A team goes by one plan entry or by one draw."""

    code = "visit_team_basis_unfit"
    rule = "INS-01"
    detail = "检查组须依据执行中的计划或已揭晓的抽取组建，二者选其一"
    law = _RULES


class TeamRouteUnfit(Conflict):
    """The route lies within what the plan entry or the draw covers, and no longer than it."""

    code = "visit_team_route_unfit"
    rule = "INS-12"
    detail = "行程须在计划或抽取的村（社区）和日期之内，每村只列一次，时间不超过31天"
    law = "政府督查工作条例第15条"


class TeamNotOfGroup(Conflict):
    """A work group signs only for its own people, and only while it works."""

    code = "visit_team_not_of_group"
    detail = "以专班名义到村的，检查组成员须都在专班名单内，专班须为本县的且到检查结束时仍在运行"


class TeamElsewhere(Conflict):
    """A team records visits to the villages of its route, on its days."""

    code = "visit_team_elsewhere"
    rule = "INS-12"
    detail = "该村（社区）或日期不在本检查组的行程内"
    law = "政府督查工作条例第15条"


class TeamBeenThere(Conflict):
    """A team visits each village of its route once."""

    code = "visit_team_been_there"
    detail = "本检查组到该村（社区）的检查已经登记，一次到村不重复登记"
