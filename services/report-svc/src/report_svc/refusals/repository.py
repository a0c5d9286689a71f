"""SQL about refused forms."""

from countykit.filters import Subtree
from servicekit.filters import Equal, Words
from servicekit.records import Records

from report_svc.refusals.models import FormRefusal

REFUSALS = Records(FormRefusal, q=Words("title"), region=Subtree(), department=Equal())
