"""Proposals are found once for each state of a workbench: thousands of forms take seconds, and are read often."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from report_svc.consolidation.proposals import Proposal

Stand = tuple[Hashable, ...]
"""What proposals follow from: the round, its accepted and undone steps, the county's dictionary, the day."""


class Kept:
    """The proposals of the workbenches that were read last, by their stand; each process keeps its own."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Stand, list[Proposal]] = OrderedDict()
        self._lock = Lock()

    def get(self, stand: Stand) -> list[Proposal] | None:
        """What is known of a stand; waits for nobody."""
        return self._found.get(stand)

    def find(self, stand: Stand, compute: Callable[[], list[Proposal]]) -> list[Proposal]:
        """The proposals of a stand; readers who come while they are computed wait instead of computing them again."""
        with self._lock:
            if stand not in self._found:
                self._found[stand] = compute()
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
            self._found.move_to_end(stand)
            return self._found[stand]


PROPOSALS = Kept(4)
