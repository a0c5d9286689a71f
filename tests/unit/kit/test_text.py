"""What is stored of a text, how a name is masked, and that a date is a date in every body."""

from datetime import date, datetime
from types import NoneType
from typing import get_args

import pytest
from fastapi import UploadFile
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from servicekit.bodies import Body
from servicekit.text import cleaned, masked_name
from songbang.inventory import PARTS
from songbang.snapshot import application


class Inner(Body):
    on: date


class Report(Body):
    day: date | None = None
    days: list[date] = []
    inner: Inner | None = None
    at: datetime | None = None
    note: str = ""


class Longer(Report):
    more: dict[str, date] = {}


@pytest.mark.parametrize("number", [0, 1, 45413, 1714521600, 0.0, "0", "45413", "1714521600", "", True])
@pytest.mark.parametrize("place", ["day", "days", "inner", "at", "more"])
def test_a_number_is_no_date_however_deep_it_stands(place, number):
    value = {"days": [number], "inner": {"on": number}, "more": {"a": number}}.get(place, number)
    with pytest.raises(ValidationError) as refused:
        Longer.model_validate({place: value})
    assert {error["type"] for error in refused.value.errors()} == {"date_type"}


def test_a_written_date_is_taken():
    body = Longer.model_validate(
        {"day": "2024-05-01", "at": "2024-05-01T09:00:00+08:00", "inner": {"on": "2024-05-02"}, "days": ["2024-05-03"]}
    )
    assert (body.day, body.inner and body.inner.on, body.days) == (
        date(2024, 5, 1), date(2024, 5, 2), [date(2024, 5, 3)],
    )  # fmt: skip


def test_every_body_of_every_part_is_a_body_of_the_kit():
    """Only these refuse numbers for dates, unknown fields, and text that hides what it says."""
    taken = [
        (route.path, body)
        for part in PARTS
        for route in application(part).routes
        if isinstance(route, APIRoute)
        for field in route.dependant.body_params
        for body in get_args(field.field_info.annotation) or (field.field_info.annotation,)
    ]
    strange = [(path, body) for path, body in taken if not issubclass(body, (Body, UploadFile, NoneType))]
    assert strange == []


@pytest.mark.parametrize(
    "written",
    [
        "妇女\u200b之家", "妇女\u00ad之家", "\u2060妇女之家", "妇女之\ufe0f家", "\u200e妇女之家\u200f",
        "妇女\U000e0041之家", "\ufeff妇女之家",
    ],
)  # fmt: skip
def test_what_nobody_sees_is_not_stored(written):
    assert cleaned(written) == "妇女之家"


def test_what_shapes_a_letter_is_stored():
    for name in ("葛\U000e0100城", "ᠮᠣᠩᠭᠣᠯ\u180b", "ئۇي\u200cغۇر"):
        assert cleaned(name) == name


def test_a_body_stores_clean_text():
    assert Report(note="妇女\u200b之家").note == "妇女之家"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张*丰"), ("张三", "张*"), ("欧阳修文", "欧**文"), ("王", "王*"),
        ("李　四", "李*"), ("李 四", "李*"), ("李\u200b四", "李*"), ("丹·李", "丹*"), ("·", "*"), (" ", "*"),
        ("阿不都热合曼·买买提", "阿*******提"), ("阿不都热合曼•买买提", "阿*******提"),
        ("𠮷野家", "𠮷*家"), ("𠮷野", "𠮷*"),
        ("葛\U000e0100城", "葛\U000e0100*"), ("\ue000平", "\ue000*"),
    ],
)  # fmt: skip
def test_a_name_is_masked_by_the_letters_a_reader_counts(name, masked):
    assert masked_name(name) == masked


@given(st.text("张三李四·•　 \u200b\u00ad\ufe0f𠮷ء\u0301", max_size=12))
def test_a_masked_name_never_shows_more_than_two_letters(name):
    shown = masked_name(name).replace("*", "")
    assert "*" in masked_name(name)
    assert len([sign for sign in shown if sign.isalnum()]) <= 2
