"""The policy guard on evidence: files can be added, and nothing in the product asks for one."""

from typing import Any

from songbang.snapshot import merged

WORDS = ("attachment", "photo", "picture", "image")


def properties(document: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    parts = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
    inner = {name for part in parts for name in properties(document, part)}
    return inner | set(schema.get("properties", {}))


def test_no_body_has_a_place_for_a_photo_that_somebody_could_be_asked_for():
    document = merged()
    found = [
        f"{operation['operationId']}: {name}"
        for path in document["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and "requestBody" in operation
        for kind, content in operation["requestBody"].get("content", {}).items()
        if kind == "application/json"
        for name in properties(document, content["schema"])
        if any(word in name for word in WORDS)
    ]
    assert not found


def test_every_kind_of_evidence_takes_files_from_a_village_that_wants_to_add_one():
    document = merged()["paths"]
    uploads = {path: item["post"] for path, item in document.items() if path.endswith("/attachments")}
    assert len(uploads) == 20
    closed = [path for path, operation in uploads.items() if "village" not in operation["x-roles"]]
    assert closed == [
        "/api/checklist/v1/admissions/{admission_id}/attachments",  # the county's own approval
        "/api/signage/v1/board-reports/{report_id}/attachments",  # who reports adds by the receipt
        "/api/certificate/v1/trainings/{training_id}/attachments",  # material, by who trains
        "/api/supervision/v1/complaints/{complaint_id}/attachments",  # those who handle it: complainants add none
        "/api/supervision/v1/meeting-decisions/{decision_id}/attachments",  # bodies and townships: never a village's
        "/api/supervision/v1/rectifications/{rectification_id}/attachments",  # between county and township
    ]
