"""What a token says of the person behind a login: the post they act in, their other logins, where they served."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from countykit.identity import Role
from countykit.regions import TOWNSHIP_DIGITS, significant
from countykit.workdays import today
from servicekit.transaction import Transaction

from gateway.identity.accounts.models import Account
from gateway.identity.persons import repository as persons
from gateway.identity.posts import repository
from gateway.identity.posts.models import Post
from gateway.identity.reach import Reach, reach_of, same_bodies, same_places


@dataclass(frozen=True, slots=True)
class Standing:
    """A person in one of their posts."""

    person: UUID
    post: Post
    other_logins: Sequence[str]
    served_townships: Sequence[str]
    served_departments: Sequence[str]
    reach: Reach

    @property
    def claims(self) -> dict[str, Any]:
        """The claims beside the post's own roles, region and department; empty lists are left out."""
        lists = {
            "other_logins": self.other_logins, "served_townships": self.served_townships,
            "served_departments": self.served_departments,
        }  # fmt: skip
        found = {name: list(values) for name, values in lists.items() if values}
        return {"person": str(self.person), "post": str(self.post.id), **found, **self.reach.claims}


async def standing(tx: Transaction, account: Account, post: Post, recusal_days: int) -> Standing:
    """What is known of a person as they begin to act in a post."""
    others = await persons.others(tx, account.username)
    day = today(tx.now)
    held = await repository.of_logins(tx, [account.username, *others], since=day - timedelta(days=recusal_days))
    elsewhere = [each for each in held if each.id != post.id and each.valid_from <= day]
    person = await persons.person_of(tx, account.username) or account.id
    reach = await reach_of(tx, post.region, post.department)
    townships, departments = await _townships(tx, elsewhere), await _departments(tx, elsewhere)
    return Standing(person, post, others, townships, departments, reach)


async def _townships(tx: Transaction, posts: Collection[Post]) -> list[str]:
    """Where they served, under whatever code it is or was known: nobody is neutral by a change of codes."""
    places = {post.region for post in posts if len(significant(post.region)) >= TOWNSHIP_DIGITS}
    return sorted({code[:TOWNSHIP_DIGITS] for code in await same_places(tx, places)})


async def _departments(tx: Transaction, posts: Collection[Post]) -> list[str]:
    bodies = {post.department for post in posts if post.department and Role.DEPARTMENT in post.roles}
    return sorted(await same_bodies(tx, bodies))


async def held(tx: Transaction, account: Account, day: date | None = None) -> list[Post]:
    """The posts that an account holds today, the longest held first."""
    day = day or today(tx.now)
    found = await repository.of_logins(tx, [account.username], since=day)
    return [post for post in found if post.held_on(day)]
