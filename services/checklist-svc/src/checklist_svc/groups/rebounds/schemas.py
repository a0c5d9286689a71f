"""Bodies of the routes about rebounds."""

from datetime import datetime
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from countykit.objections import ContestedView
from pydantic import Field
from servicekit.bodies import ResourceView

from checklist_svc.groups.rebounds.models import WORKFLOW, State


class GroupReboundView(ContestedView, ResourceView):
    """A rebound as it is shown."""

    table_title = "工作群回潮"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇")
    state: State = Field(title="状态")
    title: str = Field(title="工作群")
    closed: UUID = Field(title="已清理的群")
    registered_again: UUID = Field(title="再次登记的群")
    department: DepartmentCode | None = Field(title="主管机构", description="who is charged; the township where null")
    charged_home: RegionCode = Field(title="机构所属")
    created_at: datetime = Field(title="发现时间")
