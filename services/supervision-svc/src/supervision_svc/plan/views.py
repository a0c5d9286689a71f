"""What of an entry's conflicts and days each reader may know."""

from collections.abc import Sequence

from countykit.identity import Caller
from servicekit.transaction import Transaction

from supervision_svc.clauses import clause
from supervision_svc.plan import repository
from supervision_svc.plan.conflicts import Conflict, ConflictKind
from supervision_svc.plan.models import PlanEntry
from supervision_svc.plan.repository import WATCHING
from supervision_svc.plan.schemas import ConflictingEntry, PlanConflictView

DETAILS = {
    ConflictKind.SAME_DAY: "与另{entries}项计划同日到同一地点，请错开或合并",
    ConflictKind.SAME_WEEK: "有的村（社区）一周将接受两次以上到村，请调整日期",
    ConflictKind.SECOND_COMPREHENSIVE: "本单位本年度已有另{entries}项综合性督检考",
    ConflictKind.SPLIT: "与本单位另一项计划内容、对象相近，疑似把一项拆成几项",
    ConflictKind.PACKED: "一项计划中列了几项检查，疑似打包申报，请逐项申报或按综合性督检考申报",
    ConflictKind.DISGUISED: "名为调研或观摩，内容中有检查、评判的要求",
    ConflictKind.DEMANDING: "内容中要求负责人陪同汇报，或者要求填表报材料，请删去",
    ConflictKind.MERGE: "与另一单位的计划内容、对象相近，建议合并为一次联合到村",
}


async def conflict_views(tx: Transaction, caller: Caller, found: Sequence[Conflict]) -> list[PlanConflictView]:
    """Findings as the caller may read them: bodies are not told what others plan without notice."""
    ids = {id for conflict in found for id in conflict.entries}
    entries = await repository.shown(tx, ids) if ids else {}
    everything = bool(caller.roles & WATCHING)
    return [
        PlanConflictView(
            kind=each.kind, rule=each.rule, law=clause(each.rule).law,
            detail=DETAILS[each.kind].format(entries=len(each.entries)),
            entries=[_shown(entries[id], everything or caller.acts_for(entries[id].department))
                     for id in each.entries if id in entries],
            places=each.places, days=each.days, words=each.words, likeness=each.likeness,
        )
        for each in found
    ]  # fmt: skip


def _shown(entry: PlanEntry, known: bool) -> ConflictingEntry:
    if not known and not entry.announced:
        return ConflictingEntry(announced=False)
    return ConflictingEntry.model_validate(entry)
