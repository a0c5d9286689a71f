"""Which posts nobody holds at the same time, over all pairs of roles."""

from itertools import combinations_with_replacement

from countykit.identity import Role
from gateway.identity.posts.conflicts import conflict

REFUSED = {
    ("township", "inspector"), ("village", "inspector"), ("department", "county_office"), ("department", "approver"),
    ("county_office", "approver"), ("county_office", "auditor"), ("approver", "auditor"), ("operator", "auditor"),
    ("approver", "operator"),
}  # fmt: skip
"""Who checks what the other does: security, system and audit administrators, deciders and those they decide about."""


def test_of_all_pairs_of_roles_these_are_refused_and_no_other():
    found = {tuple(pair) for pair in combinations_with_replacement(list(Role), 2) if conflict(pair)}
    assert found == {tuple(Role(role) for role in pair) for pair in REFUSED}
