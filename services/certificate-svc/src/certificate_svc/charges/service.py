"""How charges of one matter come together, and how long their verdict may take."""

from countykit.cases import Seen, State
from countykit.joining import Joining
from countykit.lateness import LastDays

from certificate_svc.charges.models import WORKFLOW, DemandCharge
from certificate_svc.questions import HEARING

LAST_DAYS = LastDays(DemandCharge, WORKFLOW, "demand-charge-lateness", awaited={State.REPORTED}, noted="overdue_on")
JOINING = Joining(DemandCharge, WORKFLOW, Seen.by, HEARING.require_heard, LAST_DAYS)
