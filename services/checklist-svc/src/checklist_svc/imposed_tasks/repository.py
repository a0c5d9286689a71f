"""SQL about imposed tasks: that of cases."""

from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal, filters

from checklist_svc.imposed_tasks.models import ImposedTask

FILTERS = filters(ImposedTask, region=Subtree(), state=AnyOf(), department=Equal())
