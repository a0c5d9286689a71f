"""Who is calling, and which rows that lets them see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from contracts.titles import TitledEnum
from servicekit.errors import Forbidden
from servicekit.identity import allowed
from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import SQLModel

from countykit.regions import TOWNSHIP_DIGITS, above

_REGION = re.compile(r"[0-9]{0,12}")


class Role(TitledEnum, name="role", title_zh="角色"):
    """Who does what in a county."""

    VILLAGE = "village", "村（社区）"
    TOWNSHIP = "township", "乡镇"
    DEPARTMENT = "department", "部门"
    COUNTY_OFFICE = "county_office", "县减负办"
    APPROVER = "approver", "审批人"
    INSPECTOR = "inspector", "督查专班"
    OBSERVER = "observer", "市省观察员"
    INTEGRATOR = "integrator", "对接人员"
    OPERATOR = "operator", "系统运维"
    AUDITOR = "auditor", "审计员"


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows a caller may touch: a region prefix and, for departments, their own rows only.

    `also` are the prefixes of what the region took over, `without` those of what it ceded to others since; `former`
    are the bodies that the department took over. Rows keep the codes of their day, so nothing is rewritten by a merger.
    """

    prefix: str
    department: str | None = None
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    def where(self, model: type[SQLModel]) -> ColumnElement[bool]:
        """The SQL condition every read and write of `model` carries; a row without a region is nobody's."""
        region = getattr(model, "region", None)
        return (false() if region is None else self.lies(region)) & self._own(model)

    def lies(self, region: Any) -> ColumnElement[bool]:
        """Whether a column of region codes lies in this scope, as SQL."""
        if not self.prefix:
            return true()
        within = or_(*(region.startswith(prefix, autoescape=True) for prefix in (self.prefix, *self.also)))
        if not self.without:
            return within
        return within & ~or_(*(region.startswith(prefix, autoescape=True) for prefix in self.without))

    def _own(self, model: type[SQLModel]) -> ColumnElement[bool]:
        own = getattr(model, "department", None)
        if self.department is None or own is None:
            return true()
        return own.in_((self.department, *self.former)) if self.former else own == self.department  # type: ignore[no-any-return]

    def where_or_above(self, model: type[SQLModel]) -> ColumnElement[bool]:
        """Like `where`, and also rows of the regions above: what a county or township addresses to its villages."""
        region: ColumnElement[str] = getattr(model, "region")  # noqa: B009 - a column of every aggregate
        higher = {code for prefix in (self.prefix, *self.also) for code in above(prefix)}
        return self.where(model) | (region.in_(sorted(higher)) & self._own(model))

    def covers(self, region: str) -> bool:
        """Whether a 12-digit region code lies inside this scope."""
        return region.startswith((self.prefix, *self.also)) and not (self.without and region.startswith(self.without))


