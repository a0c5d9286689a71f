"""What can be done with a county's reviewing bodies, and who is asked about an application."""

from uuid import UUID

from contracts.reviewing_bodies import ReviewingBodyProposed
from countykit import directory, lineage
from countykit.identity import Caller
from countykit.regions import county_of
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.reviewing_bodies import repository
from checklist_svc.admissions.reviewing_bodies.errors import ReviewingBodyElsewhere, ReviewingBodyKnown
from checklist_svc.admissions.reviewing_bodies.models import WORKFLOW, ReviewingBody, fact_of
from checklist_svc.admissions.reviewing_bodies.schemas import ReviewingBodyProposal
from checklist_svc.settings import Settings


async def propose(tx: Transaction, caller: Caller, proposal: ReviewingBodyProposal) -> ReviewingBody:
    """Propose that a body of the county gives its opinion (LST-02).

    Raises Forbidden, RegionUnknown, DepartmentUnknown, ReviewingBodyElsewhere, ReviewingBodyKnown.
    """
    if len(caller.region) != 6:
        raise Forbidden("只有县级减负办可以提出本县的审核机构")
    county = await directory.region(tx, county_of(caller.region.ljust(12, "0")), "county")
    if (await directory.department(tx, proposal.department)).home != county.code:
        raise ReviewingBodyElsewhere
    if await repository.is_known(tx, county.code, proposal.name, proposal.department):
        raise ReviewingBodyKnown
    body = tx.add(ReviewingBody(**proposal.model_dump(), region=county.code, proposed_by=caller.sub))
    tx.record(fact_of(body, ReviewingBodyProposed), about=body, department=body.department)
    return body


async def approve(tx: Transaction, caller: Caller, body_id: UUID, decision: str, note: str) -> ReviewingBody:
    """Approve a body as another person, or do not; raises ReviewingBodySamePerson."""
    body = await repository.BODIES.locked(tx, caller.scope, body_id)
    taken = WORKFLOW.take(body, "approval", caller, outcome=decision)
    body.note = note
    tx.record(taken.event(body), about=body, department=body.department)
    return body


async def remove(tx: Transaction, caller: Caller, body_id: UUID, note: str) -> ReviewingBody:
    """Take a body out of the table; opinions that it was asked for are still awaited."""
    body = await repository.BODIES.locked(tx, caller.scope, body_id)
    taken = WORKFLOW.take(body, "removal", caller)
    body.note = note
    tx.record(taken.event(body), about=body, department=body.department)
    return body


async def bodies_for(tx: Transaction, admission: Admission, settings: Settings) -> dict[str, str]:
    """Who gives an opinion on an application: body → its present code, each code once, never the applicant itself.

    A county that keeps no table has the configured bodies. Work that nobody of its table is named for comes before all
    of them, so that nothing is admitted unseen.
    """
    table = await repository.active(tx, county_of(admission.region))
    chosen = [body for body in table if body.looks_at(admission.work)] or table
    named = {body.name: body.department for body in chosen} or settings.review_bodies
    found: dict[str, str] = {}
    for name, code in named.items():
        heir = await lineage.heir_of_body(tx, code)
        if heir != admission.department and heir not in found.values():
            found[name] = heir
    return found
