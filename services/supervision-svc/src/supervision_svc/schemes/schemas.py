"""Bodies of the scheme routes."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, View

from supervision_svc.measures import LEAST_EVENTS, MEASURES, floor
from supervision_svc.schemes.advice import Advice, advice_on
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.schemes.models import Scheme
from supervision_svc.schemes.reckoning import ReckoningView

_FINE = Decimal("0.0001")


class SchemeToSave(Body):
    """A scheme to save as the county's next version."""

    effective_from: date = Field(description="first day on which boards are computed with it; not in the past")
    document: SchemeDocument


class SchemeSummary(View):
    """A scheme in a list."""

    table_title = "考评方案"

    id: UUID
    number: int = Field(title="版本")
    name: str = Field(title="名称")
    region: RegionCode = Field(title="行政区划")
    effective_from: date = Field(title="生效日期")
    saved_by: str = Field(title="保存人")
    created_at: datetime = Field(title="保存时间")


class FloorView(View):
    """What a single event can cost at one indicator."""

    code: str
    floor: Decimal = Field(description="the indicator is computed with this denominator at least")
    one_event_at_most: Decimal = Field(
        description="points of 100 when every indicator is rated: a quarter of its weight"
    )


class EvidenceView(View):
    """Where the absence of reports scores, and how many drawn villages must have been inquired for that."""

    villages: int
    indicators: list[str]
    text: str = Field(description="the rule, for people")

    @classmethod
    def of(cls, document: SchemeDocument) -> "EvidenceView":
        """The rule of a scheme."""
        inquired = [item for item in document.indicators if item.code in MEASURES and MEASURES[item.code].inquired]
        names, villages = "、".join(item.name for item in inquired), document.evidence_villages
        few = "不满的，只在拉低得分时计入"
        text = f"{names}：窗口期内随机抽取核实满{villages}个村（不足的为全部村），无人反映才按满分计；{few}"
        return cls(
            villages=villages, indicators=[item.code for item in inquired], text=text if villages and inquired else ""
        )


class SchemeView(SchemeSummary):
    """A scheme with its document."""

    document: SchemeDocument
    floors: list[FloorView] = Field(description="of each indicator that is computed, what one event can cost")
    evidence: EvidenceView
    reckoning: ReckoningView
    advice: list[Advice] = Field(description="rules that the scheme strains; who saved it answers for it")

    @classmethod
    def of(cls, scheme: Scheme) -> "SchemeView":
        """The view of a saved scheme."""
        document = SchemeDocument.saved(scheme.body)
        about = SchemeSummary.model_validate(scheme).model_dump()
        return cls(
            **about,
            document=document,
            floors=_floors(document),
            evidence=EvidenceView.of(document),
            reckoning=ReckoningView.of(document),
            advice=advice_on(document),
        )


def _floors(document: SchemeDocument) -> list[FloorView]:
    return [
        FloorView(
            code=item.code, floor=floor(MEASURES[item.code], item.target, item.worst).quantize(_FINE),
            one_event_at_most=item.weight / LEAST_EVENTS,
        )
        for item in document.indicators if item.code in MEASURES
    ]  # fmt: skip
