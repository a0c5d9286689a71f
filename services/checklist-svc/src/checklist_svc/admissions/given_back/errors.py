"""Refusals about hours given back."""

from servicekit.errors import Invalid


class WindowInvalid(Invalid):
    """The days are reversed, or further apart than three years."""

    code = "window_invalid"
    detail = "起止日期颠倒，或者相隔超过三年"
