"""Editions: a published catalogue changes by one form at a time, and each edition says what and why."""

from collections.abc import Sequence
from datetime import date

from contracts.form_suspensions import CatalogueRevised, RevisionKind
from countykit.identity import EVERYTHING
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.catalogues import repository
from report_svc.catalogues.models import Catalogue, CatalogueEntry, CatalogueRevision
from report_svc.forms.models import Form


async def revise(
    tx: Transaction,
    form: Form,
    change: RevisionKind,
    *,
    effective_on: date,
    reason: str,
    replaced_by: Form | None = None,
) -> Sequence[Catalogue]:
    """The next edition of each catalogue of this year and later that lists a form, or has its new version from now."""
    catalogues = []
    for catalogue_id in await repository.listing(tx, form.id, since=today(tx.now).year):
        catalogue = await tx.locked(Catalogue, catalogue_id, EVERYTHING)
        add_edition(tx, catalogue, replaced_by or form, change, effective_on=effective_on, reason=reason)
        if replaced_by is not None:
            entry = CatalogueEntry(
                catalogue_id=catalogue.id, form_id=replaced_by.id, added_at=tx.now, edition=catalogue.edition
            )
            tx.add(entry)
        fact = CatalogueRevised(
            year=catalogue.year, form=form.code, edition=catalogue.edition, change=change, effective_on=effective_on
        )
        tx.record(fact, about=catalogue)
        catalogues.append(catalogue)
    return catalogues


def add_edition(
    tx: Transaction, catalogue: Catalogue, form: Form, change: RevisionKind, *, effective_on: date, reason: str
) -> None:
    """Count the catalogue's edition up, and keep what it changes."""
    catalogue.edition += 1
    tx.add(
        CatalogueRevision(
            catalogue_id=catalogue.id, edition=catalogue.edition, form_id=form.id, change=change,
            effective_on=effective_on, reason=reason, revised_at=tx.now,
        )
    )  # fmt: skip
