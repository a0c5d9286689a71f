"""Whoever creates something is told where it is read."""

from songbang.snapshot import merged

WITHOUT = {
    "/api/integration/v1/endpoints/{id}/secret-rotations": "the secret is in this answer and nowhere else",
    "/api/integration/v1/files/{id}/receipt": "a receipt is read with its file",
    "/api/signage/v1/places/{code}/reports": "anonymous: the receipt is the only way back",
    "/api/supervision/v1/complaint-box": "anonymous: the code is the only way back, and never part of a path",
}


def test_every_creating_answer_has_a_location():
    created = {
        path: operation["responses"]["201"]
        for path, item in merged()["paths"].items()
        for operation in item.values() if "201" in operation["responses"]
    }  # fmt: skip
    assert len(created) > 80
    assert {path for path, answer in created.items() if "Location" not in answer.get("headers", {})} == WITHOUT.keys()
