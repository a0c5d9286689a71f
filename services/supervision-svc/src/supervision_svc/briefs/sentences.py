"""What a brief can say, as data: each sentence with the figures that it needs.

A sentence of which a needed figure is nothing is left out whole: it never says 0, and never says what nobody counted.
The figures of the speech are cumulative and say so; those of an extract are of its period.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with places for figures; without one of `needs` it is not said."""

    text: str
    needs: tuple[str, ...]
    """The figures in `text`, of which none may be nothing."""
    besides: tuple[str, ...] = ()
    """Further figures in `text`, which may be 0."""

    @property
    def figures(self) -> tuple[str, ...]:
        """Every figure of the sentence."""
        return (*self.needs, *self.besides)


SPEECH: tuple[tuple[str, tuple[Sentence, ...]], ...] = (
    ("党政协同强推进，健全机制抓落实", (
        Sentence(
            "建渠道：累计上门会商{guidance_visits}次，办结整改{rectifications_accepted}项。",
            ("guidance_visits", "rectifications_accepted"),
        ),
        Sentence(
            "准入制：累计受理准入申请{admissions_submitted}件，准予{admissions_granted}件，不予{admissions_rejected}件。",
            ("admissions_submitted",), ("admissions_granted", "admissions_rejected"),
        ),
        Sentence("村级组织累计拒办清单外事项{tasks_refused}件。", ("tasks_refused",)),
    )),
    ("县乡联动抓落实，“清单”推进促规范", (
        Sentence(
            "三个清单：依法履行职责事项{list_duty}项，依法协助政府工作事项{list_assist_categories}类{list_assist}项，"
            "负面事项{list_negative}项。",
            ("list_duty", "list_assist_categories", "list_assist", "list_negative"),
        ),
        Sentence(
            "清理工作群：累计登记面向村级的工作群和政务应用{groups_registered}个，清理整合{groups_cleaned}个，"
            "保留{groups_retained}个。",
            ("groups_registered", "groups_cleaned"), ("groups_retained",),
        ),
        Sentence(
            "清理牌子：按照{specs}个挂牌规格，累计拆除或更换牌子{plaques_removed_or_replaced}块，其中拆除{plaques_removed}块、"
            "更换{plaques_replaced}块，另整合{plaques_merged}块。",
            ("specs", "plaques_removed_or_replaced"), ("plaques_removed", "plaques_replaced", "plaques_merged"),
        ),
        Sentence(
            "整合报表：年度申报{catalogue_proposed}张，列入目录{catalogue_forms}张。",
            ("catalogue_proposed", "catalogue_forms"),
        ),
        Sentence(
            "规范证明：村级组织可出具事项{certificate_items_admitted}项，累计依法不予出具{refusals_forbidden}件。",
            ("certificate_items_admitted", "refusals_forbidden"),
        ),
        Sentence("累计举办村级组织出具证明专题培训{trainings}次。", ("trainings",)),
    )),
    ("市县联动抓督查，激发动力强活力", (
        Sentence(
            "督查直插一线：累计到村检查{visits}次，其中“四不两直”{visits_unannounced}次。",
            ("visits",), ("visits_unannounced",),
        ),
        Sentence("随机抽取核实村{villages_drawn}个，已到村核实{drawn_visits}次。", ("villages_drawn", "drawn_visits")),
        Sentence("经核实的好经验好做法{good_practices}项。", ("good_practices",)),
        Sentence(
            "点对点发工作提示函{letters}件，立项整改{rectifications}项，办结{rectifications_accepted}项。",
            ("letters", "rectifications"), ("rectifications_accepted",),
        ),
    )),
)  # fmt: skip

DONE: tuple[Sentence, ...] = (
    Sentence(
        "处置不规范牌子：拆除{plaques_removed}块，更换{plaques_replaced}块，整合{plaques_merged}块。",
        ("plaques_removed_or_replaced",), ("plaques_removed", "plaques_replaced", "plaques_merged"),
    ),
    Sentence("清理整合工作群{groups_cleaned}个。", ("groups_cleaned",)),
    Sentence("依法不予出具证明{refusals_forbidden}件。", ("refusals_forbidden",)),
    Sentence("完成整改{rectifications_accepted}项。", ("rectifications_accepted",)),
    Sentence("经其他机构核实的做法{good_practices}项。", ("good_practices",)),
)  # fmt: skip
HELPED = (Sentence("县级上门会商{guidance_visits}次。", ("guidance_visits",)),)

HELD: dict[str, str] = {
    "rectifications_gone_overdue": "整改逾期",
    "false_reports": "虚假整改",
    "plaque_rebounds": "牌子回潮",
    "imposed_tasks": "清单外派交属实",
    "offplan_forms": "目录外报表属实",
    "offplan_visits": "计划外检查属实",
    "forbidden_demands": "违规索要证明属实",
    "certificates_faulty": "证明出具有过错",
    "certificates_forbidden": "出具不应出具的证明",
    "complaints_confirmed": "投诉举报属实",
}
"""The figures whose records an extract names one by one, as far as they stand on its day."""
NOTHING_HELD = "期内无逾期、无属实投诉（截至{day}）。"
