"""The program that strangers keep: what it says of a code, and the number it ends with."""

import base64
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from certificate_svc.papers import payload
from certificate_svc.papers.paper import Fact, FactCheck, Paper, digest_of
from countykit.workdays import today
from servicekit.signing import Signer

SCRIPT = Path(__file__).parents[3] / "examples" / "verify_certificate.py"
NEW, OLD, STRANGER = (Signer(base64.b64encode(letter * 32).decode()) for letter in (b"a", b"b", b"c"))
NUMBER, CODE = "990101001201-2026-AC06-00017-K", "MZXW6YTBOI4DQMJS"


def paper(valid_until: date) -> Paper:
    return Paper(
        title="证明", issuer="前进村村民委员会", wording=None, paragraphs=["张三丰自2019年3月起居住于本村。"],
        remark=None, facts=[Fact(label="自", value="2019年3月")], purpose="确定管辖", demander="青山县人民法院",
        valid_until=valid_until, check=FactCheck(by="李建民", on=date(2026, 3, 1), method="走访"),
    )  # fmt: skip


def says(folder: Path, *, signer=NEW, issued=0, last=30, layout="SB3", typed=None) -> tuple[int, str]:
    """What it says of a paper issued and ending so many days from now."""
    day = today(datetime.now(UTC))
    signs = paper(day + timedelta(days=last))
    on = day + timedelta(days=issued)
    lines = [line for line in signs.lines(NUMBER, on) if layout == "SB3" or line != signs.check.line]
    text = payload.text_of(signs, number=NUMBER, issued_on=on, code=CODE, holder="张*丰")
    text = text.replace("SB3", layout, 1).replace(digest_of(signs.lines(NUMBER, on)), digest_of(lines))
    keys, written = folder / "keys.json", folder / "text.txt"
    keys.write_text(json.dumps({"public_key": NEW.public_key, "previous": [OLD.public_key]}), "utf-8")
    written.write_text((typed or (lambda whole: whole))("\n".join(lines)), "utf-8")
    command = [sys.executable, SCRIPT, keys, payload.signed(text, CODE, signer, None), written]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "about",
    [{}, {"signer": OLD}, {"layout": "SB2"}, {"issued": -30, "last": 0}],
    ids=["key in use", "replaced key", "older layout", "last day"],
)
def test_a_genuine_paper_in_its_time_is_proved(tmp_path, about):
    assert says(tmp_path, **about) == (0, "genuine")


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"issued": -31, "last": -1}, "out of date"),
        ({"issued": 1}, "set the clock"),
        ({"signer": STRANGER}, "not genuine"),
        ({"layout": "SB9"}, "not genuine"),
        ({"typed": lambda whole: whole.replace("2019年", "2009年")}, "another text"),
        ({"typed": lambda whole: whole.replace("李建民", "王五六")}, "another text"),
    ],
    ids=["expired", "clock before the day of issue", "stranger", "no layout of ours", "year", "checker"],
)
def test_whatever_else_ends_with_one_and_says_why(tmp_path, about, said):
    code, last = says(tmp_path, **about)
    assert code == 1
    assert said in last


def test_it_is_short_enough_to_read_before_it_is_trusted():
    assert len(SCRIPT.read_text("utf-8").splitlines()) <= 60
