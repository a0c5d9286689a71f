"""Names are the field's own: words that only insiders read have no place in an identifier."""

import io
import re
import tokenize

import pytest

from tests.shape.test_architecture import SOURCES, relative

IDIOM = re.compile(r"(^|_)(told|hold|holds|ask|asks|asked|asking|beside|spared|errand|knobs)(_|$)", re.IGNORECASE)


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_identifier_is_a_word_of_insiders(path):
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
    assert {token.string for token in tokens if token.type == tokenize.NAME and IDIOM.search(token.string)} == set()
