"""The shipped catalogue: edition 1 of the three lists, in force for everybody from the first start."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from servicekit.shipped import shipped_data
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from checklist_svc.editions import repository, service
from checklist_svc.editions.models import EVERYBODY, Edition, Kind
from checklist_svc.editions.schemas import ItemContent, ItemDraft
from checklist_svc.settings import Settings

_FILES = {Kind.DUTY: "duties", Kind.ASSIST: "assist_items", Kind.NEGATIVE: "negative_items"}


def shipped_items() -> Iterator[ItemDraft]:
    """The items of the shipped catalogue. Its condensed names are also their content."""
    for kind, name in _FILES.items():
        document: dict[str, Any] = shipped_data("checklist_svc", f"data/{name}.yaml")
        shared = document["meta"].get("content", {})
        for item in document["items"]:
            content = shared | {name: value for name, value in item.items() if name in ItemContent.model_fields}
            yield ItemDraft(
                kind=kind, code=item["code"], name=item["name"], content=item["name"],
                legal_basis=item["legal_basis"], category=item["category"], provenance=item["provenance"],
                lead_department=item.get("lead_dept") or document["meta"]["lead_dept"],
                wordings=item.get("wordings", []), **content,
            )  # fmt: skip


async def publish_first_edition(settings: Settings, tx: Transaction) -> None:
    """Publish the shipped catalogue unless that has been done; the leader runs it, the unique number guards it."""
    if await repository.in_force(tx, EVERYBODY, settings.list_effective_from) is not None:
        return
    edition = tx.add(Edition(region=EVERYBODY, title="村级组织工作事务三个清单(随产品提供的初始版本)"))
    await service.add_items(tx, edition, list(shipped_items()))
    items = await repository.items(tx, edition.id)
    service.publish(tx, edition, items, number=1, effective_from=settings.list_effective_from)


def first_edition(settings: Settings) -> Tick:
    """The work of the first start; later runs find it done."""
    return Tick("first-edition", 3600, partial(publish_first_edition, settings))
