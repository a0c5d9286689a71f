"""SQL about refused forms."""

from countykit.filters import Subtree
from servicekit.filters import Equal
from servicekit.records import Records

from report_svc.refusals.models import FormRefusal

REFUSALS = Records(FormRefusal, region=Subtree(), department=Equal())
