"""How a letter addresses its township and names its day."""

from countykit.written import chinese_day

from supervision_svc.letters.models import Letter

_SUFFIXES = ("街道", "镇", "乡")


def deadline_text(letter: Letter) -> str:
    """The day, and that it may move while the holidays of a year are not published."""
    day = chinese_day(letter.deadline)
    return f"{day}（暂定，国务院办公厅另行公布节假日安排的，按安排顺延，不提前）" if letter.provisional else day


def address_form(name: str) -> str:
    """How a township is addressed: 你镇, 你乡, 你街道."""
    return "你" + next((suffix for suffix in _SUFFIXES if name.endswith(suffix)), "单位")
