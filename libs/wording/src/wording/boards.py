"""Judges what a board at a village office is called: a row of the spec table, to be merged, or to be taken down."""

import re
from functools import cache

from wording import tables
from wording.answers import Basis, Candidate, Judgement, Known, Mark, Verdict
from wording.cues import laws
from wording.features import vector
from wording.folding import Folded, fold, folded
from wording.linear import Linear
from wording.nearest import Index

SURE = 0.5
"""From this probability a board is taken for what it is likeliest to be."""
SURE_AGAINST = 0.97
"""From this probability a board that has the words of a lawful one may be judged unlawful all the same."""
_LAWFUL = {"yes", "inside_only"}
_KIND_WEIGHT = 0.7
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_PLACE = re.compile(
    r"^(?!驻村|包村|本村)(?:[^省市县区旗]{1,8}(?:省|市|自治区))?(?:[^县区旗]{1,10}(?:县|区|旗|市))?"
    r"(?:[^镇乡街]{1,10}?(?:镇|乡|街道(?:办事处)?|苏木))?(?:[^村社嘎寨]{1,8}?(?:村|社区|嘎查|寨)(?!部|史|口|级|规|干))?"
)
_OWN_WORD = re.compile(r"^(?:民委|民小组|民代表|民会议|民理事|民议事|务|委会|管委|公所|监)")


class BoardJudgement(Judgement):
    """A judgement of a board's name."""

    row: str | None = None
    lawful: str | None = None
    merge_into: str | None = None


def without_place(name: str) -> str:
    """A folded name without whose village it is; 中共 and the words 村 and 社区 are kept as marks."""
    party = "中共" if _PARTY.match(name) else ""
    rest = _PARTY.sub("", name)
    found = _PLACE.match(rest)
    if not found or not found.group():
        return party + rest
    place, left = found.group(), rest[found.end() :]
    if place.endswith("村") and (not left or _OWN_WORD.match(left)):
        return f"{party}村{left}"
    return party + ("社区" if place.endswith("社区") else "村" if place.endswith("村") else "") + left if left else name


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(pattern) for kind, pattern in tables.rules("board_kinds")["kinds"].items()}


def board_kind(row: dict[str, str]) -> str:
    """The kind of a known board: <lawful>[:<row or merge target>]."""
    target = row.get("merge_into") or row.get("row")
    return f"{row['lawful']}:{target}" if target else row["lawful"]


def board_vector(name: str, idf: dict[str, float]) -> dict[str, float]:
    """Features: characters of the name without its place, and the kinds whose words it has."""
    bare = without_place(name)
    values = vector(bare, [], idf)
    values.pop("?vague", None)
    return values | {f"+{kind}": _KIND_WEIGHT for kind, pattern in _kinds().items() if pattern.search(bare)}


def judge_board(
    name: str, *, place: str | None = None, level: str = "village", model: Linear | None = None
) -> BoardJudgement:
    """Judge what a board is called; `place` is where it hangs (外部、内部), `level` at whose office.

    The spec table is about villages, so a board at another office is left to a person.
    """
    whole = folded(name[:200])
    if not fold(whole.text):
        return BoardJudgement(answer=Verdict.UNSURE, question="牌子上写的是什么？", versions=tables.versions())
    model = model or Linear.named("boards")
    odds = model.probabilities(board_vector(whole.text, model.idf))
    ranked = sorted(odds, key=lambda kind: (-odds[kind], kind))
    lawful, _, target = ranked[0].partition(":")
    answer, question = _verdict(whole.text, lawful, odds[ranked[0]], place)
    if level != "village":
        answer, question = Verdict.UNSURE, "挂牌规格一览表只管村级，乡镇和县直机关的牌子依据什么设立？"
    return BoardJudgement(
        answer=answer,
        question=question,
        row=target if target and lawful != "merge" else None,
        merge_into=target if lawful == "merge" else None,
        lawful=lawful,
        items=[_candidate(kind, odds[kind]) for kind in ranked[:3]],
        marks=_marks(whole, ranked[0]),
        nearest=_known(whole.text),
        versions=tables.versions(),
    )


def _verdict(name: str, lawful: str, probability: float, place: str | None) -> tuple[Verdict, str | None]:
    """A person decides where the model doubts, and where the words of a lawful board stand against it."""
    against = lawful not in _LAWFUL and any(
        kind.partition(":")[0] in _LAWFUL and pattern.search(without_place(name)) for kind, pattern in _kinds().items()
    )
    if probability < SURE or (against and probability < SURE_AGAINST):
        return Verdict.UNSURE, "这块牌子由谁要求设立？是否在县级挂牌规格一览表内？"
    if lawful == "inside_only" and place and folded(place).text.startswith(("外", "门头", "大门")):
        return Verdict.FLAG, None
    return (Verdict.PASS if lawful in _LAWFUL else Verdict.FLAG), None


def _candidate(kind: str, probability: float) -> Candidate:
    lawful, _, target = kind.partition(":")
    rows = {row["code"]: row for row in tables.rows("boards")}
    words = {"yes": "可以悬挂", "inside_only": "只可在室内", "merge": "并入", "no": "不在一览表内，摘除或留在现场"}
    name = rows[target]["name"] if target else words[lawful]
    law = rows[target]["law"] if target else "县级挂牌规格一览表"
    return Candidate(code=target or lawful, name=name, law=law, probability=round(probability, 3))


@cache
def _names() -> tuple[Index, list[dict[str, str]]]:
    known = [dict(row) for row in tables.rows("texts/boards")]
    return Index([without_place(folded(row["name"]).text) for row in known]), known


def _known(name: str) -> Known | None:
    index, known = _names()
    for place, similarity in index.nearest(without_place(name)):
        row = known[place]
        target = row.get("merge_into") or row.get("row")
        return Known(
            text=row["name"],
            verdict=row["lawful"],
            items=[target] if target else [],
            similarity=round(similarity, 2),
        )
    return None


def _marks(whole: Folded, kind: str) -> list[Mark]:
    pattern = _kinds().get(kind)
    found = pattern.search(whole.text) if pattern else None
    if found is None or found.start() == found.end():
        return []
    start, end = whole.original(found.start(), found.end())
    cue = "并入" if kind.startswith("merge") else "不在一览表内" if kind == "no" else "一览表内"
    law = laws()["jjzz" if kind == "yes:PL04" else "zgyj2022"]
    return [Mark(text=whole.written[start:end], start=start, end=end, cue=cue, law=Basis.of(law))]
