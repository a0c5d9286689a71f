"""What is recorded about demands."""

from contracts.certificate import DemandRecorded
from countykit import directory
from servicekit.transaction import Transaction

from certificate_svc.applications.models import Application
from certificate_svc.demands.models import Demand


async def record(tx: Transaction, application: Application) -> Demand:
    """Put on the record who demanded a forbidden certificate; a body of the directory is charged at its home."""
    home = (await directory.department(tx, application.department)).home if application.department else None
    demand = tx.add(
        Demand(
            region=application.region, application_id=application.id, item_code=application.item_code,
            item_name=application.item_name, demander=application.demander, department=application.department,
            charged_home=home, demanded_on=application.received_on,
        )
    )  # fmt: skip
    fact = DemandRecorded(item=demand.item_code, demander=demand.demander, charged_home=home)
    tx.record(fact, about=demand, department=demand.department)
    return demand
