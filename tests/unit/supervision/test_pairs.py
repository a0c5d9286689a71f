"""What counts and what takes it back, as pairs over random days: nobody gains by contesting, nor by what falls."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from contracts import contested_findings, faults, rebounds, signage
from contracts.certificate import CertificateRevoked
from contracts.envelope import new_id
from contracts.rectifications import RectificationOpened, RectificationReopened
from countykit.testing import message_of
from hypothesis import given
from hypothesis import strategies as st
from supervision_svc.facts.reading import read
from supervision_svc.facts.table import FACTS
from supervision_svc.measures import USED

VILLAGE, TOWNSHIP = "990101001201", "990101001000"
START = date(2026, 1, 5)
AGAIN, LETTER, FINDING = new_id(), new_id(), new_id()
DAYS = st.integers(0, 200)


def noon(day):
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def sums(told, *, start, end, known):
    """The figures of the board in a window, as known on a day."""
    messages = [message_of(event, region=VILLAGE, at=noon(day), sequence=n) for n, (event, day) in enumerate(told, 1)]
    columns, found = read(messages), Counter()
    rows = zip(columns.figures, columns.days, columns.recorded, columns.deltas, strict=True)
    for figure, day, recorded, delta in rows:
        if figure in USED and start < day <= end and recorded <= known:
            found[figure] += delta
    return {figure: total for figure, total in found.items() if total}


def rebound(day, fell, late):
    """A removed board seems to hang again, and does not."""
    return [
        (signage.PlaqueFlagged(reason="not_in_spec", after_baseline=late), day),
        (signage.PlaqueReopened(rebound=True, after_baseline=late), day),
        (rebounds.ReboundDetected(registered_again=AGAIN), day),
    ], [
        (signage.PlaqueUnflagged(flagged_on=day, after_baseline=late), fell),
        (rebounds.ReboundOverturned(registered_again=AGAIN, counted_on=day, settled=True, after_baseline=late), fell),
    ]  # fmt: skip


def fault(day, fell, forbidden):
    """A certificate was said to be issued wrongly, and was not; that it was revoked stays told."""
    given_back = faults.CertificateFaultStruck(
        item="AC01", counted_on=day, fault=True, forbidden=forbidden, by_objection=True
    )
    return [(CertificateRevoked(item="AC01", fault=True, forbidden=forbidden), day)], [(given_back, fell)]


def finding(day, fell, returned):
    """A repair of a finding that was none; its deadline is ten days after the letter, certain, and was missed."""
    deadline = day + timedelta(days=10)
    long = {"long_overdue_on": deadline + timedelta(days=14)}
    opened = RectificationOpened(letter=LETTER, action="plaques", deadline=deadline, **long)
    counts = [("due", deadline + timedelta(days=1)), ("overdue_open", deadline + timedelta(days=1)),
              ("long_overdue", deadline + timedelta(days=15))]  # fmt: skip
    counted = [(opened, day)]
    if returned:
        again = RectificationReopened(
            letter=LETTER, action="plaques", deadline=deadline, false_evidence=True, repair_by=deadline,
            submitted_on=deadline + timedelta(days=30), **long,
        )  # fmt: skip
        when = deadline + timedelta(days=31)
        counted.append((again, when))
        counts += [("returned", when), ("false_report", when)]
        fell = max(fell, when)
    voided = contested_findings.RectificationVoided(
        letter=LETTER, action="plaques", finding=FINDING,
        counts=[{"kind": kind, "taken_back_on": on} for kind, on in counts],
    )  # fmt: skip
    return counted, [(voided, fell)]


@given(
    pair=st.sampled_from([rebound, fault, finding]), counted_on=DAYS, waited=DAYS, extra=st.booleans(),
    window=st.integers(1, 365), as_of=st.integers(0, 500),
)  # fmt: skip
def test_what_fell_costs_and_earns_nothing_in_any_window_from_that_day_on(
    pair, counted_on, waited, extra, window, as_of
):
    day = START + timedelta(days=counted_on)
    counted, back = pair(day, day + timedelta(days=waited), extra)
    fell = max(on for _, on in back)
    end = START + timedelta(days=as_of)
    start = end - timedelta(days=window)
    before = sums(counted, start=start, end=end, known=fell - timedelta(days=1))
    both = counted + back
    assert sums(both, start=start, end=end, known=fell - timedelta(days=1)) == before, "no board of before changes"
    # Counts of days that are still to come are known on them: by then the pair is whole on each of them.
    assert sums(both, start=start, end=end, known=max(end, fell)) == {}


def test_to_contest_moves_no_figure_of_the_board():
    for name, facts in FACTS.items():
        if name.endswith(("objected.v1", "upheld.v1")):
            assert not {fact.figure for fact in facts} & USED, name
