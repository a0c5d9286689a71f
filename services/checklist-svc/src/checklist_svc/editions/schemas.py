"""Bodies of the edition routes."""

import re
from datetime import date, datetime
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View
from servicekit.drafts import Patch
from servicekit.tabular import ImportReport

from checklist_svc.editions.models import WORKFLOW, Kind


class ItemContent(Body):
    """What the work of an item is, and on which law it stands for how long; a county writes what it has decided."""

    doer: str = Field("", max_length=300, title="由谁办理", examples=["公安机关办理，村级组织协助"])
    how_often: str = Field("", max_length=200, title="多久一次", examples=["每季度一次"])
    not_required: str = Field("", max_length=500, title="村里不需做", examples=["不承担执法和任务指标"])
    support: str = Field("", max_length=500, title="上级提供和经费", examples=["所需经费由委托部门承担"])
    law: str = Field("", max_length=200, title="法规名称", description="the law that `legal_basis` cites first of all")
    article: str = Field("", max_length=100, title="法规条款", examples=["第38条"])
    law_from: date | None = Field(None, title="法规施行日期")
    law_until: date | None = Field(None, title="法规最后有效日", description="the day after it the item is reviewed")


class ItemDraft(ItemContent):
    """One item of a new edition. All four marks of LST-04 are needed; an empty one is answered with that code."""

    kind: Kind
    code: str = Field(min_length=1, max_length=20, examples=["AS01"])
    name: str = Field("", max_length=300, examples=["协助维护社会治安"])
    content: str = Field("", max_length=2000)
    legal_basis: str = Field("", max_length=500)
    lead_department: str = Field("", max_length=200)
    category: str = Field("未分类", min_length=1, max_length=100)
    provenance: str = Field("county", max_length=60, description="where the wording comes from")
    wordings: list[str] = Field(default=[], max_length=20, description="other usual wordings, for the automatic check")


class EditionDraft(Body):
    """A county's own edition of the three lists."""

    title: str = Field(min_length=2, max_length=200, examples=["村级组织工作事务三个清单(2026年版)"])
    items: list[ItemDraft] = Field(min_length=1, max_length=1000)


class EditionPatch(Patch, of=EditionDraft):
    """What changes in a draft; `items` replaces all of them."""


class Publication(Body):
    """When an edition comes into force."""

    effective_from: date


class EditionRecall(Body):
    """Why an edition is taken back before its first day."""

    reason: str = Field(min_length=2, max_length=500)


class ItemView(View):
    """A list item as it is shown."""

    table_title = "清单事项"

    kind: Kind = Field(title="清单")
    code: str = Field(title="编码")
    category: str = Field(title="类别")
    name: str = Field(title="事项名称")
    content: str = Field(title="事项内容")
    legal_basis: str = Field(title="依据")
    lead_department: str = Field(title="牵头部门")
    provenance: str = Field(title="来源")
    wordings: list[str] = Field(title="其他常用说法", description="what is compared literally beside the name")
    doer: str = Field(title="由谁办理")
    how_often: str = Field(title="多久一次")
    not_required: str = Field(title="村里不需做")
    support: str = Field(title="上级提供和经费")
    law: str = Field(title="法规名称")
    article: str = Field(title="法规条款")
    law_from: date | None = Field(title="法规施行日期")
    law_until: date | None = Field(title="法规最后有效日")


class EditionView(ResourceView):
    """An edition as it is shown; the figures are counted from its items."""

    table_title = "清单版本"
    workflow = WORKFLOW

    region: RegionCode = Field(title="行政区划")
    title: str = Field(title="名称")
    number: int | None = Field(title="版次")
    effective_from: date | None = Field(title="生效日期")
    effective_to: date | None = Field(title="最后有效日")
    published_at: datetime | None = Field(title="发布时间")
    reason: str | None = Field(title="撤回理由")
    duty: int = Field(title="依法履职事项")
    assist: int = Field(title="协助政府事项")
    assist_categories: int = Field(title="协助政府类别")
    negative: int = Field(title="负面事项")


class EditionDetail(View):
    """An edition with its items."""

    edition: EditionView
    items: list[ItemView]


class CurrentList(EditionDetail):
    """The lists in force; all on one page, so that they export as a table."""

    next: None = None


class PublicLists(View):
    """The three lists as anybody reads them."""

    region: RegionCode = Field(title="县（市、区）")
    title: str = Field(title="名称")
    number: int | None = Field(title="版次")
    effective_from: date | None = Field(title="生效日期")
    on: date = Field(title="查询日期")
    items: list[ItemView] = Field(title="清单事项")


class Change(View):
    """An item that both editions hold in different words."""

    kind: Kind
    code: str
    fields: dict[str, tuple[str, str]] = Field(description="field → before, after")


class Difference(View):
    """What items add, remove and change against those of another edition."""

    added: list[ItemView]
    removed: list[ItemView]
    changed: list[Change]


class Diff(Difference):
    """What an edition changes against another one."""

    edition: UUID
    against: UUID


class ItemRow(ItemContent):
    """An item as a row of a table has it."""

    kind: Kind = Field(title="清单")
    code: str = Field(min_length=1, max_length=20, title="编码", examples=["AS01"])
    category: str = Field("未分类", min_length=1, max_length=100, title="类别")
    name: str = Field("", max_length=300, title="事项名称")
    content: str = Field("", max_length=2000, title="事项内容")
    legal_basis: str = Field("", max_length=500, title="依据")
    lead_department: str = Field("", max_length=200, title="牵头部门")
    provenance: str = Field("county", max_length=60, title="来源")
    wordings: str = Field("", max_length=2000, title="其他常用说法", description="divided by semicolons")

    def item(self) -> ItemDraft:
        """The item of a draft."""
        words = [word.strip() for word in re.split("[;；\n]", self.wordings)]
        return ItemDraft(**self.model_dump(exclude={"wordings"}), wordings=[word for word in words if word][:20])


class EditionImportReport(ImportReport):
    """The outcome of an edition's import, with what it changes against the edition in force."""

    edition: UUID | None = Field(None, description="the draft that was made; null of a dry run")
    against: UUID
    difference: Difference
