"""What a change would move, counted by each service in as many answers as it takes."""

from countykit.belongings import Belonging, Belongings
from gateway.changes.effects import together


def counted(**kinds):
    each = [Belonging(kind=kind, title=kind, count=count) for kind, count in kinds.items()]
    return Belongings(open_work=each, records=sum(kinds.values()), kinds=each)


def test_the_answers_of_a_service_are_added_by_kind():
    whole = together([counted(plaque=41, arrangement=2), counted(arrangement=10)])
    assert whole is not None
    assert {each.kind: each.count for each in whole.kinds} == {"plaque": 41, "arrangement": 12}
    assert (whole.records, [each.count for each in whole.open_work]) == (53, [41, 12])


def test_a_service_that_is_silent_once_has_not_counted():
    assert together([counted(plaque=1), None]) is None
