"""Events that count nothing: every other event of a domain has its facts in the table."""

from contracts import (
    admission_lateness,
    application_lateness,
    board_reports,
    briefs,
    burdens,
    calendar_subscriptions,
    catalogue_additions,
    certificate,
    certificate_law_reviews,
    certificate_list,
    checklist,
    checklists,
    complaints,
    consolidation,
    county_grounds,
    data_elements,
    demand_answers,
    demand_charges,
    demand_letters,
    demand_months,
    disposal_samples,
    draws,
    extensions,
    faults,
    form_amendments,
    form_approvals,
    form_columns,
    form_grounds,
    form_refusals,
    form_suspensions,
    gateway,
    groups,
    guidance,
    hanging_charges,
    hangings,
    imposed_tasks,
    law_changes,
    letter_steps,
    lineage,
    number_rules,
    offplan_demands,
    offplan_visits,
    plans,
    plaque_entries,
    programmes,
    questions,
    report_tables,
    reviewing_bodies,
    service_places,
    signage,
    supervision,
    surveys,
    timings,
    trainings,
    visit_teams,
    work_groups,
)

from supervision_svc.facts.tasks import TASK_STEPS

NO_FACTS = frozenset(
    event.type
    # The directory is followed, not counted; deliveries, saved schemes and a board's dates say nothing of a township.
    for event in (
        gateway.RegionRegistered, gateway.DepartmentRegistered, gateway.CalendarPublished, gateway.DeliveryExhausted,
        lineage.TerritoryChanged, lineage.TerritoryRestored,
        gateway.EndpointDisabled, gateway.EndpointFailing, gateway.EndpointRecovered, supervision.SchemeSaved,
        # A demand that joins a charge is counted with it, and an opinion is no verdict.
        certificate.DemandCharged, certificate.DemandClassified, demand_charges.DemandChargeDismissalProposed,
        imposed_tasks.TaskImpositionDismissalProposed, offplan_demands.OffplanDismissalProposed,
        offplan_visits.VisitOffplanDismissalProposed, hanging_charges.HangingChargeDismissalProposed,
        # What nobody judged in time counts for nobody; that it lies there is told to those who judge.
        imposed_tasks.TaskImpositionOverdue, offplan_demands.OffplanOverdue, offplan_visits.VisitOffplanOverdue,
        hanging_charges.HangingChargeOverdue, demand_charges.DemandChargeOverdue,
        # How a village comes to its answer is its own; only what becomes of an application is counted.
        certificate.ApplicationChecked, certificate.ApplicationApproved, certificate.ApplicationOverdue,
        certificate.ApplicationPursued, application_lateness.ApplicationEscalated, certificate.DeliberationRecorded,
        # The same demands once more, as numbers that lead to nobody.
        demand_months.DemandMonthPublished,
        # A statement moves nothing; what is found afterwards does.
        faults.CertificateStatementMade,
        # The letter was counted when it was written; whether the county decides in time says nothing of a township.
        demand_answers.DemandFollowed, admission_lateness.AdmissionOverdue, admission_lateness.AdmissionUrged,
        signage.PlaqueUpdated, plaque_entries.PlaqueCorrected, plaque_entries.PlaqueAbsent,
        signage.PlaqueReboundAnswered,
        signage.PlaqueRetained, signage.PlaqueLapseSuspected, disposal_samples.DisposalSampleDrawn,
        signage.PlaqueNameConfirmed,
        # A round counts when it is closed; its steps say nothing of a township.
        surveys.SurveyOpened, surveys.SurveyLedgerEntered, surveys.SurveyReconciled, surveys.SurveyCancelled,
        surveys.SurveyReboundAnswered, surveys.SurveyOrderReassigned, surveys.SurveyOrderDone,
        surveys.SurveyOrderReturned, surveys.SurveyOrderObjected, surveys.SurveyOrderObjectionAnswered,
        # How a hall is laid out and what it offers is the township's own; only what an inspector found counts.
        hangings.HangingWithdrawn, board_reports.VillageLabelled, board_reports.LabelReplaced,
        service_places.HallOpened, service_places.HallRevised, service_places.HallClosed,
        service_places.ServiceMatterOffered, service_places.ServiceMatterRevised, service_places.ServiceMatterEnded,
        # How strictly a county checks, and what a body states afterwards, says nothing of a township.
        reviewing_bodies.ReviewingBodyProposed, reviewing_bodies.ReviewingBodyApproved,
        reviewing_bodies.ReviewingBodyRejected, reviewing_bodies.ReviewingBodyRemoved,
        number_rules.NumberRuleProposed, number_rules.NumberRuleApproved, number_rules.NumberRuleRejected,
        number_rules.NumberRuleWithdrawn, hangings.HangingGrounded, form_grounds.FormGrounded,
        form_grounds.ArrangementGrounded, plans.PlanEntryGrounded,
        checklist.EditionRecalled, checklist.AdmissionEndorsed, checklist.ReviewOverdue, checklist.ReviewWaived,
        # What a body may take of the villages' time says nothing of a township.
        burdens.BurdenBudgetSet, burdens.BurdenBudgetWithdrawn, burdens.ExcessDecided,
        timings.WorkTimed, timings.WorkTimingWithdrawn, groups.GroupAllowed,
        # A verdict about a group is counted as the imposed task that it is.
        groups.GroupComplained, groups.GroupCleared,
        # A publication follows from the board; what it says is never counted a second time.
        # A commitment tells nobody anything, on purpose.
        draws.DrawCommitted,
        # Who departs has not looked yet.
        draws.DrawStopRevealed,
        # A statement and its answer move nothing; a recall does.
        letter_steps.LetterStatementMade, letter_steps.LetterStatementAnswered,
        # How the office and whoever complained go on; a complaint counts when it is judged.
        complaints.ComplaintAccepted, complaints.ComplaintRejected, complaints.ComplaintOverdue,
        supervision.PublicationNoticed, supervision.PublicationObjectionFiled, supervision.PublicationObjectionDecided,
        supervision.PublicationPublished, supervision.PublicationAmended,
    )
) | TASK_STEPS | {
    form_columns.FormColumnsBound.type, form_refusals.FormRefused.type, form_approvals.FormSurveyApproved.type,
    # What is settled in writing before anything is charged, and what only describes.
    *(
        each.type
        for kind in (
            data_elements, report_tables, consolidation, certificate_list, certificate_law_reviews, demand_letters,
            checklists, county_grounds, extensions, law_changes, programmes, visit_teams, work_groups, briefs,
            questions, trainings, calendar_subscriptions,
        )
        for each in kind.EVENTS
    ),
    *(
        step.type
        for kind in (guidance, catalogue_additions, form_suspensions, form_amendments)
        for step in kind.STEPS
    ),
}  # fmt: skip
