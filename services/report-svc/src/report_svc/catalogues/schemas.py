"""Bodies of the catalogue routes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from contracts.form_suspensions import RevisionKind
from contracts.report import Frequency
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View

from report_svc.catalogues.models import Catalogue
from report_svc.forms.models import State


class CataloguePublication(Body):
    """The catalogue to publish; without `form_ids` it takes all approved forms that are valid in the year."""

    year: int = Field(ge=2000, le=2200, examples=[2026])
    form_ids: list[UUID] | None = Field(None, max_length=1000)


class CatalogueForm(View):
    """A form in the catalogue; its state says whether it is still in force."""

    id: UUID
    code: str
    title: str
    department: DepartmentCode
    frequency: Frequency
    valid_until: date
    state: State
    suspended_from: date | None
    edition: int = Field(description="of the catalogue in which it entered; above 1 it was added during the year")
    added_at: datetime = Field(description="from when on it may be asked for")


class CatalogueEdition(View):
    """What one edition after the first changed."""

    edition: int
    change: RevisionKind
    form_id: UUID
    form: str
    title: str
    effective_on: date = Field(description="from which day on it holds")
    reason: str
    revised_at: datetime


class CatalogueSummary(ResourceView):
    """A catalogue as lists show it."""

    table_title = "报表目录"

    region: RegionCode = Field(title="县(市、区)")
    year: int = Field(title="年度")
    proposed: int = Field(title="申报数")
    edition: int = Field(title="版次")
    created_at: datetime = Field(title="发布时间")


class CatalogueView(CatalogueSummary):
    """A catalogue with its forms."""

    forms: list[CatalogueForm] = Field(default_factory=list)
    editions: list[CatalogueEdition] = Field(default_factory=list, title="目录变动")

    @classmethod
    def of(cls, catalogue: Catalogue, forms: Iterable[Any], revisions: Iterable[Any] = ()) -> Self:
        """The whole view."""
        view = cls.model_validate(catalogue)
        view.forms = [
            CatalogueForm(
                id=form.id, code=form.code, title=form.title, department=form.department, frequency=form.frequency,
                valid_until=form.valid_until, state=form.state, suspended_from=form.suspended_from, edition=edition,
                added_at=added_at,
            )
            for form, added_at, edition in forms
        ]  # fmt: skip
        view.editions = [
            CatalogueEdition(
                edition=each.edition, change=each.change, form_id=each.form_id, form=code, title=title,
                effective_on=each.effective_on, reason=each.reason, revised_at=each.revised_at,
            )
            for each, code, title in revisions
        ]  # fmt: skip
        return view
