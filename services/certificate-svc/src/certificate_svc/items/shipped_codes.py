"""The codes of the shipped certificate items, as the API document tells them."""

from servicekit.contract.shipped_codes import ShippedCodes

from certificate_svc.items.shipped import shipped

ITEMS = ShippedCodes(
    "certificate_item", "证明事项", "Items as they are shipped; what holds in a county is read at "
    "/api/certificate/v1/items.",
    lambda: ((item.code, item.name, item.legal_basis) for item in shipped()),
)  # fmt: skip
