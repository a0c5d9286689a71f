"""The facts of visits: made without notice or not, drawn villages and what they were asked, what was settled there."""

from contracts import supervision, visits
from contracts.draws import DrawMade, DrawnInquiryCorrected, DrawnVillageVisited
from contracts.envelope import Event
from contracts.words import Matter

from supervision_svc.facts.fact import Fact, On

VISITS: dict[type[Event], tuple[Fact, ...]] = {
    supervision.VisitCompleted: (
        Fact("visits_unannounced", when=("unannounced", True)), Fact("visits_announced", when=("unannounced", False)),
    ),
    visits.VisitCorrected: tuple(
        Fact(f"visits_{kind}", 1 if kind == became else -1, when=("became", became), day=On("counted_on"))
        for became in ("unannounced", "announced")
        for kind in ("unannounced", "announced")
    ),
    DrawMade: (Fact("villages_drawn", counts="villages"), Fact("drawn_villages_missed", counts="missed")),
    DrawnVillageVisited: (
        Fact("drawn_visits", day=On("visited_on")),
        *(Fact(f"inquired_{matter}", when=("matters", matter), day=On("visited_on")) for matter in Matter),
    ),
    DrawnInquiryCorrected: tuple(
        Fact(f"inquired_{matter}", delta, when=(change, matter), day=On("visited_on"))
        for change, delta in (("added", 1), ("removed", -1))
        for matter in Matter
    ),
    visits.FindingSettled: (Fact("findings_closed"), Fact("findings_settled", day=On("settled_on"))),
}  # fmt: skip
