"""Whether a basis stands on a changed law, or on its changed articles."""

import pytest
from countykit.citing import cites


@pytest.mark.parametrize(
    ("basis", "law", "articles", "found"),
    [
        ("防洪法第38条", "防洪法", [], True),
        ("《中华人民共和国防洪法》第三十八条", "防洪法", [38], True),
        ("防洪法第38条", "《中华人民共和国防洪法》", [38], True),
        ("防洪法第38条", "防洪法", [41], False),
        ("防洪法(2016)第38条、第41条", "防洪法", [41], True),
        ("水法第41条；防洪法第38条", "防洪法", [41], False),
        ("防洪法第一百零二条", "防洪法", [102], True),
        ("防洪法第十条", "防洪法", [10], True),
        ("防洪法", "防洪法", [41], True),
        ("水法第38条", "防洪法", [], False),
        ("", "防洪法", [], False),
        ("防洪法第38条", "《》", [], False),
    ],
)
def test_a_basis_stands_on_a_law_by_its_name_and_in_doubt_by_any_article(basis, law, articles, found):
    assert cites(basis, law, articles) is found
