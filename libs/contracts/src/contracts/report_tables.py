"""Facts of report-svc about the asker's table: filings that were checked, periods that were closed, exceptions."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.report import Period
from contracts.words import Code, Day


class FilingReturned(Event):
    """The asking body returned a filing to be mended. Region is the village."""

    type: ClassVar[str] = "report.filing.returned.v1"
    title_zh: ClassVar[str] = "退回填报"
    collection: ClassVar[str] = "filings"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    period: Period


class FilingAccepted(Event):
    """The asking body accepted a filing as it stands. Region is the village."""

    type: ClassVar[str] = "report.filing.accepted.v1"
    title_zh: ClassVar[str] = "审核通过填报"
    collection: ClassVar[str] = "filings"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    period: Period


class PeriodClosed(Event):
    """A period of a form was closed: its table changes no more but by an exception. Region is the county."""

    type: ClassVar[str] = "report.period.closed.v1"
    title_zh: ClassVar[str] = "关闭填报期"
    collection: ClassVar[str] = "period-closures"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    period: Period


class PeriodReopened(Event):
    """A closed period of a form was opened again for everybody."""

    type: ClassVar[str] = "report.period.reopened.v1"
    title_zh: ClassVar[str] = "重新开放填报期"
    collection: ClassVar[str] = "period-closures"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    period: Period


class PeriodExceptionRequested(Event):
    """Somebody asked that one village may still file or correct in a closed period. Region is the village."""

    type: ClassVar[str] = "report.exception.requested.v1"
    title_zh: ClassVar[str] = "申请关闭期例外"
    collection: ClassVar[str] = "period-exceptions"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    period: Period


class PeriodExceptionGranted(Event):
    """A second person granted the exception until a day."""

    type: ClassVar[str] = "report.exception.granted.v1"
    title_zh: ClassVar[str] = "批准关闭期例外"
    collection: ClassVar[str] = "period-exceptions"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    period: Period
    until: Day


class PeriodExceptionRefused(Event):
    """A second person refused the exception."""

    type: ClassVar[str] = "report.exception.refused.v1"
    title_zh: ClassVar[str] = "不批准关闭期例外"
    collection: ClassVar[str] = "period-exceptions"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    period: Period


EVENTS: tuple[type[Event], ...] = (
    FilingReturned, FilingAccepted, PeriodClosed, PeriodReopened, PeriodExceptionRequested, PeriodExceptionGranted,
    PeriodExceptionRefused,
)  # fmt: skip
"""Every event of the asker's table."""
