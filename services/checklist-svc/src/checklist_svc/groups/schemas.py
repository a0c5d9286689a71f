"""Bodies of the chat group routes."""

from datetime import datetime

from pydantic import Field
from servicekit.http import Body, ResourceView
from servicekit.identity import Caller

from checklist_svc.groups.models import WORKFLOW, Group, Platform, State


class GroupRegistration(Body):
    """A group to put on the record."""

    region: str = Field(pattern=r"^\d{9}000$", description="the township's 12-digit code", examples=["990101001000"])
    name: str = Field(min_length=2, max_length=100, examples=["青石镇村级工作群"])
    platform: Platform
    members: int = Field(ge=0, le=100_000)


class GroupStep(Body):
    """Why a group is retained, merged or dissolved."""

    reason: str = Field(min_length=2, max_length=500)


class GroupView(ResourceView):
    """A group as it is shown."""

    region: str = Field(title="乡镇")
    name: str = Field(title="名称")
    platform: Platform = Field(title="平台")
    members: int = Field(title="人数")
    reason: str | None = Field(title="说明")
    created_at: datetime = Field(title="登记时间")

    @classmethod
    def of(cls, group: Group, caller: Caller) -> "GroupView":
        """The view, with the actions open to this caller."""
        view = cls.model_validate(group)
        view.allowed_actions = WORKFLOW.allowed(State(group.state), caller.roles)
        return view
