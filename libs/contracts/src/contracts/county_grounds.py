"""Facts of supervision-svc about a county's own documents behind the rules."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Code, Number


class _GroundFact(Event):
    """Region is the county."""

    collection: ClassVar[str] = "county-grounds"

    clause: Code
    number: Number


class CountyGroundNamed(_GroundFact):
    """A county named its own document behind a rule; its letters cite it."""

    type: ClassVar[str] = "supervision.county_ground.named.v1"
    title_zh: ClassVar[str] = "登记本县依据"
    audience: ClassVar[Audience] = Audience.COUNTY


class CountyGroundEnded(_GroundFact):
    """A document is cited no more."""

    type: ClassVar[str] = "supervision.county_ground.ended.v1"
    title_zh: ClassVar[str] = "本县依据失效"
    audience: ClassVar[Audience] = Audience.COUNTY


EVENTS = (CountyGroundNamed, CountyGroundEnded)
"""They count nothing."""
