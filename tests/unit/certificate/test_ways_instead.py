"""Where to go in place of the village: the data behind the two columns of the 告知书."""

from certificate_svc.items.models import Kind
from certificate_svc.items.shipped import shipped
from servicekit.shipped import shipped_data


def test_every_shipped_item_that_is_refused_says_where_to_go_and_what_to_bring():
    ways = shipped_data("certificate_svc", "data/ways_instead.yaml")["ways"]
    assert list(ways) == [item.code for item in shipped() if item.kind is Kind.FORBIDDEN]
    for rows in ways.values():
        assert 1 <= len(rows) <= 3
        assert all(row["where"] and row["bring"] for row in rows)
