"""Makes the briefs of an edition, and takes the township's own word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import orjson
from contracts.briefs import BriefKind
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.board.evidence import Known, facts_of
from supervision_svc.briefs.content import FORMAT, extract, figures_of, speech
from supervision_svc.briefs.models import WORKFLOW, Brief
from supervision_svc.briefs.sentences import DONE, HELD, HELPED, SPEECH
from supervision_svc.canonical import canonical, sha256
from supervision_svc.facts.table import LATEST
from supervision_svc.overview import repository as overview
from supervision_svc.overview.figures import add_up, parts


@dataclass(frozen=True, slots=True)
class Source:
    """The published edition that briefs are made of: its full text is all that they take from it."""

    id: UUID
    number: int
    region: str
    full_text: str
    full_sha256: str


async def prepare(tx: Transaction, edition: Source) -> None:
    """Make the speech of the county and the extract of each township, from the edition and the facts of its day."""
    said = orjson.loads(edition.full_text)
    as_of, day = date.fromisoformat(said["as_of"]), today(tx.now)
    common = {
        "format": FORMAT, "county": said["county"], "edition": edition.number,
        "edition_sha256": edition.full_sha256, "as_of": as_of, "board_digest": said["board_digest"], "prepared_on": day,
    }  # fmt: skip
    values = await _cumulative(tx, edition.region[:6], as_of)
    red = [entry["name"] for entry in said["red"]]
    sections = speech(values, red, as_of=as_of)
    _add(tx, edition, BriefKind.SPEECH, edition.region, said["county"], as_of, {**common, "sections": sections})
    start = as_of - timedelta(days=said["window_days"])
    wanted = figures_of((*DONE, *HELPED)) | HELD.keys()
    for township in said["townships"]:
        facts = await facts_of(tx, township["region"], wanted, as_of, day)
        then = [fact for fact in facts if fact.recorded_on <= as_of]
        sections = extract(then, Known(facts), region=township["region"], as_of=as_of, start=start)
        content = {**common, "window_days": said["window_days"], "sections": sections}
        _add(tx, edition, BriefKind.DUTY_REPORT, township["region"], township["name"], as_of, content)


async def _cumulative(tx: Transaction, county: str, as_of: date) -> dict[str, int]:
    """The figures of the speech as the overview of that day shows them."""
    wanted = {figure for _, sentences in SPEECH for sentence in sentences for figure in sentence.figures}
    summed = sorted({part for figure in wanted - LATEST for part, _ in parts(figure)})
    totals = await overview.totals(tx, county, summed, as_of)
    latest = await overview.latest(tx, county, sorted(wanted & LATEST), as_of)
    return {figure: latest.get(figure, 0) if figure in LATEST else add_up(figure, totals) for figure in wanted}


def _add(
    tx: Transaction, edition: Source, kind: BriefKind, region: str, name: str, as_of: date, content: dict[str, Any]
) -> None:
    text = canonical({**content, "kind": kind.value, "region": region, "name": name})
    brief = Brief(
        region=region, edition_id=edition.id, edition_number=edition.number, kind=kind, name=name, as_of=as_of,
        prepared_on=today(tx.now), text=text, sha256=sha256(text),
    )  # fmt: skip
    target = tx.target
    tx.add(brief)
    tx.target = target  # the answer is the publication
    tx.record(brief.prepared(), about=brief)


def state(tx: Transaction, caller: Caller, brief: Brief, statement: str) -> None:
    """The township adds its own word, once; raises IllegalTransition."""
    taken = WORKFLOW.take(brief, "statement", caller)
    brief.statement, brief.stated_by, brief.stated_on = statement, caller.sub, today(tx.now)
    tx.record(taken.event(brief), about=brief)


def sections_of(brief: Brief) -> Sequence[dict[str, Any]]:
    """What a brief says, by its sections."""
    found: list[dict[str, Any]] = orjson.loads(brief.text)["sections"]
    return found
