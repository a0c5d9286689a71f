"""What was released of the wordings is not edited: papers in people's hands name them."""

import hashlib

import orjson
import pytest
from servicekit.shipped import shipped_data

RELEASED = {
    "kinship/1": "b87f9ba1cd474095",
    "adopter/1": "195e2a0dd9c5a35c",
    "adoption_mandate/1": "53990040d214cf86",
    "guardian_consent/1": "6f8f9b5497623a3a",
    "guardian_appointment/1": "027ad4b0d76bd670",
    "residence/1": "f4ee3803339e0839",
    "representative/1": "e464b79e8e9018b2",
    "distribution/1": "47161f46a7bfe04d",
    "no_distribution/1": "0eb7a7500655f521",
    "support/1": "e5e3ce0da494f7e0",
    "party_presence/1": "d115799c66894167",
    "party_review/1": "fe1e69a84cbf9f9b",
    "utilities/1": "57e5fe04bb7909d2",
    "land_origin/1": "ace8b5dca53f015f",
    "flood_compensation/1": "82ba080267b51f5e",
}
"""The beginning of the SHA-256 of each released version; a change of the text is a further version, and a line here."""


@pytest.fixture(scope="module")
def shipped():
    rows = shipped_data("certificate_svc", "data/wordings.yaml")["wordings"]
    assert len({(row["code"], row["version"]) for row in rows}) == len(rows)
    return {f"{row['code']}/{row['version']}": row for row in rows}


@pytest.mark.parametrize("wording", RELEASED)
def test_a_released_wording_stands_as_it_was(shipped, wording):
    content = orjson.dumps(shipped[wording], option=orjson.OPT_SORT_KEYS)
    assert hashlib.sha256(content).hexdigest().startswith(RELEASED[wording])


def test_every_shipped_wording_is_frozen(shipped):
    assert list(shipped) == list(RELEASED)
