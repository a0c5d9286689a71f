"""No view shows a region or a body as a code alone, except those that anybody may read and those that tell the name."""

import pytest
from servicekit.bodies import View
from songbang.inventory import PARTS
from songbang.snapshot import application

SERVICES = [part for part in PARTS if part.name != "gateway"]
CODES = {"region", "department", "village", "charged_home"}
# These tell the name under `name`, or are shown to the public, or echo the request.
WITHOUT = {
    "Difference", "HeatRow", "HeatmapView", "OverviewView", "SeriesView", "RowView", "TownshipView", "ExplanationView",
    "EndedView", "TrendView", "PublicCertificate", "PublicCheck", "BudgetYear",
}  # fmt: skip


def _views(kind=View):
    for each in kind.__subclasses__():
        yield each
        yield from _views(each)


@pytest.mark.parametrize("part", SERVICES, ids=lambda part: part.name)
def test_a_code_has_its_name_beside_it(part):
    application(part)
    views = [view for view in _views() if view.__module__.startswith(part.package) and view.__name__ not in WITHOUT]
    coded = [(view, field) for view in views for field in view.model_fields if field in CODES]
    assert coded
    for view, field in coded:
        names = list(view.model_fields)
        assert names[names.index(field) + 1] == f"{field}_name", f"{view.__name__}.{field} is a code alone"
