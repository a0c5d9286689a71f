"""HTTP about suspensions."""

from uuid import UUID

from countykit.identity import Anyone
from servicekit.http import Router, Tx

from report_svc.catalogues.errors import FormUncatalogued
from report_svc.forms.models import WORKFLOW
from report_svc.forms.schemas import FormSummary
from report_svc.settings import Configured
from report_svc.suspensions import errors, service
from report_svc.suspensions.schemas import FormResumption, FormSuspension

router = Router(prefix="/v1/forms", tags=["forms"])


@router.step(WORKFLOW, "suspension", of="/{form_id}", refused=(FormUncatalogued, errors.SuspensionDay))
async def suspend_form(form_id: UUID, body: FormSuspension, tx: Tx, caller: Anyone) -> FormSummary:
    """Ask nobody for a catalogued form from a day on; what is not filed yet is due no more until it is resumed."""
    return FormSummary.of(await service.suspend(tx, caller, form_id, body), caller)


@router.step(WORKFLOW, "resumption", of="/{form_id}", refused=(errors.ResumptionDay,))
async def resume_form(form_id: UUID, body: FormResumption, tx: Tx, caller: Anyone, settings: Configured) -> FormSummary:
    """Ask for a suspended form again: what ends from that day on comes back if it leaves fair notice (FRM-05)."""
    form = await service.resume(tx, caller, form_id, body, notice_workdays=settings.filing_notice_workdays)
    return FormSummary.of(form, caller)
