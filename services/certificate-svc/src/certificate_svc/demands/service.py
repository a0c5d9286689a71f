"""What is recorded about demands."""

from contracts.certificate import DemandRecorded
from countykit import directory
from servicekit.transaction import Transaction

from certificate_svc.demands.models import Demand


async def record(tx: Transaction, demand: Demand) -> Demand:
    """Put on the record who demanded a forbidden certificate; a body of the directory is charged at its home."""
    if demand.department:
        demand.charged_home = (await directory.department(tx, demand.department)).home
    tx.add(demand)
    fact = DemandRecorded(item=demand.item_code, demander=demand.demander, charged_home=demand.charged_home)
    tx.record(fact, about=demand, department=demand.department)
    return demand
