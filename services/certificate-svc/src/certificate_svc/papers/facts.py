"""The facts in a text that was written freely: what a forger would change are its numbers."""

import re
from collections.abc import Sequence

from certificate_svc.papers.paper import Fact

_NUMBER = r"[0-9０-９][0-9０-９,，.．]*|[〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+"
_UNITS = "年|月|日|万元|元|角|亩|公顷|平方米|米|公里|人|户|间|岁|号|组|次|天|个月|头|只|棵|吨|公斤|斤|%|％"
_FACT = re.compile(rf"(?:(?:{_NUMBER})(?:{_UNITS})?)+")
_UNIT = re.compile(rf"[0-9０-９]|{_UNITS}")
_BEFORE = re.compile(r"\w{0,6}$")


def facts_in(paragraphs: list[str], holders: Sequence[str]) -> list[Fact]:
    """The numbers of a text in their order, each with the few signs before it but without the holders' names."""
    names = re.compile("|".join(map(re.escape, holders)))
    found = {
        (_BEFORE.search(text[: match.start()]) or [""])[0]: match[0]
        for text in (names.sub("", paragraph) for paragraph in paragraphs)
        for match in _FACT.finditer(text)
        if _UNIT.search(match[0])
    }
    return [Fact(label=label, value=value) for label, value in found.items()]
