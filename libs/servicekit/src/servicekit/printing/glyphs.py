"""Whether the fonts have all signs of a text, known before a document gets a number.

An empty box in a name would be somebody else's name. A sign for private use is refused whatever a font draws for it:
each machine means another one by it.
"""

import json
import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path

from servicekit.printing.errors import GlyphMissing, PrintingUnavailable
from servicekit.printing.fonts import folders
from servicekit.workers import WorkerFailed, Workers

_worker = Workers("servicekit.printing.missing", megabytes=1536, cpu_seconds=10, wall_seconds=30, at_once=1)
_PRIVATE = "Co"
_REMEMBERED = 10_000


class Glyphs:
    """What is known of the signs that an installation's fonts have; `fonts` is its own folder, where there is one."""

    def __init__(self, fonts: Path | None) -> None:
        self._folders = folders(fonts)
        self._missing_in: dict[str, list[str]] = {}

    async def require(self, *texts: str) -> None:
        """Raise GlyphMissing for what cannot be printed; PrintingUnavailable where nobody can say.

        Only what is outside of GBK, which the fonts of the product have whole, is ever laid out for it, and once.
        """
        rare = dict.fromkeys(run for text in texts for run in _rare(unicodedata.normalize("NFC", text)))
        found = {run: self._missing_in[run] for run in rare if run in self._missing_in}
        if unknown := [run for run in rare if run not in found]:
            looked_up = await self._looked_up(unknown)
            found |= looked_up
            if len(self._missing_in) > _REMEMBERED:
                self._missing_in.clear()
            self._missing_in |= looked_up
        missing = dict.fromkeys(sign for run in rare for sign in found[run])
        if missing:
            raise GlyphMissing.of(*missing)

    async def _looked_up(self, runs: list[str]) -> dict[str, list[str]]:
        request = json.dumps({"texts": runs, "fonts": self._folders}).encode()
        try:
            found: dict[str, list[str]] = json.loads(await _worker.run(request))
        except WorkerFailed as error:
            raise PrintingUnavailable from error
        return {run: [*filter(_is_private, run), *found[run]] for run in runs}


@cache
def glyphs_of(fonts: Path | None) -> Glyphs:
    """What is known of one folder of fonts."""
    return Glyphs(fonts)


def _rare(text: str) -> list[str]:
    """The parts of a text outside of GBK, each as long as it is: some signs are only drawn together."""
    if _in_gbk(text):
        return []
    return ["".join(run) for common, run in groupby(text, _in_gbk) if not common]


def _in_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _is_private(sign: str) -> bool:
    return unicodedata.category(sign) == _PRIVATE
