"""Bodies of the scheme routes."""

from datetime import date, datetime
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, View

from supervision_svc.schemes.advice import Advice, advice_on
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.schemes.models import Scheme


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


class SchemeView(SchemeSummary):
    """A scheme with its document."""

    document: SchemeDocument
    advice: list[Advice] = Field(description="rules that the scheme strains; who saved it answers for it")

    @classmethod
    def of(cls, scheme: Scheme) -> "SchemeView":
        """The view of a saved scheme."""
        document = SchemeDocument.model_validate(scheme.body)
        about = SchemeSummary.model_validate(scheme).model_dump()
        return cls(**about, document=document, advice=advice_on(document))
