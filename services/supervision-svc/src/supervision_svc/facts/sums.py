"""Figures that are sums of others, with signs: an event is counted once, under its own kind."""

SUMS: dict[str, tuple[tuple[str, int], ...]] = {
    "groups_open": (("groups_registered", 1), ("groups_cleaned", -1)),
    "plaques_registered": (("plaques_conforming", 1), ("plaques_off_spec", 1)),
    "plaques_removed_or_replaced": (("plaques_removed", 1), ("plaques_replaced", 1)),
    "plaques_disposed": (
        ("plaques_removed", 1), ("plaques_replaced", 1), ("plaques_merged", 1),
        ("plaques_reopened_undone", 1), ("plaques_reopened_rebound", 1),
    ),
    # What was registered after the survey counts for no completion: it is taken out on both sides.
    "groups_to_clean": (
        ("groups_registered", 1), ("groups_registered_late", -1), ("groups_retained", -1), ("groups_retained_late", 1),
    ),
    "groups_surveyed_cleaned": (("groups_cleaned", 1), ("groups_cleaned_late", -1)),
    "plaques_surveyed_flagged": (("plaques_flagged", 1), ("plaques_flagged_late", -1)),
    "disposals_of_survey": (("disposals_verified", 1), ("disposals_verified_late", -1)),
    "plaques_settled": (("disposals_verified", 1), ("disposals_verified_late", -1), ("plaques_reopened_rebound", 1)),
    "halls_checked": (("halls_met", 1), ("halls_unmet", 1)),
    "filings_arranged": (("filings_fair", 1), ("filings_rushed", 1)),
    "filings": (("filings_on_time", 1), ("filings_late", 1)),
    "refusals": (("refusals_forbidden", 1), ("refusals_other", 1)),
    "visits": (("visits_unannounced", 1), ("visits_announced", 1)),
    "findings_open": (("findings", 1), ("findings_closed", -1), ("findings_reopened", 1)),
    "rectifications_open": (
        ("rectifications", 1), ("rectifications_accepted", -1), ("rectifications_cancelled", -1),
    ),
    "rechecks": (("rectifications_accepted", 1), ("rectifications_reopened", 1)),
}  # fmt: skip
