"""Gathers what the checks look at."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from countykit import lineage
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.elements import repository as elements
from report_svc.elements.service import county_of
from report_svc.integrity import repository
from report_svc.integrity.checks import Finding, FormInForce, Found, found
from report_svc.tables.repository import unused


async def check(tx: Transaction, caller: Caller, wanted: Collection[Finding], *, unused_days: int) -> list[Found]:
    """What is wrong in the caller's county today, of the kinds wanted; none wanted is all."""
    county, day = county_of(caller), today(tx.now)
    counties = list(await lineage.continued(tx, [county]))
    merged = await elements.successors(tx, county)
    dictionary = {each.code: each for each in await elements.of_county(tx, county) if each.merged_into is None}
    in_force = [
        FormInForce(
            form.code, form.department, form.frequency,
            frozenset(merged.get(each["element"], each["element"]) for each in form.fields if each.get("element")),
        )
        for form in await repository.approved_forms(tx, counties, day)
    ]  # fmt: skip
    delivered: dict[str, date] = {}
    for code, last in (await repository.good_until(tx, counties)).items():
        now = merged.get(code, code)
        delivered[now] = max(last, delivered.get(now, last))
    nobodys = [form.code for form, _, _ in await unused(tx, caller.scope, day - timedelta(days=unused_days))]
    everything = found(in_force, dictionary, delivered, nobodys, day)
    return [
        replace(each, element_name=dictionary[each.element].name) if each.element in dictionary else each
        for each in everything if not wanted or each.finding in wanted
    ]  # fmt: skip
