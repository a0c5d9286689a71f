"""Facts of signage-svc about drawn samples of disposals."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Count


class DisposalSampleDrawn(Event):
    """Of a township's disposals that wait for their verification some were drawn to be looked at."""

    type: ClassVar[str] = "signage.disposal_sample.drawn.v1"
    title_zh: ClassVar[str] = "抽取处置核验样本"
    collection: ClassVar[str] = "disposal-samples"
    audience: ClassVar[Audience] = Audience.READERS

    number: Count
    boards: Count
    drawn: Count


class DisposalSampleConcluded(Event):
    """What was not drawn is verified with the sample, each board by its event; `discounted` of them count for nothing.

    That is as large a share as failed of those that were drawn.
    """

    type: ClassVar[str] = "signage.disposal_sample.concluded.v1"
    title_zh: ClassVar[str] = "处置抽样核验结论"
    collection: ClassVar[str] = "disposal-samples"
    audience: ClassVar[Audience] = Audience.READERS

    number: Count
    boards: Count
    drawn: Count
    failed: Count
    discounted: Count
