"""Facts of report-svc about the right to refuse a form."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import ChargedHome, Title


class Ground(TitledEnum, name="form_refusal_ground", title_zh="拒填依据"):
    """Why a village may refuse a form."""

    UNMARKED = "unmarked", "统计调查表标志不全"
    EXPIRED = "expired", "统计调查表超过有效期限"
    ENDED = "ended", "报表已停用或到期"
    OUTSIDE = "outside", "要求在平台之外重复填报"
    OFF_CATALOGUE = "off_catalogue", "未列入县级报表目录"


class FormRefused(Event):
    """A village refused a form with a letter that cites the rule. Nobody is charged by it."""

    type: ClassVar[str] = "report.form.refused.v1"
    title_zh: ClassVar[str] = "村级拒填报表"
    collection: ClassVar[str] = "form-refusals"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome
    ground: Ground
