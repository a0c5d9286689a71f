"""The checks over approved forms, the dictionary and the register; each names what it found, and what may be done."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.report import Frequency
from contracts.titles import TitledEnum

from report_svc.elements.models import USABLE, Element


class Finding(TitledEnum, name="integrity_finding", title_zh="一致性问题"):
    """What is wrong with an element or a form."""

    TWO_BODIES = "two_bodies", "多头索要同一数据元"
    TWO_FREQUENCIES = "two_frequencies", "同一数据元按不同频次索要"
    ORPHAN = "orphan", "有责任单位的数据元没有报表使用"
    ABANDONED = "abandoned", "来源已停止推送，改由村级填写"
    ENDED = "ended", "栏目所指的数据元已停用"
    NEVER_USED = "never_used", "要求单位从不使用汇总表"


@dataclass(frozen=True, slots=True)
class FormInForce:
    """An approved form, and the elements that its columns ask for now."""

    code: str
    department: str
    frequency: Frequency
    elements: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: about which element, in which forms, and why."""

    finding: Finding
    element: str | None
    forms: Sequence[str]
    detail: str
    element_name: str | None = None


def found(
    forms: Sequence[FormInForce], dictionary: Mapping[str, Element], good_until: Mapping[str, date],
    unused: Sequence[str], day: date,
) -> list[Found]:  # fmt: skip
    """Everything that is wrong on a day; `good_until` is how long the newest delivery of each element is good."""
    wanted_by: dict[str, list[FormInForce]] = defaultdict(list)
    for form in forms:
        for code in form.elements:
            wanted_by[code].append(form)
    return [
        *_of_elements(wanted_by, dictionary, good_until, day), *_orphans(wanted_by, dictionary), *_unused(forms, unused)
    ]  # fmt: skip


def _of_elements(
    wanted_by: Mapping[str, Sequence[FormInForce]],
    dictionary: Mapping[str, Element],
    good_until: Mapping[str, date],
    day: date,
) -> Iterator[Found]:
    for code, forms in sorted(wanted_by.items()):
        codes = sorted(form.code for form in forms)
        element = dictionary.get(code)
        if element is None or element.state not in USABLE:
            yield Found(Finding.ENDED, code, codes, "字典中已停用，请改用现行数据元或删去栏目")
            continue
        bodies = sorted({form.department for form in forms})
        if len(bodies) > 1:
            yield Found(Finding.TWO_BODIES, code, codes, f"{'、'.join(bodies)}分别索要，可由一张报表取得后共享")
        frequencies = sorted({form.frequency.title_zh for form in forms})
        if len(frequencies) > 1:
            yield Found(Finding.TWO_FREQUENCIES, code, codes, f"分别按{'、'.join(frequencies)}索要，请统一")
        last = good_until.get(code)
        if not element.typed_by_village and last is not None and last < day:
            yield Found(Finding.ABANDONED, code, codes, f"{element.source}最近一次推送的有效期止于{last.isoformat()}")


def _orphans(wanted_by: Mapping[str, Sequence[FormInForce]], dictionary: Mapping[str, Element]) -> Iterator[Found]:
    for code, element in sorted(dictionary.items()):
        if element.state in USABLE and element.steward is not None and code not in wanted_by:
            yield Found(Finding.ORPHAN, code, (), "可以停止采集，或停用该数据元")


def _unused(forms: Sequence[FormInForce], unused: Sequence[str]) -> Iterator[Found]:
    known = {form.code for form in forms}
    for code in sorted(known.intersection(unused)):
        yield Found(Finding.NEVER_USED, None, (code,), "村级按期填报而无人查阅，建议停用")
