"""Judges what a certificate is called: must a village not issue it, may it, or whose matter is it?

The matter that it attests, what it is for and who demands it decide, not the word: a kinship certificate for a notary
is lawful, the same for a bank is not (民发〔2020〕20号附件第1项).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from wording import tables
from wording.answers import Basis, Candidate, Judgement, Known, Mark, Verdict
from wording.cues import Law, laws
from wording.features import characters, vector
from wording.folding import Folded, fold, folded
from wording.linear import Linear
from wording.nearest import Index

SURE = 0.5
"""From this probability a certificate is taken for what it is likeliest to be."""
SURE_ALLOWED = 0.6
"""Issuing is final, so a lawful certificate needs more."""
_CONCEPT_WEIGHT = 0.7
_PADDING = re.compile(r"^(?:开具|出具)|(?:村民?委员?会|居民?委员?会|村里)(?:开具|出具)?的?|证明[书信]?|的|\W")
NOT_FOR_VILLAGES, DEPENDS = "not_for_villages", "depends"


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    """An item of the lists in force."""

    code: str
    name: str
    forbidden: bool
    aliases: Sequence[str] = ()
    law: str = ""


@dataclass(frozen=True, slots=True)
class _Exception:
    """A forbidden certificate that is allowed for one purpose."""

    route: str
    purpose: str
    becomes: str
    law: Law


@cache
def _exceptions() -> tuple[_Exception, ...]:
    return tuple(
        _Exception(entry["route"], entry["purpose"], entry["becomes"], Law(entry["law"], entry["sentence"]))
        for entry in tables.rules("concepts")["exception"]
    )


class CertificateJudgement(Judgement):
    """A judgement of a certificate's name."""

    route: str | None = None
    authority: str | None = None
    way: str | None = None


@cache
def listed_certificates() -> tuple[ListedCertificate, ...]:
    """The lists that the library ships; a county's own take their place."""
    return tuple(
        ListedCertificate(row["code"], row["name"], row["kind"] == "forbidden", law=row["law"])
        for row in tables.rows("certificates")
    )


@cache
def _concepts() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    table = tables.rules("concepts")
    matters = {route: re.compile(pattern) for route, pattern in table["concept"].items()}
    return matters, {name: re.compile(pattern) for name, pattern in table["purpose"].items()}


def certificate_text(name: str, purpose: str | None, demander: str | None) -> str:
    """A certificate as the model reads it: its name, and behind a bar what it is for and who demands it."""
    context = "".join(part for part in (f"用于{purpose}" if purpose else "", f"{demander}要" if demander else ""))
    return f"{name}${context}" if context else name


def certificate_vector(text: str, idf: dict[str, float]) -> dict[str, float]:
    """Features: characters of the name, matters, purposes, and characters of the context."""
    name, _, context = text.partition("$")
    values = vector(name, [], idf)
    values.pop("?vague", None)
    matters, purposes = _concepts()
    values |= {f"+{route}": _CONCEPT_WEIGHT for route, pattern in matters.items() if pattern.search(name)}
    values |= {f"!{purpose}": _CONCEPT_WEIGHT for purpose, pattern in purposes.items() if pattern.search(text)}
    if context:
        values |= {f"~{piece}": 0.2 for piece in characters(context) if len(piece) > 1 and piece in idf}
        values["~"] = 0.5
    return values


def judge_certificate(
    name: str,
    *,
    purpose: str | None = None,
    demander: str | None = None,
    listed: Sequence[ListedCertificate] | None = None,
    model: Linear | None = None,
) -> CertificateJudgement:
    """Judge what a certificate is called; `listed` are the county's lists in force, the shipped ones unless given."""
    whole = folded(name[:200])
    if not fold(whole.text):
        return CertificateJudgement(
            answer=Verdict.UNSURE, question="要开什么证明？谁要？做什么用？", versions=tables.versions()
        )
    listed = listed_certificates() if listed is None else listed
    model = model or Linear.named("certificates")
    text = folded(certificate_text(whole.text, _short(purpose), _short(demander))).text
    odds = model.probabilities(certificate_vector(text, model.idf))
    ranked = sorted(odds, key=lambda route: (-odds[route], route))
    literal = _literal(whole.text, listed)
    exception = _exception(literal.code if literal else ranked[0], text)
    if exception:
        literal = None
        ranked = [exception.becomes, *(route for route in ranked if route != exception.becomes)]
    route = literal.code if literal else ranked[0]
    answer = Verdict.BLOCK if literal else _verdict(route, 1.0 if exception else odds[route], listed)
    where = _routes().get(_nearest_of(whole.text, route) or "", {})
    return CertificateJudgement(
        answer=answer,
        route=route,
        items=_candidates(literal, ranked, odds, listed),
        marks=_marks(whole, route),
        question=_question(route, where) if answer is Verdict.UNSURE else None,
        nearest=_known(whole.text),
        exception=Basis.of(exception.law) if exception else None,
        authority=where.get("authority") or _listed_authority(route),
        way=where.get("way"),
        versions=tables.versions(),
    )


