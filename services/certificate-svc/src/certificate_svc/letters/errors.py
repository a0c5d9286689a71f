"""Refusals about letters."""

from servicekit.errors import Invalid


class CopyTooEarly(Invalid):
    """A first question is between the office and the body: a copy would be a verdict before one."""

    code = "letter_copy_too_early"
    detail = "初次询问不抄送上级；逾期未答复再次发函，或者认定属实后发提示函时可以抄送"
