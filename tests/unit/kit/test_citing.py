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
        ("反恐怖主义法(2018)第17、74条;清单第2项", "反恐怖主义法", [74], True),
        ("反恐怖主义法(2018)第17、74条", "反恐怖主义法", [1774], False),
        ("防洪法第３8条;水法第41条", "防洪法", [41], False),
        ("村民委员会组织法(2018)第21-26条", "村民委员会组织法", [25], True),
        ("村民委员会组织法(2018)第21-26条", "村民委员会组织法", [27], False),
        ("机关(试行)规定第3条", "机关试行规定", [3], True),
        ("防洪法", "防洪法", [41], True),
        ("水法第38条", "防洪法", [], False),
        ("", "防洪法", [], False),
        ("防洪法第38条", "《》", [], False),
    ],
)
def test_a_basis_stands_on_a_law_by_its_name_and_in_doubt_by_any_article(basis, law, articles, found):
    assert cites(basis, law, articles) is found
