"""Facts of report-svc about the numbers and laws that forms and their arrangements lacked."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Code, Number


class FormGrounded(Event):
    """A department stated the admission number or law that its form had lacked."""

    type: ClassVar[str] = "report.form.grounded.v1"
    title_zh: ClassVar[str] = "补充报表依据"
    collection: ClassVar[str] = "forms"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    admission: Number | None
    legal_basis: Annotated[str | None, Field(max_length=500, examples=["统计法第17条"])] = None


class ArrangementGrounded(Event):
    """What an arrangement had lacked is there: its number covers the villages and days. Region is the township."""

    type: ClassVar[str] = "report.arrangement.grounded.v1"
    title_zh: ClassVar[str] = "补充填报安排依据"
    collection: ClassVar[str] = "arrangements"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    admission: Number | None
