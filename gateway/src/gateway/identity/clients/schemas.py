"""Bodies of the client routes."""

from datetime import datetime

from countykit.directory import RegionCode
from countykit.identity import Role
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from gateway.directory.names.codes import DepartmentCode
from gateway.identity.accounts.schemas import REGION
from gateway.identity.clients.models import WORKFLOW


class ClientCreation(Body):
    """A new client."""

    name: str = Field(min_length=1, max_length=100, examples=["省级减负平台"])
    roles: list[Role] = Field(min_length=1, max_length=len(Role))
    region: str = Field(pattern=REGION, examples=["990101000000"], description="000000000000 is the whole country")
    department: str | None = Field(None, max_length=60)


class ClientView(ResourceView):
    """A client as it is shown."""

    table_title = "接入系统"
    workflow = WORKFLOW

    client_id: str = Field(title="客户端标识")
    name: str = Field(title="名称")
    roles: list[Role] = Field(title="角色")
    region: RegionCode = Field(title="行政区划")
    department: DepartmentCode | None = Field(title="机构")
    created_at: datetime = Field(title="开通时间")


class ClientSecretView(ClientView):
    """A client with its secret, which is shown this once."""

    client_secret: str = ""
