"""Refusals about departments."""

from servicekit.errors import Conflict


class DepartmentExists(Conflict):
    """A department of that code is registered already."""

    code = "department_exists"
    detail = "该机构代码已登记"
