"""What the judgement of words gets right, by cross-validation on the shipped texts; `make words` writes docs/words.md.

The texts that train a fold never test it. Cues, concepts and usual wordings were written by people who had seen the
shipped texts, so these figures are kinder than those on texts that nobody has seen.
"""

import asyncio
import math
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from certificate_svc.applications.naming import Heard, hear
from certificate_svc.items.models import Item
from certificate_svc.items.models import Kind as ItemKind
from certificate_svc.items.shipped import shipped
from certificate_svc.settings import Settings
from wording import tables
from wording.boards import board_kind, judge_board
from wording.certificates import judge_certificate
from wording.columns import Column, compare_columns, judge_column
from wording.demands import Models, judge_demand
from wording.training import train_boards, train_certificates, train_demands

DOC = Path(__file__).parents[1] / "docs" / "words.md"
BEGIN, END = "<!-- figures: written by make words -->", "<!-- end of figures -->"
STOPPED = {"block", "flag"}
Row = dict[str, Any]


def interval(count: int, of: int) -> str:
    """Count, share and Wilson's 95 % interval."""
    if not of:
        return "0/0"
    z, p = 1.96, count / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{count}/{of} = {p:.3f} ({max(0.0, middle - half):.3f}–{min(1.0, middle + half):.3f})"


def folds(rows: Sequence[Row], count: int = 5) -> Iterator[tuple[list[Row], list[Row]]]:
    """Training and test rows of each fold; the same every time."""
    order = sorted(range(len(rows)), key=lambda place: random.Random(str(place)).random())
    for fold in range(count):
        test = {place for rank, place in enumerate(order) if rank % count == fold}
        yield [row for at, row in enumerate(rows) if at not in test], [rows[at] for at in sorted(test)]


def demands() -> list[tuple[str, str]]:
    """Breach, item, duty."""
    tally: Counter[str] = Counter()
    for train, test in folds([dict(row) for row in tables.rows("texts/demands")]):
        models = train_demands(train)
        for row in test:
            judgement = judge_demand(row["text"], models=models)
            answer, label = judgement.answer.value, row["label"]
            tally.update([label, f"{label} {'stopped' if answer in STOPPED else answer}", f"all {answer}", "all"])
            if label == "lawful" and answer == "block":
                tally["lawful blocked"] += 1
            if label == "unlawful":
                codes = [item.code for item in judgement.items]
                tally["named"] += answer != "pass"
                tally["top1"] += answer != "pass" and codes[0] in row["items"]
                tally["top3"] += answer != "pass" and bool(set(codes) & set(row["items"]))
            if label == "lawful" and row.get("assist"):
                tally["assist"] += 1
                tally["assist1"] += bool(judgement.assists) and judgement.assists[0].code == row["assist"]
    return [
        ("demands: breaches caught (flag or block)", interval(tally["unlawful stopped"], tally["unlawful"])),
        ("demands: breaches passed without a question", interval(tally["unlawful pass"], tally["unlawful"])),
        ("demands: lawful ones flagged", interval(tally["lawful stopped"], tally["lawful"])),
        ("demands: lawful ones blocked", interval(tally["lawful blocked"], tally["lawful"])),
        ("demands: `unsure` of all answers", interval(tally["all unsure"], tally["all"])),
        ("demands: those that depend, asked or flagged", _unsure(tally)),
        ("demands: item first of those not passed", interval(tally["top1"], tally["named"])),
        ("demands: item among three of those not passed", interval(tally["top3"], tally["named"])),
        ("demands: duty or assisted matter first", interval(tally["assist1"], tally["assist"])),
    ]


def _unsure(tally: Counter[str]) -> str:
    return interval(tally["depends unsure"] + tally["depends stopped"], tally["depends"])


def unseen_kinds() -> list[tuple[str, str]]:
    """Breaches of a kind that training never saw, one kind at a time; the usual wordings of the kind are left out too."""
    rows = [dict(row) for row in tables.rows("texts/demands")]
    usual = tables.rows("texts/usual")
    caught, total, lines = 0, 0, []
    for code in sorted({item for row in rows for item in row.get("items", []) if row["label"] == "unlawful"}):
        test = [row for row in rows if row["label"] == "unlawful" and code in row["items"]]
        if len(test) < 8:
            continue
        models = train_demands(
            [row for row in rows if code not in row.get("items", [])],
            assists=False,
            usual=[row for row in usual if code not in row.get("items", [])],
        )
        right = sum(judge_demand(row["text"], models=models, known=False).answer in STOPPED for row in test)
        caught, total = caught + right, total + len(test)
        lines.append((f"unseen kind {code}: caught", interval(right, len(test))))
    return [*lines, ("unseen kinds together: caught", interval(caught, total))]


