"""Which posts nobody holds at the same time: one of them checks what the other does."""

from collections.abc import Collection
from datetime import date

from countykit.identity import Role

from gateway.identity.posts.errors import PostHeld, PostsConflict
from gateway.identity.posts.models import Post

CONFLICTING: frozenset[frozenset[Role]] = frozenset(
    {
        frozenset({Role.COUNTY_OFFICE, Role.APPROVER}),  # who prepares does not approve
        frozenset({Role.INSPECTOR, Role.TOWNSHIP}),  # who is inspected does not inspect
        frozenset({Role.INSPECTOR, Role.VILLAGE}),
        frozenset({Role.APPROVER, Role.DEPARTMENT}),  # who applies does not approve
        frozenset({Role.COUNTY_OFFICE, Role.DEPARTMENT}),
        frozenset({Role.AUDITOR, Role.OPERATOR}),  # system, security and audit administrators are three
        frozenset({Role.AUDITOR, Role.COUNTY_OFFICE}),
        frozenset({Role.AUDITOR, Role.APPROVER}),
        frozenset({Role.OPERATOR, Role.APPROVER}),  # who opens accounts does not approve
    }
)


def conflict(roles: Collection[str]) -> bool:
    """Whether two of these roles check each other."""
    held = {Role(role) for role in roles}
    return any(pair <= held for pair in CONFLICTING)


def require_one_person(posts: Collection[Post], others: Collection[Post]) -> None:
    """Raise PostsConflict unless one person may hold these and those posts on the days on which they meet."""
    for post in posts:
        meeting = [other for other in others if other.meets(post.valid_from, post.valid_to)]
        if any(conflict({*post.roles, *other.roles}) for other in meeting):
            raise PostsConflict


def require_compatible(
    held: Collection[Post], *, roles: Collection[str], region: str, department: str | None,
    valid_from: date, valid_to: date | None = None,
) -> None:  # fmt: skip
    """Raise PostsConflict or PostHeld unless a new post goes with those that its person holds on the same days."""
    meeting = [post for post in held if post.meets(valid_from, valid_to)]
    if conflict(roles) or any(conflict({*post.roles, *roles}) for post in meeting):
        raise PostsConflict
    same = (sorted(roles), region, department)
    if any((sorted(post.roles), post.region, post.department) == same for post in meeting):
        raise PostHeld
