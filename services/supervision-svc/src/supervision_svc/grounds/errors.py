"""Refusals about grounds."""

from servicekit.errors import Invalid


class GroundMissing(Invalid):
    """A letter cites law: a rule that rests on no law or published rule that holds in the county is no ground."""

    code = "ground_missing"
    rule = "INS-14"
    detail = "所列规则没有在本县有效的法律或者文件依据，不能据此发函；本县有文件规定的，请先登记本县依据"
    law = "政府督查工作条例第16条：督查结论应当事实清楚，证据充分"
    clauses: list[str]
