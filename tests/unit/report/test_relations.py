"""Relations between data elements: what they say of values, and which of them go round in a circle."""

from decimal import Decimal

import pytest
from report_svc.elements.relations import circular, relation


@pytest.mark.parametrize(
    ("text", "values", "broken"),
    [
        ("E005<=E004", {"E005": 10, "E004": 10}, False), ("E005<=E004", {"E005": 11, "E004": 10}, True),
        ("E011+E012=E006", {"E011": 3, "E012": 4, "E006": 7}, False),
        ("E011+E012=E006", {"E011": 3, "E012": 4, "E006": 8}, True),
        ("E011+E012=E006", {"E011": 3, "E006": 8}, False),
        ("E156=prev(E156)+E154-E155", {"E156": 5, "-E156": 4, "E154": 3, "E155": 2}, False),
        ("E156=prev(E156)+E154-E155", {"E156": 6, "-E156": 4, "E154": 3, "E155": 2}, True),
    ],
)  # fmt: skip
def test_a_relation_is_broken_only_by_what_is_known(text, values, broken):
    def value(term):
        found = values.get(f"-{term.code}" if term.before else term.code)
        return None if found is None else Decimal(found)

    assert relation(text).broken(value) is broken


def test_parts_within_a_whole_must_not_come_round_to_themselves():
    assert not circular({"E1": ["E1<=E2"], "E2": ["E2<=E3", "E1+E2=E3"]})
    assert circular({"E1": ["E1<=E2"], "E2": ["E2<=E1"]})
    assert circular({"E1": ["E1+E4=E2"], "E3": ["E3<=E1"], "E2": ["E2<=E3"]})
    assert not circular({"E156": ["E156=prev(E156)+E154-E155"]})
