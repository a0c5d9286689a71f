"""Refusals about work groups."""

from servicekit.errors import Invalid


class GroupMembersUnfit(Invalid):
    """A group has one head and people of at least two posts; names stand once."""

    code = "work_group_members_unfit"
    detail = "专班须有且只有一名组长，成员不少于两人且不重复；县级专班成员来自两个以上单位"


class GroupTermUnfit(Invalid):
    """A group works for a time: until a day that comes, a year at most."""

    code = "work_group_term_unfit"
    detail = "专班应当明确期限：到期日在今天之后、一年之内，到期自行撤销"


class GroupPlaceUnfit(Invalid):
    """A member's body or place is not of the group's county, or a township's group reaches beyond the township."""

    code = "work_group_place_unfit"
    detail = "成员单位或所在地不属于本专班的县（市、区）或乡镇"
    department: str | None
    region: str | None
