"""Facts of supervision-svc about a township's request for more time for a repair."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Count, Day, Id


class _ExtensionFact(Event):
    collection: ClassVar[str] = "extension-requests"

    rectification: Id
    deadline: Day
    workdays: Count


class ExtensionRequested(_ExtensionFact):
    """A township wants more time for a repair whose deadline has not passed."""

    type: ClassVar[str] = "supervision.extension.requested.v1"
    title_zh: ClassVar[str] = "申请整改延期"
    audience: ClassVar[Audience] = Audience.COUNTY


class ExtensionGranted(_ExtensionFact):
    """The county grants it; after the deadline it waits for a second person, and the miss stays."""

    type: ClassVar[str] = "supervision.extension.granted.v1"
    title_zh: ClassVar[str] = "同意整改延期"
    audience: ClassVar[Audience] = Audience.COUNTY


class ExtensionRefused(_ExtensionFact):
    """The county does not grant it: the deadline stands."""

    type: ClassVar[str] = "supervision.extension.refused.v1"
    title_zh: ClassVar[str] = "不同意整改延期"
    audience: ClassVar[Audience] = Audience.COUNTY


EVENTS = (ExtensionRequested, ExtensionGranted, ExtensionRefused)
"""They count nothing: what a granted one moves, the repair itself says."""
