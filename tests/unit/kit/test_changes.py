"""What is fingerprinted of a row is what is read again."""

from decimal import Decimal

import pytest
from checklist_svc.admissions.agreements.models import Agreement
from servicekit.changes import values_of


@pytest.mark.parametrize(
    ("price", "kept"), [("6000", "6000.00"), ("6E+3", "6000.00"), (6000, "6000.00"), ("6000.005", "6000.01")]
)
def test_an_amount_has_the_places_that_the_database_keeps(price, kept):
    assert str(values_of(Agreement(price_yuan=Decimal(price)))["price_yuan"]) == kept


def test_no_amount_stays_none():
    assert values_of(Agreement())["price_yuan"] is None
