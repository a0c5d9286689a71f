"""What a village is told about a pass, and about somebody without one: a wrong red harms more than a missed one."""

from base64 import b32encode
from datetime import UTC, date, datetime, timedelta

import pytest
from contracts.passes import PassAnswer, PassReason
from countykit.never_refused import Claim, never_refused
from servicekit.signing import Signer
from supervision_svc.passes import payload
from supervision_svc.passes.answers import of_pass, without_pass
from supervision_svc.passes.models import State, VisitPass

VILLAGE, OTHER = "990101001201", "990101001202"
DAY = date(2026, 6, 2)
SIGNER, STRANGER = (
    Signer("c29uZ2JhbmctZGVtby1wYXNzLWtleS0zMi1ieXRlcyE="),
    Signer("YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE="),
)


def visit_pass(**values):
    given = {
        "region": VILLAGE, "number": "JH990101-2026-0001", "department": "agriculture", "visit_on": DAY, "team_size": 3,
        "code": "ABCDEFGHIJKLMNOP", "used_at": datetime(2026, 6, 2, 2, 5, tzinfo=UTC), "state": State.ISSUED,
    }  # fmt: skip
    row = VisitPass(**{**given, **values})
    row.text = payload.text_of(row)
    return row


@pytest.mark.parametrize(
    ("values", "asked", "expected"),
    [
        ({}, {}, ("green", "genuine")),
        ({"region": OTHER}, {}, ("red", "other_village")),
        ({"visit_on": DAY + timedelta(1)}, {}, ("red", "early")),
        ({"visit_on": DAY - timedelta(1)}, {}, ("red", "expired")),
        ({"state": State.USED}, {}, ("red", "used")),
        ({"state": State.VOID}, {}, ("red", "void")),
        ({}, {"in_force": False}, ("red", "void")),
        ({}, {"genuine": False}, ("red", "forged")),
        # Another village learns nothing of whether the pass was used.
        ({"region": OTHER, "state": State.USED}, {}, ("red", "other_village")),
    ],
)
def test_a_pass_is_good_in_its_village_on_its_day_once(values, asked, expected):
    told = of_pass(
        visit_pass(**values), **{"genuine": True, "in_force": True, "village": VILLAGE, "today": DAY, **asked}
    )
    assert (told.answer, told.reason) == expected
    assert (told.law is not None) == (told.answer is PassAnswer.RED), "red with its article"
    assert "{" not in told.detail
    if told.reason is PassReason.USED:
        assert "10:05" in told.detail


def test_a_code_that_nobody_knows_may_be_mistyped():
    told = of_pass(None, genuine=True, in_force=False, village=VILLAGE, today=DAY)
    assert (told.answer, told.reason, told.law) == ("ask", "unknown", None)


@pytest.mark.parametrize("planned", [True, False, None])
@pytest.mark.parametrize("claim", [*Claim, None])
def test_without_a_pass_it_is_red_only_where_neither_a_law_nor_a_plan_can_cover_it(claim, planned):
    told = without_pass(claim, planned=planned)
    lawful = {row.claim: row for row in never_refused()}
    if claim in lawful:
        assert (told.answer, told.reason) == ("green", "lawful")
        assert told.law == f"{lawful[claim].law}：{lawful[claim].sentence}"
    elif claim is Claim.OTHER and planned is False:
        assert (told.answer, told.reason) == ("red", "no_pass")
        assert "若干规定" in (told.law or "")
    else:
        assert (told.answer, told.reason) == ("ask", "unsure")


def test_every_matter_of_the_table_has_its_article_and_what_is_shown():
    rows = never_refused()
    assert {row.claim for row in rows} == set(Claim) - {Claim.OTHER, Claim.UNSURE}
    assert all(
        row.law and row.sentence and row.shows and row.provenance in ("found", "general-knowledge") for row in rows
    )


def test_what_is_scanned_is_read_and_what_was_changed_is_found_out():
    keys = [SIGNER.public_key]
    good = payload.shown(visit_pass(), SIGNER, "https://county.example")
    assert good.startswith("https://county.example/v#")
    assert payload.read(good, keys) == ("ABCDEFGHIJKLMNOP", True)
    assert payload.read(good.rpartition("#")[2].lower(), keys) == ("ABCDEFGHIJKLMNOP", True)
    assert payload.read(payload.shown(visit_pass(), STRANGER, None), keys) == ("ABCDEFGHIJKLMNOP", False)
    moved, signature = visit_pass(visit_on=DAY + timedelta(1)), SIGNER.signature(visit_pass().text.encode())
    forged = b32encode(moved.text.encode() + signature).decode().rstrip("=")
    assert payload.read(forged, keys) == ("ABCDEFGHIJKLMNOP", False)
    for rubbish in ("", "https://example.com", "不是通行单", "AAAA", "#" + "A" * 200):
        assert payload.read(rubbish, keys) is None
    assert payload.typed_code("abcd-efgh ijkl mn0p") == "ABCDEFGHIJKLMNOP"
    assert payload.typed_code("ABCD") is None
