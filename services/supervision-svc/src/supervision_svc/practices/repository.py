"""SQL about good practices: reading within the caller's scope, and the filters of the list."""

from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal
from servicekit.records import Records

from supervision_svc.practices.models import Practice

PRACTICES = Records(Practice, region=Subtree(), visit=Equal(column="visit_id"), action=AnyOf(), state=AnyOf())
