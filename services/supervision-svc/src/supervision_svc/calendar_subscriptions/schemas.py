"""Bodies of the routes of calendar subscriptions."""

from datetime import datetime

from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller, Role
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from supervision_svc.calendar_subscriptions.models import WORKFLOW, CalendarSubscription, State
from supervision_svc.calendar_subscriptions.tokens import token
from supervision_svc.settings import Settings

PATH = "/api/supervision/v1/calendars"
"""Where the gateway serves calendars."""


class CalendarToSubscribe(Body):
    """An address for the caller's own post."""

    title: str = Field(min_length=2, max_length=60, title="用途", examples=["督查股手机日历"])


class CalendarEnding(Body):
    """Why the address is to show nothing any more."""

    note: str | None = Field(None, min_length=2, max_length=500, title="停用原因")


class CalendarSubscriptionView(ResourceView):
    """A subscription as its owner and the county's office see it."""

    table_title = "日历订阅"
    workflow = WORKFLOW

    region: RegionCode = Field(title="所在地区")
    department: DepartmentCode | None = Field(title="所在单位")
    role: Role = Field(title="岗位")
    title: str = Field(title="用途")
    href: str | None = Field(
        None, title="订阅地址", description="for its owner while it is active: whoever has it reads the announced plan"
    )
    note: str | None = Field(title="停用原因")
    created_at: datetime = Field(title="开通时间")

    @classmethod
    def shown(cls, row: CalendarSubscription, caller: Caller, settings: Settings) -> "CalendarSubscriptionView":
        """The view; the address is its owner's alone."""
        view = cls.of(row, caller)
        if row.state is State.ACTIVE and caller.is_any_of(row.owner):
            view.href = f"{settings.public_url or ''}{PATH}/{token(row.id, settings.signer)}"
        return view
