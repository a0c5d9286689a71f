"""The policy guard on schemes: each forbidden thing and the rule that forbids it."""

import pytest
from servicekit.errors import Refusal
from supervision_svc.schemes import guard
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.schemes.service import shipped_document


def spoilt(**first):
    body = shipped_document().model_dump(mode="json")
    body["indicators"][0] |= first
    return body


def refused(body):
    with pytest.raises(Refusal) as refusal:
        guard.check(SchemeDocument.model_validate(body))
    return refusal.value


def test_the_shipped_scheme_passes():
    guard.check(shipped_document())


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ({"weight": "11"}, "weights_not_100"),
        ({"subject": "village"}, "village_ranked"),
        ({"code": "login_rate", "name": "平台登录率"}, "forbidden_indicator"),
        ({"name": "村级打卡签到率"}, "forbidden_indicator"),
        ({"name": "在线时长"}, "forbidden_indicator"),
        ({"name": "公众号点赞数"}, "forbidden_indicator"),
        ({"kind": "install_rate"}, "forbidden_indicator"),
        ({"kind": "uploads"}, "forbidden_indicator"),
        ({"code": "photo_count", "name": "工作留痕照片数"}, "traces_as_indicator"),
        ({"name": "召开会议次数"}, "traces_as_indicator"),
        ({"name": "印发文件数"}, "traces_as_indicator"),
        ({"kind": "meetings"}, "traces_as_indicator"),
        ({"code": "harmony", "name": "和谐程度"}, "indicator_not_computable"),
        ({"kind": "activity"}, "indicator_kind_forbidden"),
        ({"direction": "higher"}, "scheme_contradicts"),
    ],
)
def test_a_forbidden_indicator_is_refused(first, code):
    refusal = refused(spoilt(**first))
    assert refusal.code == code
    if code not in {"indicator_not_computable", "scheme_contradicts"}:
        assert refusal.law is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"red_line": "900"}, "weights_not_100"),
        ({"publication_interval_months": 3}, "publication_too_often"),
        ({"subject": "village"}, "village_ranked"),
        ({"subject": "department"}, "scheme_contradicts"),
        ({"black_line": "95"}, "scheme_contradicts"),
    ],
)
def test_a_forbidden_scheme_is_refused(change, code):
    assert refused(shipped_document().model_dump(mode="json") | change).code == code


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ({"name": "登 录 次 数"}, "forbidden_indicator"),
        ({"name": "打\u200b卡率"}, "forbidden_indicator"),
        ({"name": "點讚率"}, "forbidden_indicator"),
        ({"name": "ｌｏｇｉｎ ｒａｔｅ"}, "forbidden_indicator"),
        ({"name": "Log-in rate"}, "forbidden_indicator"),
        ({"numerator": "群内点赞数"}, "forbidden_indicator"),
        ({"per": "会·议次数"}, "traces_as_indicator"),
        ({"subject": "department"}, "scheme_contradicts"),
    ],
)
def test_a_forbidden_indicator_in_disguise_is_refused(first, code):
    assert refused(spoilt(**first)).code == code


@pytest.mark.parametrize("told", ["bonus", "vetoes"])
def test_bonuses_and_vetoes_say_nothing_forbidden_either(told):
    body = shipped_document().model_dump(mode="json")
    body["bonus"] = [{"code": "good_practice", "name": "经验做法", "points": "1", "at_most": "5"}]
    body[told][0]["name"] = "按时打卡签到"
    assert refused(body).code == "forbidden_indicator"


def test_an_indicator_must_not_count_twice():
    body = shipped_document().model_dump(mode="json")
    body["indicators"][1]["code"] = body["indicators"][2]["code"]
    assert refused(body).code == "scheme_contradicts"


def test_a_scheme_that_rewards_silence_is_refused():
    body = spoilt() | {"evidence_villages": 0}
    assert refused(body).code == "silence_rewarded"
