"""What cannot stand side by side in one spec table: found before anything is judged by it."""

from collections.abc import Iterator, Sequence

from servicekit.tabular import Row, RowError
from wording.folding import fold

from signage_svc.specs.models import OutsideUse, SpecPlacement
from signage_svc.specs.schemas import SpecRow


def contradictions(rows: Sequence[Row[SpecRow]]) -> list[RowError]:
    """The rows that contradict others or themselves, each with what contradicts what."""
    return [*_doubled(rows), *_outside(rows), *_merged_though_listed(rows)]


def _doubled(rows: Sequence[Row[SpecRow]]) -> Iterator[RowError]:
    codes: dict[str, Row[SpecRow]] = {}
    names: dict[str, Row[SpecRow]] = {}
    absorbed: dict[str, Row[SpecRow]] = {}
    for row in rows:
        first = codes.setdefault(fold(row.body.code), row)
        if first is not row:
            yield row.error("code", "spec_code_doubled", f"编号与{first.place}重复")
        for name in row.body.known_as:
            other = names.setdefault(fold(name), row)
            if other is not row:
                yield row.error("known_as", "spec_name_doubled", f"“{name}”同时属于{other.place}，一块牌子只能对应一行")
        for word in row.body.absorbs:
            other = absorbed.setdefault(fold(word), row)
            if other is not row:
                yield row.error("absorbs", "spec_merge_doubled", f"“{word}”同时并入{other.place}，去向须唯一")


def _outside(rows: Sequence[Row[SpecRow]]) -> Iterator[RowError]:
    for row in rows:
        body = row.body
        if body.outside in (OutsideUse.COUNTED, OutsideUse.OPTIONAL) and body.placement is not SpecPlacement.OUTSIDE:
            detail = "计入外挂数量或可外挂的牌子，位置须为“外部”"
            yield row.error("outside", "spec_outside_contradicted", detail)
        elif body.outside is OutsideUse.NONE and body.placement is SpecPlacement.OUTSIDE:
            yield row.error("outside", "spec_outside_contradicted", "位置为“外部”的牌子，外挂方式不能是“不外挂”")
        if not body.known_as and not body.any_name:
            yield row.error("known_as", "spec_without_name", "名称有限制的牌子至少要有一个名称")


def _merged_though_listed(rows: Sequence[Row[SpecRow]]) -> Iterator[RowError]:
    listed = {fold(name): row for row in rows for name in row.body.known_as}
    for row in rows:
        for word in row.body.absorbs:
            clash = next((other for name, other in listed.items() if fold(word) in name), None)
            if clash is not None:
                detail = f"“{word}”要并入本行，{clash.place}又列为可以悬挂"
                yield row.error("absorbs", "spec_merge_contradicted", detail)
