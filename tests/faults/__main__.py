"""`python -m tests.faults --rounds 300`: faults for as long as wanted, on either bus."""

import argparse
import asyncio
import sys
import time
from functools import partial
from pathlib import Path

from tests.faults.rounds import as_json, run, summary, table

say = partial(print, flush=True)


def main() -> int:
    """Run, print, and end with an error when something was not well again."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--bus", choices=("postgres", "kafka", "both"), default="postgres")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--scale", type=float, default=0.3, help="length of outages; 10 makes the longest ten minutes")
    parser.add_argument("--minutes", type=float, default=600, help="begin no round after so many minutes")
    parser.add_argument("--kinds", nargs="*", default=[], help="only these faults, by the names of their functions")
    parser.add_argument("--json", type=Path, help="where to keep the results; one file for each bus")
    options = parser.parse_args()
    results = []
    for bus in ("postgres", "kafka") if options.bus == "both" else (options.bus,):
        say(f"bus {bus}, seed {options.seed}")
        result = asyncio.run(
            run(
                bus, options.rounds, options.seed, scale=options.scale, kinds=set(options.kinds),
                say=say, minutes=options.minutes,
            )
        )  # fmt: skip
        results.append(result)
        say(summary(result))
        if options.json:
            options.json.with_suffix(f".{bus}.json").write_bytes(as_json(result))
    say(table(results))
    return int(any(result.failure for result in results))


sys.exit(main())
