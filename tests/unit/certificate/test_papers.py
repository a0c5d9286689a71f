"""What a certificate says: wordings and their facts, the digest of the text, and the signed code."""

import base64
import string
from datetime import date

import pytest
from certificate_svc.papers import payload, wordings
from certificate_svc.papers.errors import (
    ContentMissing,
    FactsIncomplete,
    FactsTooLong,
    OtherIssuer,
    WordingOfOneHolder,
    WordingPrescribed,
    WordingUnknown,
)
from certificate_svc.papers.facts import facts_in
from certificate_svc.papers.paper import FactCheck, digest_of
from certificate_svc.papers.schemas import Statement
from certificate_svc.papers.writing import issuer_of, written
from countykit.errors import DateInFuture
from servicekit.signing import Signer

DAY = date(2026, 3, 2)
NUMBER, CODE, HOLDER = "990101001201-2026-AC06-00017-K", "MZXW6YTBOI4DQMJS", "张*丰"
SIGNER, STRANGER = (Signer(base64.b64encode(letter * 32).decode()) for letter in (b"a", b"b"))
CHECK = FactCheck(by="李建民", on=date(2026, 3, 1), method="走访")
KNOWN = {
    "day": DAY, "village": "前进村", "holders": [("张三丰", "居民身份证号110105********002X")],
    "purpose": "确定管辖", "demander": "青山县人民法院",
}  # fmt: skip
WRITTEN = [wording for wording in wordings.shipped() if wording.issuer is not wordings.Issuer.PARTY]


def examples_of(wording):
    return {field.name: field.example for field in wording.fields}


def paper_of(code="residence", item="AC06", **changes):
    wording = next(wording for wording in WRITTEN if wording.code == code)
    facts = {**examples_of(wording), **changes}
    return written(Statement(wording=code, facts=facts), CHECK, item=item, **KNOWN)


def text_of(paper, **changes):
    signs = {"number": NUMBER, "issued_on": DAY, "code": CODE, "holder": HOLDER, **changes}
    return payload.text_of(paper, **signs)


@pytest.mark.parametrize("wording", WRITTEN, ids=lambda wording: wording.code)
def test_a_wording_is_filled_by_the_facts_it_names_and_by_nothing_else(wording):
    places = {name for text in wording.paragraphs for _, name, _, _ in string.Formatter().parse(text) if name}
    fields = {field.name for field in wording.fields}
    assert places - {"applicant", "identity", "village", "demander"} == fields
    paper = paper_of(wording.code, wording.item)
    whole = "".join(paper.paragraphs)
    assert "张三丰" in whole
    assert "{" not in whole
    assert paper.wording == f"{wording.code}/{wording.version}"
    assert all(fact.value.replace("*", "")[:1] in whole for fact in paper.facts)
    # Who photographs the code learns no whole name, and every wording fits into the code with room to spare.
    assert not any(name in text_of(paper) for name in ("张三丰", "张建国", "李秀英", "李建民"))
    assert len(text_of(paper).encode("gb18030")) < 300


@pytest.mark.parametrize("wording", WRITTEN, ids=lambda wording: wording.code)
def test_a_wording_names_each_of_several_holders_where_it_names_one(wording):
    assert "".join(wording.paragraphs).count("{applicant}（{identity}）") == 1
    assert "".join(wording.paragraphs).count("{applicant}") == 1
    couple = KNOWN | {"holders": [("张三丰", "一"), ("李四光", "二")]}
    statement = Statement(wording=wording.code, facts=examples_of(wording))
    if wording.one_holder:
        with pytest.raises(WordingOfOneHolder):
            written(statement, CHECK, item=wording.item, **couple)
    else:
        said = "".join(written(statement, CHECK, item=wording.item, **couple).paragraphs)
        assert "张三丰（一）、李四光（二）" in said


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"since": "2019年3月"}, "/body/facts/since"), ({"until": "2026-02-30"}, "/body/facts/until"),
        ({"continuous": "大概"}, "/body/facts/continuous"), ({"place": ""}, "/body/facts/place"),
        ({"place": "某" * 41}, "/body/facts/place"), ({"place": "三组\n12号"}, "/body/facts/place"),
        ({"colour": "红"}, "/body/facts/colour"),
    ],
)  # fmt: skip
def test_a_fact_that_is_absent_or_not_of_its_kind_is_named(changes, pointer):
    with pytest.raises(FactsIncomplete) as refused:
        paper_of(**changes)
    assert [error["pointer"] for error in refused.value.extra["errors"]] == [pointer]


@pytest.mark.parametrize("value", ["-1", "1.5", "1e3", "１２", " ", "1234567890123"])
def test_a_count_is_a_plain_number(value):
    with pytest.raises(FactsIncomplete):
        paper_of("adopter", "AC03", family=value)


