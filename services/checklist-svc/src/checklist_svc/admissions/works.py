"""The kinds of work that villages are given, and what each is reckoned at before anybody timed it (docs/minutes.md)."""

from contracts.titles import TitledEnum


class Work(TitledEnum, name="work_kind", title_zh="工作类型"):
    """What somebody in the village does. The last three come of visits, boards and certificates."""

    NOTICE = "notice", "接收转发通知"
    PAPERS = "papers", "整理报送材料"
    PUBLICITY = "publicity", "宣传发动"
    PATROL = "patrol", "现场巡查"
    HOME_VISIT = "home_visit", "入户走访"
    DUTY = "duty", "值班值守"
    MEETING = "meeting", "参加会议培训"
    MEDIATION = "mediation", "调处纠纷"
    VISIT = "visit", "陪同检查调研"
    BOARD = "board", "制作悬挂牌子"
    CERTIFICATE = "certificate", "开具证明"


START: dict[Work, int] = {
    Work.NOTICE: 10, Work.PAPERS: 60, Work.PUBLICITY: 60, Work.PATROL: 90, Work.HOME_VISIT: 120, Work.DUTY: 120,
    Work.MEETING: 120, Work.MEDIATION: 120, Work.VISIT: 120, Work.BOARD: 60, Work.CERTIFICATE: 15,
}  # fmt: skip
"""Minutes of one person for one time, until enough villages were timed."""
LEAST_VILLAGES = 3
"""Of fewer villages nothing is measured: their figure would be theirs alone, and one of them could set it."""
