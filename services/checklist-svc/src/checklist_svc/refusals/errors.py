"""Refusals to refuse."""

from servicekit.errors import Conflict


class DemandListed(Conflict):
    """The demand stands on the list of duties or of assistance, so it cannot be refused."""

    code = "demand_listed"
    detail = "该事项已列入清单，属于应当履行或协助的事项，不能出具不予承接告知书"


class DemandAdmitted(Conflict):
    """A valid admission number covers the demand, so it cannot be refused."""

    code = "demand_admitted"
    detail = "该事项持有有效准入编号，属于已准入事项，不能出具不予承接告知书"
