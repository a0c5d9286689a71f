"""The facts of boards and halls: what hangs, who asked for it, what was removed, what inspectors and people found."""

from contracts import (
    board_reports,
    disposal_samples,
    hanging_charges,
    hangings,
    rebounds,
    service_places,
    signage,
    surveys,
)
from contracts.envelope import Event

from supervision_svc.facts.fact import Fact, On

BOARDS: dict[type[Event], tuple[Fact, ...]] = {
    signage.SpecTablePublished: (Fact("specs", counts="rows"),),
    signage.PlaqueRegistered: (
        Fact("plaques_conforming", when=("conforms", True)), Fact("plaques_off_spec", when=("conforms", False)),
    ),
    signage.PlaqueFlagged: (Fact("plaques_flagged"), Fact("plaques_flagged_late", needs="after_baseline")),
    signage.PlaqueUnflagged: (
        Fact("plaques_flagged", -1, day=On("flagged_on")),
        Fact("plaques_flagged_late", -1, day=On("flagged_on"), needs="after_baseline"),
    ),
    signage.PlaqueMarkObjected: (Fact("objections_filed"),),
    signage.PlaqueMarkUpheld: (Fact("objections_upheld"),),
    signage.PlaqueDisposalOrdered: (Fact("disposals_ordered"),),
    signage.PlaqueRemoved: (Fact("plaques_removed"),),
    signage.PlaqueReplaced: (Fact("plaques_replaced"),),
    signage.PlaqueMerged: (Fact("plaques_merged"),),
    signage.PlaqueVerified: (Fact("disposals_verified"), Fact("disposals_verified_late", needs="after_baseline")),
    # What nobody looked at is verified with its sample, less the share that failed.
    disposal_samples.DisposalSampleConcluded: (Fact("disposals_verified", -1, counts="discounted"),),
    signage.PlaqueReopened: (
        Fact("plaques_reopened_undone", -1, when=("rebound", False)),
        Fact("plaques_reopened_rebound", -1, when=("rebound", True)),
        Fact("disposals_verified_late", -1, when=("rebound", True), needs="after_baseline"),
    ),
    rebounds.ReboundDetected: (Fact("plaque_rebounds"),),
    rebounds.ReboundObjected: (Fact("objections_filed"),),
    rebounds.ReboundUpheld: (Fact("objections_upheld"),),
    # What came back was another board: the rebound falls, and the disposal that it undid stands again.
    rebounds.ReboundOverturned: (
        Fact("plaque_rebounds", -1, day=On("counted_on")),
        Fact("plaques_reopened_rebound", when=("settled", True), day=On("counted_on")),
        Fact("disposals_verified_late", when=("settled", True), needs="after_baseline", day=On("counted_on")),
    ),
    surveys.SurveyClosed: (Fact("survey_boards", counts="surveyed"), Fact("survey_boards_matched", counts="matched")),
    surveys.SurveyOrderIssued: (Fact("survey_orders"),),
    surveys.SurveyOrderVerified: (Fact("survey_orders_verified"),),
    service_places.HallChecked: (
        Fact("halls_met", when=("met", True)), Fact("halls_unmet", when=("met", False)),
    ),
    service_places.HallCheckRetracted: (
        Fact("halls_met", -1, when=("met", True), day=On("counted_on")),
        Fact("halls_unmet", -1, when=("met", False), day=On("counted_on")),
    ),
    service_places.HallCheckObjected: (Fact("objections_filed"),),
    service_places.HallCheckUpheld: (Fact("objections_upheld"),),
    board_reports.BoardReportReceived: (Fact("board_reports"),),
    board_reports.BoardReportAnswered: (Fact("board_reports_answered"),),
    hangings.HangingRequested: (Fact("hangings_requested"),),
    hangings.HangingGranted: (Fact("hangings_granted"),),
    hangings.HangingRejected: (Fact("hangings_rejected"),),
    hangings.HangingChargeReported: (Fact("hanging_charges_reported"),),
    hangings.HangingChargeConfirmed: (Fact("ungated_boards", charged=True),),
    hanging_charges.HangingChargeJoined: (Fact("hanging_charges_reported", -1),),
    hanging_charges.HangingChargeParted: (Fact("hanging_charges_reported"),),
    hangings.HangingChargeDismissed: (Fact("hanging_charges_dismissed"),),
    hangings.HangingChargeObjected: (Fact("objections_filed", charged=True),),
    hangings.HangingChargeUpheld: (Fact("objections_upheld", charged=True),),
    hangings.HangingChargeRetracted: (
        Fact("ungated_boards", -1, charged=True, day=On("counted_on")), Fact("verdicts_retracted", charged=True),
    ),
}  # fmt: skip
