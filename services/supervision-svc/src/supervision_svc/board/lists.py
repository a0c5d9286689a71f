"""Who stands on which list: rules across the townships of a county. Red is good, black is bad."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from supervision_svc.board.score import Reason, Row
from supervision_svc.schemes.document import SchemeDocument

RED, BLACK_PROPOSED, UNLISTED = "red", "black_proposed", "unlisted"

_NO_VILLAGES = Reason("no_villages", "名录中没有所辖村级组织，不参与排名")
_INSUFFICIENT = Reason("insufficient_data", "数据不足，不参与排名")
_OVERDUE_OPEN = Reason("rectification_overdue", "有逾期未完成的整改，不列红榜")
_NO_PLACE = Reason("red_places_full", "达到红榜线，但红榜名额已满")
_TIE_OUT = Reason("tie_none_enter", "并列乡镇多于剩余红榜名额，按方案并列的都不列入")
_TIE_IN = Reason("tie_all_enter", "并列乡镇多于剩余红榜名额，按方案并列的都列入")
_NOT_OVERDUE = Reason("no_overdue_letter", "没有逾期的工作提示函，不列黑榜")
_APPROVER = Reason("needs_approver", "拟列黑榜，须经具名审批人批准")


def arrange(rows: Sequence[Row], scheme: SchemeDocument) -> list[Row]:
    """Rank the rows (equal scores share a rank), put each county's townships on their lists, best first."""
    ordered = sorted(rows, key=_order)
    place, above = 0, None
    for position, row in enumerate(ordered, 1):
        if row.score is not None and row.score != above:
            place, above = position, row.score
        row.rank = None if row.score is None else place
    counties: dict[str, list[Row]] = {}
    for row in ordered:
        if row.standing is None:
            row.standing = _reasons(row, scheme)
        row.reasons, row.place = list(row.standing), UNLISTED
        counties.setdefault(row.region[:6], []).append(row)
    for county in counties.values():
        _fill_red(county, scheme)
        _propose_black(county, scheme)
    return ordered


def _order(row: Row) -> tuple[Decimal, str]:
    return (-row.score if row.score is not None else Decimal(1), row.region)


def _reasons(row: Row, scheme: SchemeDocument) -> list[Reason]:
    if not row.villages:
        return [_NO_VILLAGES]
    reasons = list(row.vetoes)
    if row.score is None:
        reasons.insert(0, _INSUFFICIENT)
    elif row.score >= scheme.red_line:
        reasons.append(Reason("red_line_reached", f"得分{row.score}达到红榜线{_plain(scheme.red_line)}"))
    elif row.score < scheme.black_line:
        reasons.append(Reason("below_black_line", f"得分{row.score}低于黑榜线{_plain(scheme.black_line)}"))
    else:
        reasons.append(Reason("below_red_line", f"得分{row.score}未达到红榜线{_plain(scheme.red_line)}"))
    if row.overdue_open > 0:
        reasons.append(_OVERDUE_OPEN)
    if row.went_overdue is not None:
        reasons.append(row.went_overdue)
    return [*reasons, *_nobody_looked(row, scheme)]


def _nobody_looked(row: Row, scheme: SchemeDocument) -> list[Reason]:
    names = [known.name for item, known in zip(row.indicators, scheme.indicators, strict=True) if item.unasked]
    if not names:
        return []
    about, villages = "、".join(names), min(scheme.evidence_villages, row.villages)
    return [Reason("nobody_has_looked", f"{about}：随机到村核实不满{villages}个村，没有人看过，无人反映不按满分计")]


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _fill_red(county: Iterable[Row], scheme: SchemeDocument) -> None:
    """At most a share of the rated townships; the scheme says what becomes of equals at the last place."""
    rated = [row for row in county if row.score is not None]
    places = int(scheme.red_places_at_most * len(rated))
    worthy = [row for row in rated if _worthy(row, scheme)]
    for _, equals in groupby(worthy, key=lambda row: row.score):
        group = list(equals)
        left, places = places, places - len(group)
        # Once below zero it stays there: no worse score slips in behind equals without a place.
        tied = places < 0 < left
        for row in group:
            if places >= 0 or (tied and scheme.ties == "all"):
                row.place = RED
            if tied:
                row.reasons.append(_TIE_IN if scheme.ties == "all" else _TIE_OUT)
            elif places < 0:
                row.reasons.append(_NO_PLACE)


def _worthy(row: Row, scheme: SchemeDocument) -> bool:
    reached = row.score is not None and row.score >= scheme.red_line
    return reached and not row.vetoes and row.overdue_open <= 0


def _propose_black(county: Iterable[Row], scheme: SchemeDocument) -> None:
    """Below the line or vetoed. Too little data for a score hides no veto: nobody escapes by having few records."""
    for row in county:
        below = row.score is not None and row.score < scheme.black_line
        if not row.villages or not (below or row.black_veto):
            continue
        if row.letter_overdue:
            row.place = BLACK_PROPOSED
            row.reasons.append(_APPROVER)
        else:
            row.reasons.append(_NOT_OVERDUE)
