"""The process that lays texts out to see what no font has: `python -m servicekit.printing.missing MEGABYTES SECONDS`.

It takes one JSON object on its input (`texts`, `fonts`) and writes another: the signs that are missing, by text.
"""

import json
import re
import sys

import typst

from servicekit.process_limits import limit_this_process

_MISSING = re.compile('the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_SOURCE = b'#set document(title: "-")\n#set text(lang: "zh", region: "cn")\n#sys.inputs.text'


def main() -> None:
    """Limit this process, lay out, answer."""
    limit_this_process()
    request = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=request["fonts"])
    sys.stdout.write(json.dumps({text: missing_in(text, fonts) for text in request["texts"]}))


def sign_in(error: typst.TypstError) -> str | None:
    """The sign that no font has, if that is what the error is about: PDF/UA refuses it."""
    found = _MISSING.search(str(error))
    return found and _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])


def missing_in(text: str, fonts: typst.Fonts) -> list[str]:
    """The signs of a text that no font has; an error names one of them at a time."""
    missing: list[str] = []
    while text:
        try:
            typst.compile(  # type: ignore[call-overload] # the stubs know no sources in memory
                {"main": _SOURCE}, font_paths=fonts, format="pdf", pdf_standards="ua-1", sys_inputs={"text": text}
            )
        except typst.TypstError as error:
            sign = sign_in(error)
            if sign is None or sign not in text:
                raise
            missing.append(sign)
            text = text.replace(sign, "")
        else:
            break
    return missing


if __name__ == "__main__":
    main()
