"""SQL about off-plan demands: that of cases."""

from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal, Words, filters

from report_svc.offplan.models import OffplanDemand

FILTERS = filters(OffplanDemand, q=Words("title"), region=Subtree(), state=AnyOf(), department=Equal())
