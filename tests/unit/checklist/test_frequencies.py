"""How often a dispatched task may come."""

import pytest
from checklist_svc.admissions.states import Frequency


@pytest.mark.parametrize(
    ("wanted", "admitted", "within"),
    [
        ("monthly", "monthly", True), ("quarterly", "monthly", True), ("once", "yearly", True),
        ("once", "on_event", True), ("on_event", "on_event", True), ("weekly", "ten_days", False),
        ("monthly", "once", False), ("on_event", "weekly", False), ("yearly", "on_event", False),
    ],
)  # fmt: skip
def test_a_task_comes_no_more_often_than_was_admitted(wanted, admitted, within):
    assert Frequency(wanted).within(Frequency(admitted)) is within
