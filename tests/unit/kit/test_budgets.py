"""What a JSON document may cost is seen before it is read."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from servicekit.budgets import (
    MOST_FIELDS,
    MOST_NESTING,
    MOST_VALUES,
    TooDeep,
    TooManyFields,
    TooManyValues,
    check_document,
    check_query,
)


def nested(levels: int, inner: object = 1) -> bytes:
    document: object = inner
    for level in range(levels):
        document = {"a": document} if level % 2 else [document]
    return json.dumps(document).encode()


def test_fifty_levels_pass_and_one_more_does_not():
    check_document(nested(MOST_NESTING))
    with pytest.raises(TooDeep):
        check_document(nested(MOST_NESTING + 1))


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":['])
def test_a_document_that_only_opens_is_refused(opening):
    with pytest.raises((TooDeep, TooManyValues)):
        check_document(opening * 100_000)


def test_brackets_in_texts_are_text():
    check_document(orjson.dumps(["[[[{{{" * 100, 'a"[[[' * 100, "\\" * 101 + '"[[' * 60, "\\"]))


@given(st.recursive(st.text('[]{}\\",:a', max_size=9), lambda inner: st.lists(inner, max_size=4), max_leaves=90))
def test_the_depth_of_any_document_is_seen(document):
    def depth(node: object) -> int:
        return 1 + max(map(depth, node), default=0) if isinstance(node, list) else 0

    for levels in (MOST_NESTING - depth(document), MOST_NESTING - depth(document) + 1):
        body = nested(levels, document)
        if levels + depth(document) <= MOST_NESTING:
            check_document(body)
        else:
            with pytest.raises(TooDeep):
                check_document(body)


def test_a_long_flat_list_has_an_end():
    check_document(orjson.dumps(list(range(MOST_VALUES - 1))))
    with pytest.raises(TooManyValues):
        check_document(orjson.dumps(list(range(MOST_VALUES + 1))))
    with pytest.raises(TooManyValues):
        check_document(b"[" + b"[]" * MOST_VALUES + b"]")


def test_what_is_no_json_is_left_to_the_parser():
    check_document(b"[" + b'{"a":1},' * 100)
    check_document(b'"' * 100_001)


def test_a_query_of_a_thousand_fields_passes_and_one_more_does_not():
    check_query(b"&".join([b"a=1"] * MOST_FIELDS))
    with pytest.raises(TooManyFields):
        check_query(b"&".join([b"a=1"] * (MOST_FIELDS + 1)))
