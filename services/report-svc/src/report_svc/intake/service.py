"""What is said about a form's columns while it is typed."""

from collections.abc import Mapping, Sequence
from typing import Literal

from countykit.identity import Caller
from servicekit.transaction import Transaction

from report_svc.elements import repository as elements
from report_svc.elements.models import USABLE
from report_svc.elements.service import county_of
from report_svc.intake.matching import Dictionary, Match, is_sure
from report_svc.intake.schemas import ColumnSuggestion, DraftForm, SuggestedElement, Suggestions


async def suggest(tx: Transaction, caller: Caller, draft: DraftForm) -> Suggestions:
    """Which elements the columns may ask for, who has them, and which forms ask for them already."""
    county = county_of(caller)
    merged = await elements.successors(tx, county)
    dictionary = Dictionary(await elements.of_county(tx, county, USABLE), merged)
    users: dict[str, list[str]] = {}
    for form in await elements.live_forms(tx, county):
        if form.state == "approved":
            for code in {
                merged.get(field["element"], field["element"]) for field in form.fields if field.get("element")
            }:
                users.setdefault(code, []).append(form.code)
    columns = [
        _said(column.name, found, users) for column, found in zip(draft.columns, dictionary.matches(draft), strict=True)
    ]
    return Suggestions(columns=columns, known=sum(column.answer == "flag" for column in columns))


def _said(name: str, found: Sequence[Match], users: Mapping[str, Sequence[str]]) -> ColumnSuggestion:
    offered = [
        SuggestedElement(
            element=match.element.code, name=match.element.name, unit=match.element.unit, probability=match.probability,
            reasons=list(match.reasons), source=match.element.source, steward=match.element.steward,
            used_by=list(users.get(match.element.code, ())),
        )
        for match in found
    ]  # fmt: skip
    answer, advice = _advice(found)
    return ColumnSuggestion(column=name, answer=answer, elements=offered, advice=advice)


def _advice(found: Sequence[Match]) -> tuple[Literal["flag", "unsure", "pass"], str | None]:
    if not found:
        return "pass", None
    first = found[0].element
    if not is_sure(found):
        return "unsure", "请选定本栏所指的数据元：统计的对象、范围和计量单位是什么？"
    if not first.village_forms:
        return "flag", f"“{first.name}”不应列入村级报表，请删去本栏"
    if first.typed_by_village:
        return "pass", f"“{first.name}”没有其他来源，可由村级填写"
    return "flag", f"{first.source}已掌握“{first.name}”，无须村级填写，请从来源取数"
