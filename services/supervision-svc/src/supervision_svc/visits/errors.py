"""Refusals about visits."""

from servicekit.errors import Conflict, Forbidden


class AlreadyCharged(Conflict):
    """Another report of the same visit was confirmed: one visit is one matter and is charged once."""

    code = "visit_already_charged"
    rule = "INS-01"
    detail = "该单位当日到该村的检查已依另一件反映认定属实，同一次检查不重复认定，请注明后结案"
    law = "《整治形式主义为基层减负若干规定》·督查检查考核"


class AlreadyReported(Conflict):
    """This department's visit to the village on that day has been reported before."""

    code = "already_reported"
    detail = "该部门当日到该村的计划外检查已有人反映，不必重复提交"


class InvitedOnly(Forbidden):
    """Whoever comes from above the county visits within a team that the county formed."""

    code = "visit_invited_only"
    detail = "市级以上人员到村，须编入县里依据计划或抽取组建的检查组，在检查组名下登记"
    law = "《整治形式主义为基层减负若干规定》·督查检查考核"


class RecorderNotIndependent(Forbidden):
    """What a village answered is written down by somebody from outside of its township."""

    code = "checklist_not_independent"
    detail = "乡镇人员和派驻乡镇的人员不能登记本清单，请由县级检查人员登记"


class VisitCounts(Conflict):
    """A drawn village counts by this visit, or a team's basis says how and when it went."""

    code = "visit_counts"
    detail = "随机核实已据本次到村记入，或者检查组依据计划、抽取到村，日期和方式不能更正；人数可以更正"


class CorrectionEmpty(Conflict):
    """A correction changes something."""

    code = "visit_correction_empty"
    detail = "更正后的内容与原登记相同"
