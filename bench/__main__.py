"""`make bench`: every hot path as a ratio against a limit measured in the same run; the table goes to var/bench.json.

python -m bench [write proxy relay replay latency webhooks backlog feed; dashboard, certificates, gate and forms by name only]
"""

import sys
from importlib import import_module
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from bench.figures import Figures

PATHS = ("write", "proxy", "relay", "replay", "latency", "webhooks", "backlog", "feed")
RESULT = Path(__file__).parents[1] / "var" / "bench.json"


def table(figures: Figures) -> Table:
    """The figures as they are printed."""
    shown = Table("path", "value", "limit", "ratio", "goal", "met")
    for name, row in figures.items():
        met = {True: "yes", False: "[bold]no[/]"}.get(row.get("met"), "")
        cells = ("" if row.get(key) is None else f"{row[key]:,g}" for key in ("value", "limit", "ratio", "goal"))
        shown.add_row(name, *cells, met)
    return shown


def main(paths: list[str]) -> None:
    """Run the benchmarks named, or all; each writes its figures as soon as it has them."""
    figures: Figures = {}
    for path in paths or PATHS:
        print(f"measuring {path} ...", flush=True)
        figures |= import_module(f"bench.{path}").run()
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
    Console(width=140).print(table(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
