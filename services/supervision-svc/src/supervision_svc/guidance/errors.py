"""Refusals about guidance visits."""

from servicekit.errors import Invalid


class BeforeTheLetter(Invalid):
    """A guidance visit follows its letter."""

    code = "before_the_letter"
    detail = "上门会商日期不能早于发函日期"
