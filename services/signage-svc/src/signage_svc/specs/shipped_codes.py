"""The codes of the shipped rows of the spec table, as the API document tells them."""

from servicekit.contract.shipped_codes import ShippedCodes

from signage_svc.specs.service import shipped

SPECS = ShippedCodes(
    "plaque_spec", "挂牌规格", "Rows of the shipped spec table; a county's own is read at /api/signage/v1/specs.",
    lambda: ((row.code, row.name, row.legal_basis) for row in shipped().items),
)  # fmt: skip
