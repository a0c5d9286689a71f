"""The bill of materials lists what is pinned."""

import json

from songbang import licences, sbom


def test_the_bill_of_materials_has_every_pinned_package_with_its_hashes(tmp_path):
    sbom.python_bill(tmp_path / "bill.json")
    components = json.loads((tmp_path / "bill.json").read_bytes())["components"]
    assert {found["name"] for found in components} == licences.python_licences().keys()
    assert all(any(reference.get("hashes") for reference in found["externalReferences"]) for found in components)
