"""The published text: canonical JSON (sorted keys, UTF-8, no spaces), whose SHA-256 anybody recomputes.

The open text praises; it names no township of the black list, no letter and no rank. The full text is for the county's
own bodies. Neither has ranks or scores: a publication does not rank (INS-10).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from supervision_svc.publications.models import Entry, EntryState, Publication

FORMAT = "songbang.publication.v1"


def open_content(
    publication: Publication, entries: Sequence[Entry], *, number: int, on: date, approver: str, reason: str | None
) -> dict[str, Any]:
    """What everybody may read."""
    red = [entry for entry in entries if not entry.black]
    return {
        "format": FORMAT, "number": number, "county": publication.county, "region": publication.region,
        "as_of": publication.as_of, "window_days": publication.window_days, "published_on": on, "approved_by": approver,
        "amended_because": None if reason is None or any(entry.black for entry in _struck(entries)) else reason,
        "scheme": publication.figures["scheme"], "board_digest": publication.board_digest,
        "red": [_red(entry) for entry in red if entry.stands],
        "struck": [_struck_line(entry) for entry in _struck(red)],
    }  # fmt: skip


def full_content(
    publication: Publication, entries: Sequence[Entry], *, number: int, on: date, approver: str, reason: str | None
) -> dict[str, Any]:
    """What the county's own bodies read: also the black list with all that it rests on, and each township's figures."""
    content = open_content(publication, entries, number=number, on=on, approver=approver, reason=reason)
    return {
        **content,
        "amended_because": reason,
        "black": [_black(entry) for entry in entries if entry.black and entry.stands],
        "struck": [_struck_line(entry) for entry in _struck(entries)],
        "townships": publication.figures["townships"],
    }


def _struck(entries: Iterable[Entry]) -> list[Entry]:
    """What had been entered and fell."""
    return [entry for entry in entries if entry.state is EntryState.OVERTURNED and entry.approved_by is not None]


def _red(entry: Entry) -> dict[str, Any]:
    return {
        "region": entry.region, "name": entry.name, "under_objection": entry.under_objection,
        "practices": entry.grounds["practices"],
    }  # fmt: skip


def _black(entry: Entry) -> dict[str, Any]:
    return {
        "region": entry.region, "name": entry.name, "under_objection": entry.under_objection,
        "reasons": entry.grounds["reasons"], "letters": entry.grounds["letters"],
        "objection": None if entry.objected_on is None else {
            "filed_on": entry.objected_on, "grounds": entry.grounds_of_objection, "decided_on": entry.reviewed_on,
            "review": entry.review,
        },
        "approved": {"by": entry.approver_name, "on": entry.approved_on, "reason": entry.decision},
    }  # fmt: skip


def _struck_line(entry: Entry) -> dict[str, Any]:
    return {
        "region": entry.region, "name": entry.name, "list": "black" if entry.black else "red",
        "decided_on": entry.reviewed_on, "reason": entry.review,
    }  # fmt: skip
