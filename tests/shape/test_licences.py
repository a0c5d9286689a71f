"""What Songbang uses of others may be used, and can be listed."""

import re

import pytest
from songbang import licences

# For libraries of a product under Apache-2.0; MPL and LGPL only as they are, unchanged and replaceable.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0", "ISC", "LGPL-2.1-only",
    "LGPL-2.1-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
}  # fmt: skip


def allowed(expression: str) -> bool:
    """Whether an SPDX expression lets us choose licences of which all are allowed."""
    while inner := re.search(r"\(([^()]*)\)", expression):
        expression = expression.replace(inner[0], "MIT" if allowed(inner[1]) else "refused")
    return any(all(name in ALLOWED for name in choice.split(" AND ")) for choice in expression.split(" OR "))


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True), ("GPL-3.0-only", False), ("GPL-3.0-only OR MIT", True), ("MIT AND AGPL-3.0-only", False),
        ("", False),
        ("MPL-2.0 AND (Apache-2.0 OR GPL-2.0-only)", True), ("(MIT OR CC0-1.0) AND SSPL-1.0", False),
    ],
)  # fmt: skip
def test_an_expression_is_judged_by_the_licences_that_it_lets_us_choose(expression, may):
    assert allowed(expression) is may


def test_every_package_has_a_licence_that_may_be_used():
    found = {**licences.python_licences(), **licences.dashboard_licences()}
    assert {name: licence for name, licence in found.items() if not allowed(licence)} == {}
