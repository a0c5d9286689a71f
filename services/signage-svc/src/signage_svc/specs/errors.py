"""Refusals about the spec table."""

from servicekit.errors import Invalid, Unavailable


class SpecTableMissing(Unavailable):
    """No spec table has been published yet; the service is still starting for the first time."""

    code = "spec_table_missing"
    detail = "挂牌规格一览表尚未发布，请稍后重试"


class SpecUnknown(Invalid):
    """The spec code is not in the table in force."""

    code = "spec_unknown"
    detail = "挂牌规格一览表中没有该编号"


class PresetUnknown(Invalid):
    """No preset of outside boards has this name."""

    code = "outside_preset_unknown"
    detail = "没有这种外挂牌子预设方案，请从预设方案列表中选择"
    presets: list[str]
