"""Refusals about guidance."""

from servicekit.errors import Conflict, Invalid


class BeforeTheLetter(Invalid):
    """A guidance visit follows its letter."""

    code = "before_the_letter"
    detail = "上门会商日期不能早于发函日期"


class GuidanceLetterElsewhere(Invalid):
    """The letter is not one of this township's that the caller may read."""

    code = "guidance_letter_elsewhere"
    detail = "所填提示函不是发给该乡镇的"


class GuidanceDayUnfit(Invalid):
    """A planned day comes within half a year; who declines plans none; effects follow the visit."""

    code = "guidance_day_unfit"
    detail = "同意上门的填写今天起半年之内的日期，不上门的不填；成效报送日应在上门之后、一年之内"


class GuideNotIndependent(Conflict):
    """Somebody of the township does not answer for the county."""

    code = "guide_not_independent"
    detail = "乡镇工作人员不能代表县级答复、登记或核实指导"
