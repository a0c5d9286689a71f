"""Events that count nothing: every other event of a domain has its facts in the table."""

from contracts import (
    certificate,
    certificate_list,
    checklist,
    consolidation,
    data_elements,
    demand_letters,
    form_refusals,
    gateway,
    report,
    report_tables,
    signage,
    supervision,
    surveys,
)

from supervision_svc.facts.tasks import TASK_STEPS

NO_FACTS = frozenset(
    event.type
    # The directory is followed, not counted; deliveries, saved schemes and a board's dates say nothing of a township.
    for event in (
        gateway.RegionRegistered, gateway.DepartmentRegistered, gateway.CalendarPublished, gateway.DeliveryExhausted,
        gateway.EndpointDisabled, gateway.EndpointFailing, gateway.EndpointRecovered, supervision.SchemeSaved,
        # A demand that joins a charge is counted with it.
        certificate.DemandCharged, certificate.DemandClassified,
        # How a village comes to its answer is its own; only what becomes of an application is counted.
        certificate.ApplicationChecked, certificate.ApplicationApproved, certificate.ApplicationOverdue,
        certificate.ApplicationPursued, certificate.DeliberationRecorded,
        signage.PlaqueUpdated, signage.PlaqueNameConfirmed,
        # A round counts when it is closed; its steps say nothing of a township.
        surveys.SurveyOpened, surveys.SurveyLedgerEntered, surveys.SurveyReconciled, surveys.SurveyCancelled,
        surveys.SurveyReboundAnswered, surveys.SurveyOrderReassigned, surveys.SurveyOrderDone,
        surveys.SurveyOrderReturned,
        checklist.AdmissionEndorsed, checklist.ReviewOverdue, checklist.ReviewWaived,
        # A publication follows from the board; what it says is never counted a second time.
        supervision.PublicationNoticed, supervision.PublicationObjectionFiled, supervision.PublicationObjectionDecided,
        supervision.PublicationPublished, supervision.PublicationAmended,
    )
) | TASK_STEPS | {
    report.FormColumnsBound.type, form_refusals.FormRefused.type,
    # What is settled in writing before anything is charged, and what only describes.
    *(
        each.type
        for kind in (data_elements, report_tables, consolidation, certificate_list, demand_letters)
        for each in kind.EVENTS
    ),
}  # fmt: skip
