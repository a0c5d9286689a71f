"""Puts together what the directory, the calendar and the API document say of a caller."""

from collections.abc import Collection, Mapping
from typing import Any

from countykit.identity import Caller
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.transaction import Transaction

from gateway.directory.calendars import service as calendars
from gateway.directory.departments import repository as departments
from gateway.directory.regions import repository as regions
from gateway.identity.accounts import repository as accounts
from gateway.identity.appointments.standing import held as posts_held
from gateway.identity.grants import COUNTRY
from gateway.identity.me.schemas import CalendarNow, County, HeldPost, MeView, Post

_DIGITS = 12
_COUNTY_DIGITS = 6


async def describe(tx: Transaction, caller: Caller, document: Mapping[str, Any], *, demo: bool) -> MeView:
    """The caller as a front end needs them; `document` is the merged API document."""
    code = caller.region.ljust(_DIGITS, "0")
    county = county_of(code) if len(caller.region) >= _COUNTY_DIGITS else None
    known = await regions.known(tx, {code, county or code})
    names = {each.code: each.name for each in known.values()}
    department = await departments.find(tx, caller.department) if caller.department else None
    place = {
        "region_name": names.get(code), "department": caller.department,
        "department_name": department.name if department else None,
    }  # fmt: skip
    roles = sorted(caller.roles)
    return MeView(
        sub=caller.sub, name=caller.name, other_logins=sorted(caller.other_logins), roles=roles, region=caller.region,
        region_code=code, **place,
        posts=[Post(role=role, region=code, **place) for role in roles],
        person=caller.person, held_posts=await _held(tx, caller),
        permissions=permissions(document, caller.roles),
        county=County(code=county, name=names.get(county)) if county else None,
        calendar=await _calendar(tx), must_change_password=caller.must_change_password,
        must_enrol_second_factor=caller.must_enrol_second_factor, demo=demo,
    )  # fmt: skip


async def _held(tx: Transaction, caller: Caller) -> list[HeldPost]:
    account = await accounts.named(tx, caller.sub) if caller.post is not None else None
    if account is None:
        return []
    posts = await posts_held(tx, account)
    places = await regions.known(tx, {post.region for post in posts})
    bodies = {post.department: await departments.find(tx, post.department) for post in posts if post.department}
    return [
        HeldPost(
            **post.model_dump(include={"id", "roles", "region", "department", "valid_to"}),
            region_name=place.name if (place := places.get(post.region)) else None,
            department_name=body.name if (body := bodies.get(post.department or "")) else None,
            chosen=str(post.id) == caller.post,
        )
        for post in posts
    ]  # fmt: skip


def permissions(document: Mapping[str, Any], roles: Collection[str]) -> list[str]:
    """The operations that somebody with these roles may call; a record's state and scope still decide about each."""
    return sorted(
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
        if operation.get("security") and _passes(operation.get("x-roles", ()), roles)
    )


def _passes(wanted: Collection[str], roles: Collection[str]) -> bool:
    return not wanted or not set(wanted).isdisjoint(roles)


async def _calendar(tx: Transaction) -> CalendarNow:
    day = today(tx.now)
    calendar = await calendars.read(tx, day.year, COUNTRY)
    return CalendarNow(today=day, published=calendar.published, href=f"/api/directory/v1/calendar/{day.year}")
