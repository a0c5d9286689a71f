"""The codes of the shipped scheme: its indicators."""

from servicekit.contract.shipped_codes import ShippedCodes

from supervision_svc.schemes.service import shipped_document

INDICATORS = ShippedCodes(
    "indicator", "考核指标", "Indicators of the shipped scheme; a county's own is read at /api/supervision/v1/schemes.",
    lambda: ((each.code, each.name, _better(each.direction)) for each in shipped_document().indicators),
)  # fmt: skip


def _better(direction: str) -> str:
    return "越低越好" if direction == "lower" else "越高越好"
