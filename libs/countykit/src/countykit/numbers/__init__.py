"""Admission numbers outside of checklist-svc: their copies, and the one check of what reaches villages."""

from countykit.numbers.following import follow
from countykit.numbers.grounds import Demand, Finding, mend, require
from countykit.numbers.refusals import NUMBER_REFUSALS
from countykit.numbers.rows import Gap, Ground, Grounded, GroundedView
from countykit.numbers.stating import GroundStatement, NumberShown, grounding, grounding_todo

__all__ = [
    "NUMBER_REFUSALS", "Demand", "Finding", "Gap", "Ground", "GroundStatement", "Grounded", "GroundedView",
    "NumberShown", "follow", "grounding", "grounding_todo", "mend", "require",
]  # fmt: skip
