"""Refusals about service matters."""

from servicekit.errors import Conflict, NotFound

SEED_ON_ONE_STOP = "《全市基层减负工作推进会交流发言》：制定办事指南、简化办事流程，提供一门式办理、一站式服务"


class MatterDoubled(Conflict):
    """One matter has one guide: two would send people to two places."""

    code = "matter_doubled"
    detail = "目录中已有同名事项，请更新原有的办事指南"
    law = SEED_ON_ONE_STOP


class GuideUnknown(NotFound):
    """No matter of the catalogue has this code."""

    code = "guide_unknown"
    detail = "没有这份办事指南，请核对编码或重新扫码"


class MatterEnded(Conflict):
    """A guide to what is not handled any more sends people on a way for nothing."""

    code = "matter_ended"
    detail = "该事项已停办，不再打印办事指南"
    law = SEED_ON_ONE_STOP
