"""What can be done with the yearly catalogue."""

from datetime import date

from contracts.report import CataloguePublished as CataloguePublishedFact
from countykit import directory
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from report_svc.catalogues import repository
from report_svc.catalogues.errors import CataloguePublished, CountyNeeded, FormsNotApproved, YearNotOpen
from report_svc.catalogues.models import Catalogue, CatalogueEntry
from report_svc.catalogues.schemas import CataloguePublication


async def publish(tx: Transaction, caller: Caller, publication: CataloguePublication) -> Catalogue:
    """Publish a county's catalogue (FRM-04); raises CataloguePublished, FormsNotApproved, YearNotOpen."""
    if len(caller.region) != 6:
        raise Forbidden("报表目录由县级减负办发布")
    county = caller.region.ljust(12, "0")
    await directory.region(tx, county, "county")
    day = today(tx.now)
    if publication.year not in (day.year, day.year + 1):
        raise YearNotOpen
    if await repository.published(tx, county, publication.year):
        raise CataloguePublished
    wanted = None if publication.form_ids is None else set(publication.form_ids)
    forms = await repository.approved(tx, county, max(day, date(publication.year, 1, 1)), wanted)
    ids = {form.id for form in forms}
    if wanted is not None and wanted != ids:
        raise FormsNotApproved(form_ids=sorted(map(str, wanted - ids)))
    proposed = await repository.proposed_since_last(tx, county, ids)
    catalogue = tx.add(Catalogue(region=county, year=publication.year, proposed=proposed))
    # The entries refer to the catalogue, and the session does not know the order of tables without a relationship.
    await tx.session.flush()
    for form in forms:
        tx.add(CatalogueEntry(catalogue_id=catalogue.id, form_id=form.id, added_at=tx.now))
    tx.record(CataloguePublishedFact(year=catalogue.year, forms=len(forms), proposed=proposed), about=catalogue)
    return catalogue


def county_of(caller: Caller, region: str | None) -> str:
    """The county that a request is about: the one named, otherwise the caller's own; raises CountyNeeded."""
    prefix = region or caller.region
    if len(prefix) < 6:
        raise CountyNeeded
    return prefix[:6].ljust(12, "0")
