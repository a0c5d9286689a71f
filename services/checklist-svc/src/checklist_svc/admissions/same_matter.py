"""Which applications and admissions ask for the same: by what their bodies confirmed, not by the titles alone.

Two titles that differ in one sign can be two matters, and one matter has many titles: of the pairs in the corpus the
titles find none. What is found here is offered to people, who decide (docs/admission.md has its precision).
"""

from collections.abc import Sequence
from functools import lru_cache

from contracts.titles import TitledEnum
from countykit.regions import significant
from wording.answers import Verdict
from wording.columns import is_of_every_form, judge_column
from wording.folding import fold

from checklist_svc.admissions.models import Admission
from checklist_svc.wording import sameness

SHARE = 0.25
"""So much of the shorter table two tables have in common; chosen by cross-validation over forty forms of a county."""
_ALIKE = 60


class Sign(TitledEnum, name="same_matter_sign", title_zh="疑似重复的依据"):
    """Why two of them may be one."""

    MATTER = "matter", "同一清单事项和对象，时间、地点重合"
    COLUMNS = "columns", "要村里报的数据有四分之一以上相同，时间、地点重合"
    WORDS = "words", "名称相近"


def signs(one: Admission, other: Admission, threshold: int) -> list[Sign]:
    """Why two of them may ask for the same, the strongest sign first; `threshold` is of the titles, in percent."""
    found = []
    if _meet(one, other):
        if one.matter is not None and one.matter == other.matter and _same_object(one, other):
            found.append(Sign.MATTER)
        if is_shared(one.columns, other.columns):
            found.append(Sign.COLUMNS)
    if sameness(one.title, other.title) >= threshold:
        found.append(Sign.WORDS)
    return found


def is_shared(one: Sequence[str], other: Sequence[str], share: float = SHARE) -> bool:
    """Whether two tables have so much in common of the shorter one."""
    shorter = min(len(_meanings(one)), len(_meanings(other)))
    return shorter > 0 and len(_meanings(one) & _meanings(other)) >= share * shorter


def shared(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The columns of a table that another one has, too: of the same data element, or of the same words."""
    known = _meanings(one) & _meanings(other)
    return list(dict.fromkeys(title for title in one if _meaning(title) in known))


def _meanings(titles: Sequence[str]) -> set[str]:
    return {_meaning(title) for title in titles if not is_of_every_form(title)}


@lru_cache(maxsize=8192)
def _meaning(title: str) -> str:
    """The data element that a column surely asks for, else its words."""
    judged = judge_column(title)
    return judged.elements[0].code if judged.answer is Verdict.FLAG else fold(title)


def _same_object(one: Admission, other: Admission) -> bool:
    """Whether they are about the same people or things; who names none is about all that the matter is about."""
    first, second = fold(one.about or ""), fold(other.about or "")
    return not first or not second or first in second or second in first or sameness(first, second) >= _ALIKE


def _meet(one: Admission, other: Admission) -> bool:
    """Whether some village has both of them at the same time."""
    ends = [each.valid_until or each.ends_on for each in (one, other)]
    at_once = one.starts_on <= ends[1] and other.starts_on <= ends[0]
    places = [[significant(code) for code in each.regions or [each.region]] for each in (one, other)]
    return at_once and any(a.startswith(b) or b.startswith(a) for a in places[0] for b in places[1])
