"""Which figures the overview shows, by action, with their names; all are sums of facts."""

from supervision_svc.facts.sums import SUMS
from supervision_svc.facts.table import LATEST

SHOWN: dict[str, dict[str, str]] = {
    "work": {
        "list_duty": "依法履职事项", "list_assist": "协助政府事项", "list_assist_categories": "协助事项类别",
        "list_negative": "负面清单事项", "admissions_submitted": "准入申请", "admissions_granted": "准予准入",
        "admissions_rejected": "不予准入", "tasks_reported": "清单外派交举报", "imposed_tasks": "清单外派交属实",
        "tasks_refused": "村级拒办",
        "groups_registered": "登记工作群", "groups_cleaned": "清理工作群", "groups_verified": "清理已核验",
        "groups_retained": "保留工作群",
        "group_rebounds": "工作群回潮",
    },
    "plaques": {
        "specs": "挂牌规格", "plaques_registered": "登记牌子", "plaques_flagged": "不规范牌子",
        "plaques_removed": "拆除牌子", "plaques_replaced": "更换牌子",
        "plaques_removed_or_replaced": "拆除或更换牌子", "plaques_merged": "整合牌子", "plaques_disposed": "已处置牌子",
        "disposals_verified": "处置核验", "plaque_rebounds": "回潮",
    },
    "forms": {
        "forms_proposed": "申报报表", "forms_approved": "批准报表", "forms_stopped": "停用报表",
        "catalogue_forms": "年度目录报表", "catalogue_proposed": "年度申报报表", "filings_due": "应报次数",
        "filings": "已报次数", "filings_on_time": "按期填报", "filings_late": "逾期填报", "offplan_forms": "目录外报表",
    },
    "certificates": {
        "certificate_items_admitted": "可出具证明事项", "certificate_items_forbidden": "不得要求出具事项",
        "certificates_issued": "出具证明", "certificates_revoked": "撤销证明", "refusals": "不予出具",
        "refusals_forbidden": "拒开禁止事项证明", "forbidden_demands": "违规索要证明", "trainings": "专题培训",
    },
    "inspections": {
        "visits": "到村检查", "visits_unannounced": "四不两直", "villages_drawn": "抽取核实村",
        "drawn_visits": "随机到村核实", "drawn_villages_missed": "抽取后未核实",
        "offplan_visits": "计划外检查", "complaints_received": "收到投诉举报",
        "complaints_confirmed": "投诉举报属实", "complaint_answers_helped": "投诉答复满意",
        "complaint_answers_failed": "投诉答复不满意", "findings": "发现问题",
        "findings_open": "未整改问题", "good_practices": "好做法", "letters": "工作提示函",
        "guidance_visits": "上门会商", "rectifications": "整改事项", "rectifications_open": "在办整改",
        "rectifications_overdue_open": "逾期整改", "rectifications_accepted": "办结整改",
        "rectifications_reopened": "返工整改", "objections_filed": "提出申诉", "objections_upheld": "申诉后维持认定",
        "verdicts_retracted": "撤销的认定",
    },
}  # fmt: skip
NAMES: dict[str, str] = {code: name for figures in SHOWN.values() for code, name in figures.items()}
CHARTED = frozenset(NAMES) - LATEST


def parts(figure: str) -> tuple[tuple[str, int], ...]:
    """The facts a figure is summed from, with their signs."""
    return SUMS.get(figure, ((figure, 1),))


def add_up(figure: str, totals: dict[str, int]) -> int:
    """A figure from the totals of its parts."""
    return sum(sign * totals.get(part, 0) for part, sign in parts(figure))