def certificates() -> list[tuple[str, str]]:
    """Routes of names and aliases, and what would be final without a person."""
    tally: Counter[str] = Counter()
    for train, test in folds([dict(row) for row in tables.rows("texts/certificates")]):
        model = train_certificates(train)
        for row in test:
            for kind, name in [("name", row["name"]), *(("alias", alias) for alias in row.get("aliases", ()))]:
                judgement = judge_certificate(name, model=model)
                lawful = row["route"].startswith("AC")
                tally.update([kind, "all"])
                tally[f"{kind} exact"] += judgement.route == row["route"]
                tally["unsure"] += judgement.answer == "unsure"
                tally["wrong pass"] += judgement.answer == "pass" and not lawful
                tally["wrong block"] += judgement.answer == "block" and not row["route"].startswith("FC")
    return [
        ("certificates: names, exact route", interval(tally["name exact"], tally["name"])),
        ("certificates: aliases, exact route", interval(tally["alias exact"], tally["alias"])),
        ("certificates: passed though not for villages", interval(tally["wrong pass"], tally["all"])),
        ("certificates: blocked though not forbidden", interval(tally["wrong block"], tally["all"])),
        ("certificates: `unsure` of all answers", interval(tally["unsure"], tally["all"])),
    ]


def counter() -> list[tuple[str, str]]:
    """What the counter makes of each name, with every allowed item admitted: final wrongs are those without a person.

    The shipped model has seen these names; `certificates` has the figures of names that it has not.
    """
    held = [item if item.kind is ItemKind.FORBIDDEN else _admitted(item) for item in shipped()]
    threshold = Settings.model_fields["forbidden_wording_threshold"].default
    tally: Counter[str] = Counter()
    for row in tables.rows("texts/certificates"):
        for name in (row["name"], *row.get("aliases", ())):
            tally.update(_at_the_counter(row["route"], asyncio.run(hear(name, held, threshold))))
    lawful, forbidden = tally["lawful"], tally["forbidden"]
    return [
        ("counter: lawful ones refused without a person", interval(tally["lawful refused"], lawful)),
        ("counter: lawful ones taken as another item", interval(tally["lawful other"], lawful)),
        ("counter: lawful ones taken, asked about", f"{tally['lawful taken']}, {tally['lawful asked']} of {lawful}"),
        ("counter: forbidden ones taken without a person", interval(tally["forbidden taken"], forbidden)),
        ("counter: forbidden ones refused as another item", interval(tally["forbidden other"], forbidden)),
        (
            "counter: forbidden ones refused as themselves, as unlisted, asked about",
            f"{tally['forbidden refused']}, {tally['forbidden unlisted']}, {tally['forbidden asked']} of {forbidden}",
        ),
        ("counter: names of other bodies taken without a person", interval(tally["other taken"], tally["other"])),
    ]


def _admitted(item: Item) -> Item:
    item.kind = ItemKind.ALLOWED
    return item


def _at_the_counter(route: str, heard: Heard) -> list[str]:
    """What is counted of one name: whose it is, and what became of it."""
    whose = "lawful" if route.startswith("AC") else "forbidden" if route.startswith("FC") else "other"
    if heard.needs_a_person:
        return [whose, f"{whose} asked"]
    if heard.item is None:
        return [whose, f"{whose} refused" if whose == "lawful" else f"{whose} unlisted"]
    if heard.item.kind == ItemKind.ALLOWED:
        right = whose != "lawful" or heard.item.code == route
        return [whose, f"{whose} taken" if right else f"{whose} other"]
    if whose == "lawful":
        return [whose, "lawful refused"]
    return [whose, f"{whose} refused" if heard.item.code == route else f"{whose} other"]


