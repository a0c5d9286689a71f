"""SQL about rules of checking."""

from countykit.filters import Subtree
from servicekit.filters import AnyOf
from servicekit.records import Records

from checklist_svc.number_rules.models import NumberRule

RULES = Records(NumberRule, region=Subtree(), area=AnyOf(), mode=AnyOf(), state=AnyOf())