def _short(text: str | None) -> str | None:
    return folded(text[:100]).text.replace("$", "") or None if text else None


def _verdict(route: str, probability: float, listed: Sequence[ListedCertificate]) -> Verdict:
    """Only what the county's list allows passes: issuing is final."""
    if route == DEPENDS or probability < SURE:
        return Verdict.UNSURE
    if not route.startswith("AC"):
        return Verdict.FLAG
    allowed = any(item.code == route and not item.forbidden for item in listed)
    return Verdict.PASS if allowed and probability >= SURE_ALLOWED else Verdict.UNSURE


@lru_cache(maxsize=4_096)
def _essence(name: str) -> str:
    """A name without 证明 and who issues it."""
    return _PADDING.sub("", folded(name).text)


def _literal(name: str, listed: Sequence[ListedCertificate]) -> ListedCertificate | None:
    """The forbidden item that is called exactly so, unless an allowed one is called so too."""
    wanted = _essence(name)
    named = [item for item in listed if wanted and wanted in map(_essence, (item.name, *item.aliases))]
    return named[0] if named and all(item.forbidden for item in named) else None


def _exception(route: str, text: str) -> "_Exception | None":
    """The purpose that makes a forbidden certificate a lawful one."""
    purposes = _concepts()[1]
    return next(
        (entry for entry in _exceptions() if entry.route == route and purposes[entry.purpose].search(text)), None
    )


def _candidates(
    literal: ListedCertificate | None, ranked: list[str], odds: dict[str, float], listed: Sequence[ListedCertificate]
) -> list[Candidate]:
    names = {item.code: (item.name, item.law) for item in (*listed_certificates(), *listed)}
    names |= {NOT_FOR_VILLAGES: ("由有关部门、机构自行核实", "优化营商环境条例第44条"), DEPENDS: ("需要先问清楚", "")}
    order = ([literal.code] if literal else []) + [route for route in ranked if not literal or route != literal.code]
    return [
        Candidate(code=code, name=names[code][0], law=names[code][1], probability=round(odds.get(code, 1.0), 3))
        for code in order[:3]
        if code in names
    ]


@cache
def _names() -> tuple[Index, list[str]]:
    names = [name for row in tables.rows("texts/certificates") for name in (row["name"], *row.get("aliases", ()))]
    return Index(names), names


@cache
def _routes() -> dict[str, dict[str, str]]:
    return {
        name: dict(row) for row in tables.rows("texts/certificates") for name in (row["name"], *row.get("aliases", ()))
    }


def _known(name: str) -> Known | None:
    index, names = _names()
    for place, similarity in index.nearest(name):
        row = _routes()[names[place]]
        return Known(text=names[place], verdict=row["route"], items=[row["route"]], similarity=round(similarity, 2))
    return None


def _nearest_of(name: str, route: str) -> str | None:
    """The nearest known name of a route, for whose matter it is and the question to ask."""
    index, names = _names()
    near = next((names[at] for at, _ in index.nearest(name, 40) if _routes()[names[at]]["route"] == route), None)
    return near or next((row["name"] for row in tables.rows("texts/certificates") if row["route"] == route), None)


def _listed_authority(route: str) -> str | None:
    return next((row.get("authority") for row in tables.rows("certificates") if row["code"] == route), None)


def _question(route: str, known: dict[str, str]) -> str:
    if route == DEPENDS and known.get("question"):
        return known["question"]
    return "谁要、做什么用？法律、法规或国务院决定是否要求村里出具？本县清单保留了吗？"


def _marks(whole: Folded, route: str) -> list[Mark]:
    pattern = _concepts()[0].get(route)
    found = pattern.search(whole.text) if pattern else None
    if found is None or found.start() == found.end():
        return []
    start, end = whole.original(found.start(), found.end())
    law = laws()["zsqd" if route.startswith("FC") else "yshj"]
    return [Mark(text=whole.written[start:end], start=start, end=end, cue=route, law=Basis.of(law))]
