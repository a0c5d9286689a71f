"""What people find by number or name in this service: forms, elements, demands off the plan."""

from countykit import cases
from countykit.search import Findable, search_list

from report_svc.arrangements import repository as arrangements
from report_svc.arrangements.models import Arrangement
from report_svc.elements import repository as elements
from report_svc.elements.models import Element
from report_svc.forms import repository as forms
from report_svc.forms.models import Form
from report_svc.offplan.models import OffplanDemand

SEARCH = search_list(
    Findable(
        "forms", "报表", Form, "read_form", lambda caller: forms.visible(caller.scope),
        name="title", number="table_number",
    ),
    Findable(
        "arrangements", "填报安排", Arrangement, "read_arrangement",
        lambda caller: arrangements.visible(caller.scope), name="title", placed=True,
    ),
    Findable(
        "elements", "数据元", Element, "read_element", lambda caller: elements.visible(caller.scope),
        name="name", number="code",
    ),
    Findable(
        "offplan-demands", "计划外报表反映", OffplanDemand, "read_offplan_demand",
        lambda caller: cases.visible(OffplanDemand, caller), name="title", number="table_number",
    ),
)  # fmt: skip
