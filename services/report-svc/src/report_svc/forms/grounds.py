"""What lets a form be asked of villages: the marks of a survey, an admission number, or a law (LST-01)."""

from collections.abc import Sequence
from datetime import date

from contracts.number_rules import NumberArea
from countykit.numbers import Demand

from report_svc.forms.kinds import FormKind
from report_svc.forms.models import Form, TargetLevel


def needs_ground(form: Form) -> bool:
    """Whether villages fill it: what townships fill is work of offices."""
    return form.target_level == TargetLevel.VILLAGE


def demand_of(
    form: Form, *, villages: Sequence[str] = (), first: date | None = None, last: date | None = None,
    number: str | None = None,
) -> Demand:  # fmt: skip
    """The form as what its department wants of villages; of nobody yet while it is only proposed."""
    return Demand(
        area=NumberArea.FORMS, department=form.department, county=form.region, places=villages, first=first, last=last,
        number=number or form.admission, basis=form.legal_basis, marked=form.kind in (None, FormKind.SURVEY),
    )  # fmt: skip
