"""Recomputes a draw from GET /api/supervision/v1/draw-proofs/{id}: python recompute_draw.py PROOF.json COMMITMENT"""

import hashlib
import json
import sys
from pathlib import Path


def lot(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


proof = json.loads(Path(sys.argv[1]).read_text("utf-8"))
frame, seed = json.loads(proof["frame"]), lot(f"{proof['secret']}/{proof['public_value']}")
bound = lot(f"{proof['frame']}\n{proof['secret']}")  # compare with what was published before the draw
villages, teams = [], {}
for stratum, codes in sorted(frame["strata"].items()):
    villages += sorted(codes, key=lambda code: lot(f"{seed}/{code}"))[: frame["per_stratum"]]
    team: dict[str, int] = {}
    for person in sorted(frame["people"], key=lambda one: lot(f"{seed}/{stratum}/{one['number']}")):
        if stratum not in person["avoid"] and len(team) < frame["team_size"]:
            team.setdefault(person["body"], person["number"])  # one person of each body
    if frame["team_size"]:
        teams[stratum] = list(team.values())
same = bound == sys.argv[2] and frame["algorithm"] == "songbang-draw-2"
same = same and (villages, teams) == (proof["villages"], proof["teams"])
print("the draw is as committed" if same else "NOT the draw that was committed to", *villages, sep="\n")
sys.exit(not same)
