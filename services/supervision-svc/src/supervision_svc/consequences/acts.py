"""What a township alone can do that helps no village: under no scheme may any of it raise a score.

The deltas are those that the table of facts makes of the act's events; `tests/unit/supervision/test_consequences.py`
holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """One act by its name for people, and what it adds to the township's figures."""

    title: str
    figures: Mapping[str, int]


OWN_ACTS: Mapping[str, Act] = {
    "invented_groups": Act(
        "摸底后新登记工作群再解散",
        {"groups_registered": 1, "groups_registered_late": 1, "groups_cleaned": 1, "groups_cleaned_late": 1},
    ),
    "invented_plaques": Act(
        "摸底后新登记牌子再拆除",
        {
            "plaques_conforming": 1, "plaques_flagged": 1, "plaques_flagged_late": 1, "disposals_ordered": 1,
            "plaques_removed": 1, "disposals_verified": 1, "disposals_verified_late": 1,
        },
    ),
    "failed_recheck": Act("报送不实整改被退回", {"rectifications_submitted": 1, "rectifications_reopened": 1}),
    "late_extension": Act("逾期后获得宽限", {"late_extensions_requested": 1, "late_extensions": 1}),
    "identical_practices": Act("重复登记未经核实的经验做法", {"practices_recorded": 6}),
    "unjudged_reports": Act(
        "自行反映、未经认定的问题",
        {"tasks_reported": 1, "offplan_reported": 1, "offplan_visits_reported": 1, "demand_charges_reported": 1},
    ),
    "dismissed_reports": Act(
        "反映后认定不属实",
        {"tasks_dismissed": 1, "offplan_dismissed": 1, "offplan_visits_dismissed": 1, "demand_charges_dismissed": 1},
    ),
    "trainings": Act("多办培训", {"trainings": 1}),
}  # fmt: skip