def boards() -> list[tuple[str, str]]:
    """Rows, merges, and what would be final without a person."""
    tally: Counter[str] = Counter()
    for train, test in folds([dict(row) for row in tables.rows("texts/boards")]):
        model = train_boards(train)
        for row in test:
            judgement = judge_board(row["name"], model=model)
            unsure, lawful = judgement.answer == "unsure", row["lawful"] in {"yes", "inside_only"}
            target = judgement.merge_into or judgement.row
            exact = board_kind(row) == (f"{judgement.lawful}:{target}" if target else judgement.lawful)
            tally.update(["all"])
            tally["unsure"] += unsure
            tally["exact"] += exact
            tally["row"] += unsure or judgement.row == row.get("row")
            tally["lawful"] += lawful
            tally["lawful flagged"] += lawful and judgement.answer in STOPPED
            tally["merge"] += row["lawful"] == "merge"
            tally["merged"] += row["lawful"] == "merge" and judgement.merge_into == row["merge_into"]
    return [
        ("boards: right row or `unsure`", interval(tally["row"], tally["all"])),
        ("boards: exact kind", interval(tally["exact"], tally["all"])),
        ("boards: lawful ones flagged", interval(tally["lawful flagged"], tally["lawful"])),
        ("boards: merge target", interval(tally["merged"], tally["merge"])),
        ("boards: `unsure` of all answers", interval(tally["unsure"], tally["all"])),
    ]


def columns() -> list[tuple[str, str]]:
    """Pairs of columns that may be filled in from one another; then as if no table knew any of the forms.

    Nothing is trained here, so there are no folds: what stands for unseen texts are forms without a scope, first by
    their titles alone, then with the elements that their other columns ask for.
    """
    beside = {row["title"]: frozenset(row["elements"]) for row in tables.rows("texts/forms")}
    lines = _pairs_of_columns("columns", {})
    with patch("wording.columns._scopes", return_value=()):
        lines += _pairs_of_columns("columns of forms in no table", {})
        return lines + _pairs_of_columns("columns of forms in no table, by their other columns", beside)


def _pairs_of_columns(what: str, beside: Mapping[str, frozenset[str]]) -> list[tuple[str, str]]:
    tally: Counter[str] = Counter()

    def column(given: Row) -> Column:
        others = beside.get(given["form"], frozenset()) - {given.get("element")}
        return Column(given["title"], given["form"], siblings=others)

    for row in tables.rows("texts/columns"):
        first, second = column(row["a"]), column(row["b"])
        same, said = row["label"] == "same", compare_columns(first, second).relation == "same"
        tally.update({"same": same, "said": said, "right": same and said})
    return [
        (f"{what}: precision of `same`", interval(tally["right"], tally["said"])),
        (f"{what}: recall of `same`", interval(tally["right"], tally["same"])),
    ]


def costs() -> list[tuple[str, str]]:
    """Milliseconds of the slowest of a hundred judgements of each kind, and the memory of the process."""
    kinds: list[tuple[str, Callable[[str], object], str]] = [
        ("demand", judge_demand, "请各村签订安全生产责任状,实行一票否决,完成不了的扣分并全县通报"),
        ("certificate", judge_certificate, "父子关系证明"),
        ("board", judge_board, "青山县柳河镇文昌村妇女之家"),
        ("column", judge_column, "脱贫户数"),
    ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = []
    for name, judge, text in kinds:
        judge(text)
        times = []
        for _ in range(100):
            began = time.perf_counter()
            judge(text)
            times.append(time.perf_counter() - began)
        lines.append((f"a judgement of a {name}: median, 99th of 100", f"{_ms(times, 50)}, {_ms(times, 99)} ms"))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return [*lines, ("memory that all four kinds add", f"{grown:.0f} MB")]


def _ms(times: list[float], percent: int) -> str:
    return f"{1000 * sorted(times)[percent - 1]:.1f}"


def main() -> None:
    """Measure, print, and put the table into the page."""
    Models.shipped.cache_clear()
    figures = [*costs(), *demands(), *unseen_kinds(), *certificates(), *counter(), *boards(), *columns()]
    table = "\n".join(
        ["| what | figure (95 % interval) |", "|---|---|", *(f"| {what} | {said} |" for what, said in figures)]
    )
    print(table)
    page = DOC.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    _, tail = rest.split(END)
    DOC.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
