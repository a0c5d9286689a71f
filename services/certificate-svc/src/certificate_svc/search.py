"""What people find by number or name in this service: certificates and what is demanded of villages."""

from countykit import cases
from countykit.search import Findable, search_list

from certificate_svc.applications import repository as applications
from certificate_svc.applications.models import Application
from certificate_svc.certificates import repository as certificates
from certificate_svc.certificates.models import Certificate
from certificate_svc.charges.models import DemandCharge
from certificate_svc.demands import repository as demands
from certificate_svc.demands.models import Demand

SEARCH = search_list(
    Findable(
        "certificates", "证明", Certificate, "read_certificate", lambda caller: certificates.visible(caller.scope),
        name="item_name", number="number", placed=True,
    ),
    Findable(
        "applications", "证明申请", Application, "read_application", lambda caller: applications.visible(caller.scope),
        name="item_name", placed=True,
    ),
    Findable("demands", "证明索要记录", Demand, "read_demand", demands.visible, name="item_name"),
    Findable(
        "demand-charges", "违规索要证明", DemandCharge, "read_demand_charge",
        lambda caller: cases.visible(DemandCharge, caller), name="title",
    ),
)  # fmt: skip