EVERYTHING = Scope("")
"""The scope of the system itself: consumers, ticks, public lookups by an unguessable number."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified caller. `region` is the significant prefix of a 12-digit code, empty for the whole country.

    `session` names the sign-in that the token belongs to, so that the gateway refuses tokens of ended sessions.
    `other_logins` are the further accounts of the same natural person: records name the login that acted, and whoever
    must be a second person is compared by `is_any_of`, never by `sub`. `post` is the post that they act in, `person`
    the natural person; `served_townships` and `served_departments` are where they hold or lately held other posts.
    `predecessors` and `ceded` are prefixes of what their region took over and gave away, `former_departments` the
    bodies that theirs took over: whose open work and records are theirs too.
    """

    sub: str
    name: str
    roles: frozenset[Role]
    region: str
    department: str | None = None
    session: str | None = None
    must_change_password: bool = False
    other_logins: frozenset[str] = frozenset()
    person: str | None = None
    post: str | None = None
    must_enrol_second_factor: bool = False
    served_townships: frozenset[str] = frozenset()
    served_departments: frozenset[str] = frozenset()
    predecessors: tuple[str, ...] = ()
    ceded: tuple[str, ...] = ()
    former_departments: tuple[str, ...] = ()

    @property
    def bodies(self) -> tuple[str, ...]:
        """The caller's body and those that it took over; empty for who has none."""
        return () if self.department is None else (self.department, *self.former_departments)

    def acts_for(self, department: str | None) -> bool:
        """Whether the caller speaks for a body: their own, or one that it took over."""
        return department in self.bodies

    @property
    def townships(self) -> tuple[str, ...]:
        """The digits of the caller's own township, and of those that it took over."""
        return (self.region[:TOWNSHIP_DIGITS], *(code for code in self.predecessors if len(code) == TOWNSHIP_DIGITS))

    @property
    def logins(self) -> frozenset[str]:
        """All logins of this natural person."""
        return self.other_logins | {self.sub}

    def is_any_of(self, *logins: str | None) -> bool:
        """Whether this natural person acted under one of these logins; None, an unknown or anonymous one, is nobody."""
        return not self.logins.isdisjoint(logins)

    def has_served(self, region: str | None = None, department: str | None = None) -> bool:
        """Whether they hold or lately held another post in the township of a region, or in a department."""
        return (region or "")[:TOWNSHIP_DIGITS] in self.served_townships or department in self.served_departments

    @property
    def scope(self) -> Scope:
        """What this caller may see; only the pure department role is limited to its own rows."""
        limited = self.roles == {Role.DEPARTMENT}
        return Scope(
            self.region, (self.department or "") if limited else None, self.predecessors, self.ceded,
            self.former_departments if limited else (),
        )  # fmt: skip

    @property
    def area(self) -> Scope:
        """All rows of the caller's region, whosever body they are."""
        return Scope(self.region, None, self.predecessors, self.ceded)

    @property
    def is_of_a_township(self) -> bool:
        """Whether this is somebody of a township, or placed in one: of whatever they see there they are no third."""
        return Role.TOWNSHIP in self.roles or len(self.region) >= TOWNSHIP_DIGITS

    def require_region(self, region: str) -> None:
        """Refuse a body that names a region outside of the caller's own."""
        if not self.scope.covers(region):
            raise Forbidden("所填行政区划不在您的管辖范围内")


def of_own_body(row: Any, caller: Caller) -> bool:
    """Whether a record is of the caller's body; the county's office looks after all (a `party` of a step)."""
    return Role.COUNTY_OFFICE in caller.roles or caller.acts_for(row.department)


def _prefix(claim: object) -> str:
    """The region of a token. Only an empty one means the whole country: one without any is of no use here."""
    if not isinstance(claim, str) or not _REGION.fullmatch(claim):
        raise ValueError("no region prefix")
    return claim


def _text(claim: object) -> str | None:
    """A claim that may be missing, such as the department or the session."""
    if not isinstance(claim, str | None):
        raise TypeError("a claim is no text")
    return claim


def _names(claim: object) -> frozenset[str]:
    """A claim that lists logins. One that cannot be read must not make two people of one."""
    if not isinstance(claim, list | tuple) or not all(isinstance(name, str) for name in claim):
        raise TypeError("a claim is no list of logins")
    return frozenset(claim)


def _prefixes(claim: object) -> tuple[str, ...]:
    """A claim that lists regions. An empty one among them would mean the whole country, and is none."""
    found = sorted(_names(claim))
    if not all(prefix and _REGION.fullmatch(prefix) for prefix in found):
        raise ValueError("no region prefixes")
    return tuple(found)


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """The caller that verified claims name; raises KeyError, TypeError, ValueError for claims of another issuer."""
    return Caller(
        sub=str(claims["sub"]),
        name=str(claims.get("name", "")),
        roles=frozenset(Role(role) for role in claims.get("roles", ())),
        region=_prefix(claims["region"]),
        department=_text(claims.get("department")),
        session=_text(claims.get("sid")),
        must_change_password=bool(claims.get("must_change_password", False)),
        other_logins=_names(claims.get("other_logins", ())),
        person=_text(claims.get("person")),
        post=_text(claims.get("post")),
        must_enrol_second_factor=bool(claims.get("must_enrol_second_factor", False)),
        served_townships=_names(claims.get("served_townships", ())),
        served_departments=_names(claims.get("served_departments", ())),
        predecessors=_prefixes(claims.get("predecessors", ())),
        ceded=_prefixes(claims.get("ceded", ())),
        former_departments=tuple(sorted(_names(claims.get("former_departments", ())))),
    )


def allow(*roles: Role) -> Any:
    """A dependency that yields the caller and refuses everybody else; no roles means anyone signed in."""
    return allowed(*roles)


Anyone = Annotated[Caller, allow()]
