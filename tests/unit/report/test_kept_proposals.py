"""Proposals are computed once for each state of a workbench, however many look at once, and few are kept."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from report_svc.consolidation.errors import NothingToConsolidate
from report_svc.consolidation.kept import Kept


def test_readers_who_come_meanwhile_wait_instead_of_computing_again():
    kept, begun, go_on, times = Kept(2), Event(), Event(), []

    def compute():
        times.append(1)
        begun.set()
        assert go_on.wait(10)
        return []

    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(kept.find, ("round", 1), compute) for _ in range(4)]
        assert begun.wait(10)
        assert kept.get(("round", 1)) is None
        go_on.set()
        assert [each.result(10) for each in readers] == [[]] * 4
    assert (len(times), kept.get(("round", 1))) == (1, [])


def test_what_was_read_last_is_kept_and_a_failure_is_not():
    kept = Kept(2)
    for stand in ("a", "b", "a", "c"):
        kept.find((stand,), list)
    assert [kept.get((stand,)) for stand in ("a", "b", "c")] == [[], None, []]
    with pytest.raises(NothingToConsolidate):
        kept.find(("d",), _fails)
    assert kept.get(("d",)) is None


def _fails():
    raise NothingToConsolidate
