"""Refusals about off-plan demands."""

from uuid import UUID

from servicekit.errors import Conflict

from report_svc.forms.errors import CATALOGUE_LAW


class DemandCatalogued(Conflict):
    """The demanded form is in the catalogue and in force, so the demand was within the plan."""

    code = "demand_catalogued"
    rule = "FRM-04"
    detail = "该报表已列入当年目录且在有效期内，不属于目录外报表"
    law = CATALOGUE_LAW
    form_id: UUID
    form: str
