"""Lots of draws: bound before, foreseeable by nobody, fair within a township, and fast."""

import hashlib
import json
import time
from collections import Counter
from pathlib import Path

import pytest
from supervision_svc.draws import lots

TOWNSHIPS = [f"99010100{number}000" for number in range(1, 4)]
STRATA = {
    township: [f"{township[:9]}{200 + place}" for place in range(size)]
    for township, size in zip(TOWNSHIPS, (4, 9, 16), strict=True)
}
PEOPLE = [
    lots.Person(number=number, body=f"D{number % 4}", avoid=[TOWNSHIPS[0]] if number == 1 else [])
    for number in range(1, 13)
]
DRAWS, PER_TOWNSHIP = 10_000, 2
# The 99.9 % quantiles of chi-square with 3, 8 and 15 degrees of freedom. The seeds are fixed: nothing is left to luck.
LIMITS = (16.27, 26.12, 37.70)


def seeds(count: int = DRAWS) -> list[str]:
    return [lots.seed("5" * 64, f"{number:05d}") for number in range(count)]


def test_ten_thousand_draws_hold_their_strata_and_are_uniform_within_them():
    hits: Counter[str] = Counter()
    for seed in seeds():
        drawn = lots.villages(seed, STRATA, PER_TOWNSHIP)
        assert len(set(drawn)) == len(drawn) == PER_TOWNSHIP * len(STRATA)
        hits.update(drawn)
    for township, limit in zip(TOWNSHIPS, LIMITS, strict=True):
        members = STRATA[township]
        assert sum(hits[village] for village in members) == PER_TOWNSHIP * DRAWS, "so many of each township"
        share = PER_TOWNSHIP / len(members)
        expected, spread = DRAWS * share, 1 - (PER_TOWNSHIP - 1) / (len(members) - 1)
        # Drawn without putting back: the pairs within a draw exclude each other, which narrows the variance.
        chi_square = sum((hits[village] - expected) ** 2 / expected for village in members) / spread
        assert chi_square < limit, (township, chi_square)


def test_what_rests_or_was_drawn_often_enough_is_never_drawn():
    """Draw after draw, as the frames leave out whoever was seen in the last three or twice already."""
    last: list[set[str]] = []
    often: Counter[str] = Counter()
    for seed in seeds(12):
        rest = set().union(*last[-2:]) | {village for village, times in often.items() if times >= 2}
        strata = {township: [each for each in members if each not in rest] for township, members in STRATA.items()}
        drawn = set(lots.villages(seed, strata, 1))
        assert not drawn & rest
        last.append(drawn)
        often.update(drawn)
    assert max(often.values()) == 2


def test_teams_are_whole_of_different_bodies_without_conflict_and_everybody_gets_to_go():
    went: Counter[int] = Counter()
    bodies = {person["number"]: person["body"] for person in PEOPLE}
    for seed in seeds(2000):
        for township in TOWNSHIPS:
            team = lots.team(seed, township, PEOPLE, 3)
            assert len({bodies[number] for number in team}) == len(team) == 3
            assert not (township == TOWNSHIPS[0] and 1 in team)
            went.update(team)
    others = [went[number] for number in range(2, 13)]
    assert min(others) > 0.85 * max(others)


def test_half_of_the_seed_foretells_nothing():
    drawn = {tuple(lots.villages(seed, STRATA, 1)) for seed in seeds(1000)}
    assert len(drawn) > 450, "of 576 possible results"
    assert lots.seed("5" * 64, "3 1 4.1,5") == lots.seed("5" * 64, "31415")
    assert lots.seed("5" * 64, "31415") == hashlib.sha256(("5" * 64 + "/31415").encode()).hexdigest()


def test_a_commitment_binds_every_letter_of_the_frame_and_the_secret():
    frame = lots.text_of({"strata": STRATA, "per_stratum": 2})
    bound = lots.commitment(frame, "5" * 64)
    assert bound != lots.commitment(frame.replace("200", "201", 1), "5" * 64)
    assert bound != lots.commitment(frame, "6" * 64)


@pytest.mark.parametrize("townships", [1000])
def test_thirty_thousand_villages_are_bound_and_drawn_within_a_second(townships):
    strata = {
        f"99{number:07d}000": [f"99{number:07d}{200 + each}" for each in range(30)] for number in range(townships)
    }
    started = time.perf_counter()
    lots.commitment(lots.text_of({"strata": strata}), "5" * 64)
    assert len(lots.villages(lots.seed("5" * 64, "31415"), strata, 2)) == 2 * townships
    assert time.perf_counter() - started < 1


def test_the_proof_that_the_page_is_tested_with_is_drawn_by_these_rules():
    file = Path(__file__).parents[3] / "gateway" / "dashboard" / "tests" / "drawProof.json"
    proof = json.loads(file.read_text("utf-8"))
    frame, seed = json.loads(proof["frame"]), lots.seed(proof["secret"], proof["public_value"])
    assert lots.text_of(frame) == proof["frame"]
    assert lots.commitment(proof["frame"], proof["secret"]) == proof["commitment"]
    assert lots.villages(seed, frame["strata"], frame["per_stratum"]) == proof["villages"]
    teams = {each: lots.team(seed, each, frame["people"], frame["team_size"]) for each in frame["strata"]}
    assert teams == proof["teams"]
