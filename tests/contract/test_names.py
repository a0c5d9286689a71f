"""No answer shows a code alone: the name stands beside it by the kit's own mechanism, or the reason why not is here."""

import re

import pytest
from servicekit.bodies import View
from servicekit.naming import codes_of
from songbang.inventory import PARTS
from songbang.snapshot import application, merged

CODE = re.compile(
    r"(^|_)(region|department|village|township|county|home|spec|item|element|indicator|parent)(_code|s)?$|^(pre|suc)"
    r"(decessor|cessor)$"
)
"""Fields whose values mean something to people only by a name that stands elsewhere."""
ALONE = {
    "PublicCertificate.village": "is a name",
    "Rejection.cited_item": "stands with `cited_name`; kept as it was said",
    "DemandChargeView.item_code": "`title` is the item's name on the day of the demand",
    "EvidenceView.indicators": "`text` names them",
    "DrawProof.villages": "the bytes that anybody recomputes",
    "Known.items": "labels of the shipped texts that a judgement was likened to",
    "PrefilledColumn.element": "the column's own name stands with it",
    "TableColumn.element": "the column's own name stands with it",
    "DroppedColumn.element": "the column's own name stands with it",
    "MergerPreview.element": "the caller named it; nothing is merged yet",
    "PairJudgement.elements": "texts were compared, which the caller sent",
}
NAMES = {"name", "title"}
"""What a view calls itself by: the record that it is about needs no second name."""


@pytest.fixture(scope="module")
def shown():
    """The components that answers are made of: name without its service, properties."""
    document = merged()
    schemas = document["components"]["schemas"]
    waiting = [
        name
        for item in document["paths"].values()
        for operation in item.values()
        for status, answer in operation["responses"].items() if status.startswith("2")
        for name in _components(answer)
    ]  # fmt: skip
    found = {}
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = schemas[name].get("properties", {})
            waiting += _components(schemas[name])
    return {(name, name.rpartition("_")[2]): properties for name, properties in found.items()}


def _components(node):
    return re.findall(r"'#/components/schemas/([^']+)'", repr(node))


def _alone(plain, properties):
    """The codes of a view that have no name."""
    for field, schema in properties.items():
        texts = "'string'" in repr(schema) and "'format'" not in repr(schema)
        names = {f"{field}_name", f"{field}_names", f"{field.removesuffix('_code')}_name"}
        # A row that has a name of its own is about the code that stands first in it, as a township on the board is.
        own = NAMES & properties.keys() and field == next((each for each in properties if CODE.search(each)), None)
        if CODE.search(field) and texts and not names & properties.keys() and not own:
            yield f"{plain}.{field}"


def test_a_code_has_its_name_beside_it(shown):
    alone = {each for (_, plain), properties in shown.items() for each in _alone(plain, properties)}
    assert alone - ALONE.keys() == set()


def test_every_exception_is_still_one(shown):
    alone = {each for (_, plain), properties in shown.items() for each in _alone(plain, properties)}
    assert ALONE.keys() - alone == set()


def _views(kind=View):
    for each in kind.__subclasses__():
        yield each
        yield from _views(each)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_the_kit_writes_the_name_right_behind_the_code(part):
    application(part)
    views = [view for view in _views() if view.__module__.startswith(part.package)]
    named = [(view, code) for view in views for code in codes_of(view)]
    assert named
    for view, code in named:
        names = list(view.model_fields)
        assert code.name in names, f"{view.__name__}.{code.field} is a code alone"
