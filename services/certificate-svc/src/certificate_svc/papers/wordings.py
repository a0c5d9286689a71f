"""The wordings that come with the product, and how their facts are filled in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from contracts.titles import TitledEnum
from countykit.written import chinese_amount, chinese_day
from servicekit.problems import FieldError
from servicekit.shipped import shipped_data
from servicekit.text import masked_name

from certificate_svc.papers.errors import FactsIncomplete, WordingUnknown
from certificate_svc.papers.paper import Fact

_LONGEST = 100
_LONGEST_BOUND = 40


class FieldKind(TitledEnum, name="wording_field_kind", title_zh="式样填写项种类"):
    """What a field of a wording takes."""

    TEXT = "text", "文字"
    NAME = "name", "姓名或名称"
    DAY = "day", "日期"
    MONTH = "month", "年月"
    COUNT = "count", "整数"
    AMOUNT = "amount", "金额（元）"
    AREA = "area", "面积（亩）"
    CHOICE = "choice", "选择"


class Issuer(TitledEnum, name="wording_issuer", title_zh="出具组织"):
    """Whose paper it is, and whose seal it bears."""

    VILLAGE = "village", "村（居）民委员会"
    COLLECTIVE = "collective", "农村集体经济组织"
    PARTY = "party", "党支部"


@dataclass(frozen=True, slots=True)
class WordingField:
    """One fact of a wording."""

    name: str
    title: str
    kind: FieldKind
    bound: bool = False
    options: tuple[str, ...] = ()
    example: str = ""

    def written(self, value: str) -> str:
        """The value as the paper says it; raises ValueError when it is not of its kind."""
        value = value.replace("\u3000", " ").strip()
        if self.kind is FieldKind.CHOICE and value not in self.options:
            raise ValueError(value)
        if self.is_bound and len(value) > _LONGEST_BOUND:
            raise ValueError(value)
        return _WRITERS[self.kind](value)

    @property
    def is_bound(self) -> bool:
        """Whether the code on the paper holds its value."""
        return self.bound or self.kind is not FieldKind.TEXT

    def fact(self, written: str) -> Fact:
        """What the code on the paper holds of it; who photographs the code learns no whole name."""
        return Fact(label=self.title, value=masked_name(written) if self.kind is FieldKind.NAME else written)


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of the text of one kind of certificate."""

    code: str
    version: int
    item: str
    issuer: Issuer
    basis: str
    title: str = "证明"
    fields: tuple[WordingField, ...] = ()
    paragraphs: tuple[str, ...] = ()
    remark: str | None = None
    one_holder: bool = False
    """Whether what it says belongs to one person: of two, nobody could tell whose amount it is."""

    def filled(self, facts: Mapping[str, str], known: Mapping[str, str]) -> tuple[list[str], list[Fact]]:
        """The paragraphs, and the facts that the code on the paper holds; raises FactsIncomplete."""
        written, wrong = {}, [name for name in facts if name not in {field.name for field in self.fields}]
        for field in self.fields:
            try:
                written[field.name] = field.written(facts.get(field.name, ""))
            except ValueError:
                wrong.append(field.name)
        if wrong:
            raise FactsIncomplete(errors=[self._error(name) for name in wrong])
        paragraphs = [text.format(**known, **written) for text in self.paragraphs]
        return paragraphs, [field.fact(written[field.name]) for field in self.fields if field.is_bound]

    def _error(self, name: str) -> dict[str, Any]:
        field = next((field for field in self.fields if field.name == name), None)
        detail = f"{field.title}：须填写{field.kind.title_zh}，如“{field.example}”" if field else "式样中没有该项"
        return FieldError(pointer=f"/body/facts/{name}", code="fact", detail=detail).model_dump()


def _plain(value: str) -> str:
    if not 0 < len(value) <= _LONGEST or not value.isprintable():
        raise ValueError(value)
    return value


def _month(value: str) -> str:
    first = date.fromisoformat(f"{value}-01")
    return f"{first.year}年{first.month}月"


def _amount(value: str) -> str:
    amount = _number(value, places=2)
    return f"{amount:.2f}元（大写{chinese_amount(amount)}）"


def _number(value: str, *, places: int) -> Decimal:
    """A plain number that is not negative; raises ValueError."""
    if not re.fullmatch(rf"\d{{1,12}}(\.\d{{1,{places}}})?" if places else r"\d{1,12}", value, re.ASCII):
        raise ValueError(value)
    return Decimal(value)


_WRITERS: Final[dict[FieldKind, Callable[[str], str]]] = {
    FieldKind.TEXT: _plain,
    FieldKind.NAME: _plain,
    FieldKind.CHOICE: _plain,
    FieldKind.DAY: lambda value: chinese_day(date.fromisoformat(value)),
    FieldKind.MONTH: _month,
    FieldKind.COUNT: lambda value: str(_number(value, places=0)),
    FieldKind.AMOUNT: _amount,
    FieldKind.AREA: lambda value: f"{_number(value, places=2).normalize():f}亩",
}


@cache
def shipped() -> tuple[Wording, ...]:
    """All wordings in the order of their file."""
    rows = shipped_data("certificate_svc", "data/wordings.yaml")["wordings"]
    return tuple(_wording(row) for row in rows)


def _wording(row: dict[str, Any]) -> Wording:
    fields = tuple(
        WordingField(**{**field, "kind": FieldKind(field["kind"]), "options": tuple(field.get("options", ()))})
        for field in row.get("fields", ())
    )
    return Wording(**{
        **row, "issuer": Issuer(row["issuer"]), "fields": fields, "paragraphs": tuple(row.get("paragraphs", ())),
    })  # fmt: skip


def of_item(item: str) -> list[Wording]:
    """The newest version of each wording of an item; empty where its text is written freely."""
    newest = {wording.code: wording for wording in shipped() if wording.item == item}
    return list(newest.values())


def of_template(item: str, template: str | None) -> list[Wording]:
    """The wordings of an item, or the one that the county's list gives it."""
    if template is None:
        return of_item(item)
    return [wording for wording in shipped() if wording.code == template][-1:]


def of_the_party(item: str, template: str | None) -> Wording | None:
    """The wording by which the party branch issues an item, and no village does; None for all others.

    Another template of the county's list does not make it the village's.
    """
    known = [*of_item(item), *of_template(item, template)]
    return next((wording for wording in known if wording.issuer is Issuer.PARTY), None)


def require_known(template: str | None) -> None:
    """Raise WordingUnknown for a template that the product does not have."""
    if template is not None and not of_template("", template):
        raise WordingUnknown(wordings=sorted({wording.code for wording in shipped()}))


def chosen(item: str, code: str | None, template: str | None = None) -> Wording | None:
    """The wording that was named, or the only one; None where the item has none. Raises WordingUnknown."""
    wordings = of_template(item, template)
    named = [wording for wording in wordings if code in (None, wording.code)]
    if (wordings or code) and len(named) != 1:
        raise WordingUnknown(wordings=[wording.code for wording in wordings])
    return named[0] if named else None
