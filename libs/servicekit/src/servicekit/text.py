"""Text as people write it: what is stored of it, and how a person's name is masked.

Two names are compared by `wording.folding.fold`; here is what must be right before and after that.
"""

import re
import unicodedata

# Default_Ignorable_Code_Point of the Unicode character database. Left out of the class, and so kept in what is stored,
# are the joiners, the Mongolian selectors and the ideographic ones: they shape letters of Uyghur, Mongolian and rare
# Chinese names.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_JOINERS = frozenset("\u200c\u200d")


def cleaned(text: str) -> str:
    """The text as its writer saw it: without characters that nobody sees."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def letters(text: str) -> list[str]:
    """The letters as a reader counts them: a base with its marks and selectors is one (UAX #29, as far as names go)."""
    found: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        joined = bool(found) and found[-1][-1] == "\u200d"
        if found and (joined or sign in _JOINERS or unicodedata.category(sign)[0] == "M"):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def masked_name(name: str) -> str:
    """张三丰 becomes 张*丰, 张三 becomes 张*; blanks and dots between the parts of a name count as no letter.

    Otherwise 李　四 would be shown whole as 李*四 (GB/T 35273-2020, 7.2 on showing personal data).
    """
    shown = [letter for letter in letters(cleaned(name)) if unicodedata.category(letter[0])[0] not in "ZP"]
    if not shown:
        return "*"
    return shown[0] + "*" * max(len(shown) - 2, 1) + (shown[-1] if len(shown) > 2 else "")
