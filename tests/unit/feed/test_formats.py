"""The forms of a page and their cursors."""

import orjson
import pytest
from gateway.feed import cursor, formats
from gateway.feed.formats import BATCH, LINES, PAGE, Found
from gateway.feed.repository import Wanted


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", PAGE), ("*/*", PAGE), ("text/html", PAGE), ("application/json", PAGE), (BATCH, BATCH), (LINES, LINES),
        ("application/ndjson; q=0.9", LINES), ("text/html, application/cloudevents-batch+json", BATCH),
        (f"application/json;q=0.5, {LINES}", LINES), (f"{BATCH};q=0.2,{LINES};q=0.30 , application/json;q=0.1", LINES),
        (f"{LINES};q=0", PAGE), (f"{LINES};q=0, {BATCH};q=0.001", BATCH), (f"*/*, {LINES}", LINES),
        (f"{LINES};q=0.5, */*", PAGE), (f"application/*;q=0.1, {BATCH};q=0.2", BATCH), (f"{LINES}, {BATCH}", LINES),
        (f"{LINES};q=much, {BATCH};q=0.1", BATCH), ("APPLICATION/X-NDJSON;Q=1", LINES), (";;,,=", PAGE),
        (f'{LINES};charset="utf-8";q=0.4, {BATCH};q=0.3', LINES), (f"{LINES};q=-1", PAGE), (f"{LINES};q=2", PAGE),
    ],
)  # fmt: skip
def test_the_form_that_is_liked_best_is_taken(accept, form):
    assert formats.negotiated(accept) == form


def test_a_page_is_json_around_untouched_bytes():
    found = Found(2, b'{"a" : 1},{"b":2.50}', 7, more=True)
    page = formats.written(found, PAGE)
    assert b'{"a" : 1},{"b":2.50}' in page
    assert orjson.loads(page) == {"items": [{"a": 1}, {"b": 2.5}], "next": cursor.of_position(7), "more": True}


@pytest.mark.parametrize("position", [0, 1, 2**31, 2**62])
def test_a_cursor_is_short_safe_in_an_address_and_reads_back(position):
    text = cursor.of_position(position)
    assert len(text) == 12
    assert cursor.to_position(text) == position


def test_what_a_reader_wants_is_narrowed_by_what_is_hidden_and_where_it_is():
    wanted = Wanted(["signage.*", "checklist.task.imposed.v1"], ["checklist.task.*"], "990101")
    assert wanted.covers("signage.plaque.removed.v1", "990101001000")
    assert not wanted.covers("checklist.task.imposed.v1", "990101001000")
    assert not wanted.covers("signage.plaque.removed.v1", "990102001000")
    assert not wanted.covers("report.form.proposed.v1", "990101001000")
