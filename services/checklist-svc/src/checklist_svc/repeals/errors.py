"""Refusals of what begins on a law that is gone."""

from servicekit.errors import Invalid


class BasisRepealed(Invalid):
    """What begins now does not stand on a law that was repealed before."""

    code = "basis_repealed"
    rule = "LST-04"
    detail = "所引依据在生效之日前已经废止，请改引现行法规及其条款"
    law = "辽宁工作清单管理规定"
    laws: list[dict[str, str]]