@pytest.mark.parametrize("value", ["-1", "1.234", "1,000", "NaN"])
def test_an_amount_is_yuan_with_two_places_at_most(value):
    with pytest.raises(FactsIncomplete):
        paper_of("distribution", "AC09", amount=value)


def test_an_amount_is_written_twice_as_on_bills():
    paper = paper_of("distribution", "AC09", amount="1280.5")
    assert "分得收益1280.50元（大写壹仟贰佰捌拾元伍角整）" in paper.paragraphs[0]
    assert paper.issuer == "前进村股份经济合作社"


def test_an_item_with_two_wordings_needs_the_choice_and_another_items_is_none():
    statement = Statement(facts={})
    for item, wording in (("AC05", None), ("AC06", "kinship"), ("AC02", "kinship")):
        with pytest.raises(WordingUnknown):
            written(statement.model_copy(update={"wording": wording}), CHECK, item=item, **KNOWN)


def test_a_prescribed_wording_leaves_no_free_text_and_no_wording_needs_one():
    with pytest.raises(WordingPrescribed):
        written(Statement(content=["特此证明。"]), CHECK, item="AC06", **KNOWN)
    with pytest.raises(ContentMissing):
        written(Statement(), CHECK, item="AC02", **KNOWN)
    free = written(Statement(content=["张三丰家有3.2亩地。"]), CHECK, item="AC02", **KNOWN)
    assert [(fact.label, fact.value) for fact in free.facts] == [("家有", "3.2亩")]


def test_what_the_party_branch_issues_gets_no_village_number():
    with pytest.raises(OtherIssuer):
        written(Statement(), CHECK, item="AC13", **KNOWN)


def test_nobody_has_checked_the_facts_tomorrow():
    with pytest.raises(DateInFuture):
        written(Statement(content=["无"]), CHECK.model_copy(update={"on": date(2026, 3, 3)}), item="AC02", **KNOWN)


@pytest.mark.parametrize(
    ("village", "issuer"),
    [
        ("前进村", "前进村村民委员会"), ("幸福社区", "幸福社区居民委员会"),
        ("后山村村民委员会", "后山村村民委员会"),
    ],
)  # fmt: skip
def test_the_issuer_is_named_in_full(village, issuer):
    assert issuer_of(village, None) == issuer


def test_the_numbers_of_a_free_text_are_facts_and_its_words_are_not():
    found = facts_in(
        ["张三丰自2009年3月起居住，面积3.2亩，共三间，十分感谢，一般情况，收入壹万元即10,000元。"], ["张三丰"]
    )
    assert [(fact.label, fact.value) for fact in found] == [
        ("自", "2009年3月"), ("面积", "3.2亩"), ("共", "三间"), ("收入", "壹万元"), ("收入壹万元即", "10,000元"),
    ]  # fmt: skip


def test_the_code_holds_the_facts_and_the_digest_of_the_text():
    paper = paper_of()
    signed = payload.signed(text_of(paper), CODE, SIGNER, "https://songbang.example.gov.cn")
    address, _, blob = signed.partition("#")
    assert address == f"https://songbang.example.gov.cn/verify/{CODE}"
    assert set(blob) <= set(string.ascii_uppercase + "234567")
    read = payload.read(signed, [SIGNER.public_key])
    assert (read.number, read.issued_on, read.valid_until) == (NUMBER, "2026-03-02", "2026-04-01")
    assert (read.code, read.holder) == (CODE, HOLDER)
    assert read.facts == paper.facts
    assert ("居住起始年月", "2019年3月") in [(fact.label, fact.value) for fact in read.facts]
    assert read.digest == digest_of(paper.lines(NUMBER, DAY))


def test_a_key_that_was_replaced_still_proves_old_papers_and_a_strangers_never_does():
    signed = payload.signed(text_of(paper_of()), CODE, SIGNER, None)
    assert payload.read(signed, [STRANGER.public_key, SIGNER.public_key])
    assert payload.read(signed, [STRANGER.public_key]) is None


def test_every_change_of_the_code_is_found():
    signed = payload.signed(text_of(paper_of()), CODE, SIGNER, None)
    address, _, blob = signed.partition("#")
    for place in range(0, len(blob) - 1, 7):
        other = "A" if blob[place] != "A" else "B"
        assert payload.read(f"{address}#{blob[:place]}{other}{blob[place + 1 :]}", [SIGNER.public_key]) is None
    for rubbish in ("", "#", "#AAAA", "#张", "nonsense", "#" + "A" * 5000):
        assert payload.read(rubbish, [SIGNER.public_key]) is None


