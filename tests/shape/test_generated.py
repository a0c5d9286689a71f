"""What follows from the code is the present code's: nobody reads a stale document."""

import pytest
from songbang.generated import ROOT, generated

FILES = {path.relative_to(ROOT): content for path, content in generated()}


@pytest.mark.parametrize("path", sorted(FILES), ids=str)
def test_a_generated_file_is_what_the_present_code_makes(path):
    assert (ROOT / path).read_bytes() == FILES[path], "run: make generated"


def test_every_service_has_its_generated_readme():
    services = {path.parent.relative_to(ROOT) / "README.md" for path in ROOT.glob("services/*/pyproject.toml")}
    assert services <= FILES.keys()
