"""The name of a plaque without what varies: the spelling, and whose village it is."""

import re
from collections.abc import Iterable

from servicekit.text import cleaned
from wording.folding import fold

_PARTY = re.compile(r"^(中国共产党|中共)")
_VILLAGE = re.compile(r"(村?村民委员会|村?村委会|社区居民委员会|社区居委会|居民委员会|居委会|社区|村)$")
_OFFICE = re.compile(r"(人民政府|办事处)$")
# Words that begin with 村 themselves, so that 柳河村民委员会 is the committee of 柳河 and not of 柳河村.
_OWN_WORD = re.compile(r"^村(民委|民小组|民代表|民会议|民理事|民议事|务)")


def fingerprint(name: str, regions: Iterable[str] = ()) -> str:
    """What two boards of one village share when they are the same board.

    `regions` are the names of the county, township and village, in this order; they are stripped from the front.
    """
    rest = fold(name)
    unprefixed = _PARTY.sub("", rest)
    for region in map(fold, regions):
        unprefixed = _without(unprefixed, region)
    if unprefixed.startswith("村") and not _OWN_WORD.match(unprefixed):
        unprefixed = unprefixed.removeprefix("村")
    return unprefixed or rest or cleaned(name).strip()


def _without(name: str, region: str) -> str:
    stem = _VILLAGE.sub("", region)
    if stem and stem != region:
        # The stem alone is too short to be sure (文村 and 文明实践站), so the word 村 or 社区 must follow it.
        for word in ("村", "社区", "居"):
            if name.startswith(stem + word):
                return name.removeprefix(stem).removeprefix("社区")
        return name
    office = _OFFICE.sub("", region)
    return name.removeprefix(region).removeprefix(office) if office else name