CHANGES = {
    "number": lambda paper: (paper, NUMBER.replace("00017", "00018"), DAY),
    "issued on": lambda paper: (paper, NUMBER, date(2026, 3, 3)),
    **{
        name: lambda paper, name=name, value=value: (paper.model_copy(update={name: value}), NUMBER, DAY)
        for name, value in {
            "title": "说明", "issuer": "后山村村民委员会", "remark": "可作他用", "purpose": "办理贷款",
            "demander": "某银行", "valid_until": date(2027, 4, 1),
        }.items()
    },
    "the year 2009 for 2019": lambda paper: (
        paper.model_copy(update={"paragraphs": [text.replace("2019年", "2009年") for text in paper.paragraphs]}),
        NUMBER, DAY,
    ),
    **{
        name: lambda paper, change=change: (
            paper.model_copy(update={"check": paper.check.model_copy(update=change)}), NUMBER, DAY
        )
        for name, change in {
            "who checked": {"by": "王五六"}, "day of the check": {"on": date(2026, 2, 1)}, "how": {"method": "听说"},
        }.items()
    },
    "the holder": lambda paper: (
        paper.model_copy(update={"paragraphs": [text.replace("张三丰", "张一丰") for text in paper.paragraphs]}),
        NUMBER, DAY,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_of_the_text_changes_its_digest(name):
    paper = paper_of()
    changed, number, day = CHANGES[name](paper)
    assert digest_of(changed.lines(number, day)) != digest_of(paper.lines(NUMBER, DAY))


def test_what_was_found_for_whoever_approves_is_not_printed_and_not_in_the_digest():
    paper = paper_of()
    noted = paper.model_copy(update={"check": paper.check.model_copy(update={"findings": "两名邻居证实"})})
    assert noted.lines(NUMBER, DAY) == paper.lines(NUMBER, DAY)


def test_a_paper_of_the_layout_before_still_verifies():
    old = text_of(paper_of()).replace("SB3", "SB2", 1)
    read = payload.read(payload.signed(old, CODE, SIGNER, None), [SIGNER.public_key])
    assert read
    assert (read.number, read.facts) == (NUMBER, paper_of().facts)
    unknown = payload.signed(old.replace("SB2", "SB9", 1), CODE, SIGNER, None)
    assert payload.read(unknown, [SIGNER.public_key]) is None


OTHERWISE = {
    "text": "另一处", "name": "王五六", "day": "2001-01-01", "month": "2001-01", "count": "97", "amount": "97.31",
    "area": "97.31",
}  # fmt: skip


@pytest.mark.parametrize("wording", WRITTEN, ids=lambda wording: wording.code)
def test_every_fact_of_every_wording_is_bound_by_the_digest_and_what_a_phone_shows(wording):
    genuine = paper_of(wording.code, wording.item)
    for field in wording.fields:
        values = [value for value in field.options if value != field.example] or [OTHERWISE[field.kind]]
        forged = paper_of(wording.code, wording.item, **{field.name: values[0]})
        assert digest_of(forged.lines(NUMBER, DAY)) != digest_of(genuine.lines(NUMBER, DAY)), field.name
        assert (forged.facts != genuine.facts) == field.is_bound, field.name
        if field.is_bound:
            assert text_of(forged) != text_of(genuine), field.name


@pytest.mark.parametrize(
    "known",
    [
        {"village": "后山村"},
        {"holders": [("张一丰", "居民身份证号110105********002X")]},
        {"purpose": "办理贷款"},
        {"demander": "某银行"},
    ],
)
def test_another_village_holder_purpose_or_demander_is_another_text(known):
    facts = examples_of(next(wording for wording in WRITTEN if wording.code == "residence"))
    forged = written(Statement(wording="residence", facts=facts), CHECK, item="AC06", **{**KNOWN, **known})
    assert digest_of(forged.lines(NUMBER, DAY)) != digest_of(paper_of().lines(NUMBER, DAY))


@pytest.mark.parametrize(
    "changes",
    [
        {"number": NUMBER.replace("00017", "00018")}, {"issued_on": date(2026, 3, 3)},
        {"code": CODE.replace("M", "N")}, {"holder": "李*丰"},
    ],
)  # fmt: skip
def test_every_line_of_the_code_is_signed(changes):
    read = payload.read(payload.signed(text_of(paper_of()), CODE, SIGNER, None), [SIGNER.public_key])
    changed = payload.read(payload.signed(text_of(paper_of(), **changes), CODE, SIGNER, None), [SIGNER.public_key])
    assert read
    assert changed
    assert read != changed


def test_the_digest_does_not_depend_on_lines_blanks_and_widths():
    lines = paper_of().lines(NUMBER, DAY)
    typed = ["".join(lines).replace("，", ",").replace("年", "年 ").replace("（", "(").replace("）", ")")]
    assert digest_of(typed) == digest_of(lines)


def test_facts_that_would_not_fit_into_the_code_are_refused():
    many = "；".join(f"第{n}块面积{n}.25亩" for n in range(40))
    with pytest.raises(FactsTooLong):
        text_of(written(Statement(content=[many]), CHECK, item="AC02", **KNOWN))
