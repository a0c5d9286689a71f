"""Refusals about accounts."""

from servicekit.errors import Conflict


class UsernameTaken(Conflict):
    """The username is in use."""

    code = "username_taken"
    detail = "该用户名已被使用"
