"""The fonts that documents are set in."""

from pathlib import Path

import pylopdf_fonts_zh_cn

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
"""Noto Serif SC and Noto Sans SC (SIL Open Font License), with rare characters."""


def folders(own: Path | None) -> list[str]:
    """Where fonts are looked for: those of the installation's own come first."""
    return [str(folder) for folder in (own, FONTS) if folder is not None]
