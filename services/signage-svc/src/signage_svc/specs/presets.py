"""Presets of what hangs outside: which rows count, which are door heads, and how many of each may hang (PLQ-01)."""

from functools import cache

from pydantic import Field
from servicekit.bodies import View
from servicekit.shipped import shipped_data

from signage_svc.specs.errors import PresetUnknown
from signage_svc.specs.models import OutsideUse
from signage_svc.specs.schemas import SpecRow


class Preset(View):
    """How some counties have laid down what hangs outside of a village's offices."""

    table_title = "外挂牌子预设方案"

    code: str = Field(title="方案代码")
    title: str = Field(title="方案")
    outside_limit: int = Field(title="室外牌子上限")
    door_head_limit: int = Field(title="门头牌子上限")
    counted: list[str] = Field(title="计入外挂数量的规格")
    door_head: list[str] = Field(title="作门头的规格")

    def applied(self, row: SpecRow) -> SpecRow:
        """A row of the table as this preset has it hang; rows without a place outside stay as they are."""
        if row.code in self.counted:
            use = OutsideUse.COUNTED
        elif row.code in self.door_head:
            use = OutsideUse.DOOR_HEAD
        else:
            use = OutsideUse.NONE if row.outside in (OutsideUse.COUNTED, OutsideUse.DOOR_HEAD) else row.outside
        return row.model_copy(update={"outside": use})


@cache
def presets() -> dict[str, Preset]:
    """All presets, by code."""
    shipped = shipped_data("signage_svc", "data/outside_presets.yaml")
    return {code: Preset(code=code, **values) for code, values in shipped.items()}


def preset(code: str) -> Preset:
    """One preset; raises PresetUnknown."""
    if code not in presets():
        raise PresetUnknown(presets=sorted(presets()))
    return presets()[code]
