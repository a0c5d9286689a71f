"""SQL about imposed tasks: that of cases."""

from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal, Words, filters

from checklist_svc.imposed_tasks.models import ImposedTask

FILTERS = filters(ImposedTask, q=Words("title"), region=Subtree(), state=AnyOf(), department=Equal())
