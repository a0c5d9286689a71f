"""The field ledger of a round: what the ledger has of each village, to be compared with what hangs there."""

from countykit import directory
from countykit.workdays import today
from fastapi import Request
from servicekit.printing.issuing import Draft
from servicekit.transaction import Transaction

from signage_svc.plaques.ledger import locked_ledger
from signage_svc.surveys.models import SurveyRound

TITLE = "牌子现场清点表"
_SPARE = 6


async def draft(request: Request, tx: Transaction, survey: SurveyRound) -> Draft:
    """What the template is filled with, as the ledger is today."""
    ledger = await locked_ledger(tx, request.app.state.settings, survey.frame)
    township = await directory.known_region(tx, survey.region)
    villages = [
        {
            "name": (await directory.known_region(tx, code)).name, "spare": _SPARE,
            "boards": [
                {
                    "name": plaque.name, "place": plaque.placement.title_zh,
                    "size": f"{plaque.width_mm}×{plaque.height_mm}",
                    "colours": f"{plaque.background}/{plaque.text_colour}",
                }
                for plaque in ledger.villages.get(ledger.now(code), ()) if plaque.hangs
            ],
        }
        for code in survey.frame
    ]  # fmt: skip
    return Draft(TITLE, township.name, today(tx.now), {"round": survey.title, "villages": villages})
