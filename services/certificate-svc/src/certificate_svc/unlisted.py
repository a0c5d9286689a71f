"""What no list knows: what may be meant by it, and who handles it instead. Advice by its words; people decide."""

import re
from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from servicekit.errors import Invalid
from wording.answers import Candidate, Verdict
from wording.certificates import DEPENDS, CertificateJudgement, ListedCertificate, judge_certificate

from certificate_svc.items import wording
from certificate_svc.items.models import Item, Kind
from certificate_svc.papers import wordings

ITSELF: Final = "向索要单位说明后由其自行核验"
BRANCH: Final = "本村党支部"
AT_THE_BRANCH: Final = "由党支部核实出具，加盖党支部印章"
_LIKELY = 0.5
_POSSIBLE = 0.2
_NUMBER = re.compile(r"\d{11,}")
_LONGEST = 500


class NameHoldsPerson(Invalid):
    """What is kept in clear or read by all must not name anybody."""

    code = "personal_data_in_name"
    detail = "所填文字会留存或者供人查看，不得写入当事人姓名、证件号码或电话"
    law = "《中华人民共和国个人信息保护法》第六条"


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What a name without an item may be."""

    meant: list[str]
    """Codes of allowed items, and of the party's, that may be meant: a person says so before anything is refused."""
    question: str | None
    """What to ask first, where an allowed item may be meant or the answer depends on it."""
    likely: str | None
    """The forbidden item that it sounds like."""
    instead: str


async def judged(
    name: str, held: Sequence[Item], *, purpose: str | None = None, demander: str | None = None
) -> CertificateJudgement:
    """Whose matter a certificate is, by the lists in force; a candidate of them does not pass.

    Nor does a paper of the party's: whether it is meant is asked, and that its branch issues it is said.
    """
    theirs = _of_the_party(held)
    listed = [
        ListedCertificate(item.code, item.name, item.kind == Kind.FORBIDDEN, item.aliases, item.legal_basis)
        for item in held
        if item.kind != Kind.CANDIDATE and item.code not in theirs
    ]
    found = await to_thread(judge_certificate, name, purpose=purpose, demander=demander, listed=listed)
    if not any(_is_likely(one) and one.code in theirs for one in found.items[:1]):
        return found
    question = f"要的是“{found.items[0].name}”吗？是的，请到党支部办，不找村（居）民委员会。"
    return found.model_copy(
        update={"answer": Verdict.UNSURE, "question": question, "authority": BRANCH, "way": AT_THE_BRANCH}
    )


def _is_likely(candidate: Candidate) -> bool:
    return candidate.probability >= _LIKELY


def _of_the_party(held: Sequence[Item]) -> set[str]:
    return {item.code for item in held if wordings.of_the_party(item.code, item.template)}


async def looked_into(name: str, held: Sequence[Item], purpose: str | None, demander: str | None) -> Unlisted:
    """What a name may be that is none of the lists' own."""
    judgement = await judged(name, held, purpose=purpose, demander=demander)
    allowed = {item.code for item in held if item.kind == Kind.ALLOWED}
    forbidden = {item.code: item for item in held if item.kind == Kind.FORBIDDEN}
    meant = [one.code for one in judgement.items if one.code in allowed and one.probability >= _POSSIBLE]
    if judgement.answer is Verdict.PASS and judgement.route in allowed:
        meant = [judgement.route]
    if judgement.answer in {Verdict.BLOCK, Verdict.FLAG}:
        meant = []
    likeliest = [one.code for one in judgement.items[:1] if _is_likely(one)]
    # Whether a paper of the party's is meant a person says as well, listed or not: to want it is nothing unlawful.
    meant += [code for code in likeliest if code in _of_the_party(held) and code not in meant]
    likely = next((code for code in likeliest if code in forbidden), None)
    instead = "：".join(part for part in (judgement.authority, judgement.way) if part)
    if not instead and likely:
        instead = forbidden[likely].issue_instead or ""
    depends = DEPENDS in likeliest
    return Unlisted(meant, judgement.question if meant or depends else None, likely, instead[:_LONGEST] or ITSELF)


def settled(name: str, held: Sequence[Item], threshold: int, found: Unlisted) -> Item | None:
    """The item that a name is beyond doubt; None for what people have to say.

    An item by its very name, the allowed one first; or a forbidden one, where the spelling and the judgement agree.
    """
    allowed = wording.named(name, [item for item in held if item.kind == Kind.ALLOWED])
    if allowed is not None:
        return allowed
    forbidden = [item for item in held if item.kind == Kind.FORBIDDEN]
    exact = wording.named(name, forbidden, aliases=True)
    if exact is not None:
        return exact
    near = wording.nearest(name, forbidden, threshold)
    return near if near is not None and near.code == found.likely else None


def require_nameless(name: str | None, *secrets: str | None) -> None:
    """Raise NameHoldsPerson for words with a long number or with what is known of the person."""
    if name and (_NUMBER.search(name) or any(secret and len(secret) > 1 and secret in name for secret in secrets)):
        raise NameHoldsPerson
