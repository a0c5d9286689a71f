"""Every list can be had as a table that an office can use: named, with Chinese heads."""

import re

import pytest
from fastapi.routing import APIRoute
from servicekit.tabular import is_list
from servicekit.tabular.columns import titles_of
from songbang.inventory import PARTS
from songbang.snapshot import application

LISTS = {
    f"{part.name}:{route.path}": route.response_model.model_fields["items"].annotation.__args__[0]
    for part in PARTS
    for route in application(part).routes
    if isinstance(route, APIRoute) and "GET" in route.methods and is_list(route.response_model)
}
_CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_a_name_and_chinese_heads_of_its_own(name):
    view = LISTS[name]
    assert _CHINESE.search(view.table_title)
    titles = {field: title for field, title in titles_of(view).items() if field != "allowed_actions"}
    assert [field for field, title in titles.items() if not _CHINESE.search(title)] == []
    assert len(set(titles.values())) == len(titles)
