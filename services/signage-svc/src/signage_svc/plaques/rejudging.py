"""Judges the ledgers anew when a table or a setting has changed."""

from asyncio import to_thread

from countykit import lineage
from servicekit.transaction import Transaction

from signage_svc.plaques import repository
from signage_svc.plaques.advice import learn
from signage_svc.plaques.ledger import locked_ledger, yardstick
from signage_svc.settings import Settings
from signage_svc.specs import repository as specs
from signage_svc.specs.errors import SpecTableMissing
from signage_svc.specs.models import EVERYWHERE

_VILLAGES_AT_ONCE = 500


async def rejudge(tx: Transaction, settings: Settings) -> bool:
    """Judge again what was judged with an older table or other settings, a portion at a time; whether more may wait."""
    try:
        marks = {EVERYWHERE: (await yardstick(tx, settings)).mark}
    except SpecTableMissing:
        return False  # the first start has not published it yet, so nothing has been judged either
    for county, heir in (await lineage.heirs(tx, await specs.counties(tx))).items():
        marks[county] = (await yardstick(tx, settings, heir)).mark
    villages: list[str] = []
    for region, mark in marks.items():
        most = _VILLAGES_AT_ONCE - len(villages)
        villages += await repository.villages_judged_otherwise(tx, mark, region, sorted(marks), most) if most else []
    if villages:
        ledger = await locked_ledger(tx, settings, villages)
        await to_thread(learn, ledger.names())
        ledger.judge()
    return len(villages) == _VILLAGES_AT_ONCE
