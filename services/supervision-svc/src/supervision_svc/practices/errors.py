"""Refusals about good practices."""

from servicekit.errors import Conflict


class VerifierNotIndependent(Conflict):
    """Somebody placed in the township may not verify what it is praised for."""

    code = "verifier_not_independent"
    detail = "派驻该乡镇的人员不能核实本乡镇的经验做法"


class PracticeNotDistinct(Conflict):
    """The township is praised for this already: the title or the matter is that of a verified practice."""

    code = "practice_not_distinct"
    detail = "该乡镇已有题目或内容相同的经验做法经过核实，不重复核实"
