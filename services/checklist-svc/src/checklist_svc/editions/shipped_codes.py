"""The codes of the shipped items of the three lists, as the API document tells them."""

from servicekit.contract.shipped_codes import ShippedCodes

from checklist_svc.editions.catalogue import shipped_items

ITEMS = ShippedCodes(
    "list_item", "清单事项", "Items of the shipped edition of the three lists; a county's own is read at "
    "/api/checklist/v1/lists/current.",
    lambda: ((item.code, item.name, item.legal_basis) for item in shipped_items()),
)  # fmt: skip
