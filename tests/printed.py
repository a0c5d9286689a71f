"""Printed documents as a reader sees them: their text, and their pages as pictures."""

import re
from datetime import date

import pypdfium2
from PIL import Image
from supervision_svc.letters.models import Letter

MILLIMETRES = 72 / 25.4


def text_of(pdf: bytes) -> str:
    """All text without the spaces and line ends of the layout."""
    document = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))


def pages_of(pdf: bytes, pixels_per_millimetre: int = 4) -> list[Image.Image]:
    """The pages as pictures."""
    scale = pixels_per_millimetre / MILLIMETRES
    return [page.render(scale=scale).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(pdf)]


def letter(*descriptions: str) -> Letter:
    """A reminder letter about so many problems, as it was sent."""
    problems = [
        {"action": "plaques", "description": text, "clause": "PLQ-01", "demand": f"请改正：{text}", "finding_id": None}
        for text in descriptions
    ]
    return Letter(
        region="990101001000", county="990101000000", year=2026, serial=12, number="减负函〔2026〕12号",
        addressee="青石镇", sender="松岭县为基层减负工作办公室", sent_on=date(2026, 3, 2), problems=problems,
        deadline=date(2026, 3, 16), deadline_workdays=10, contact_name="王某", contact_phone="0999-1234567",
        sent_by="office", provisional=False,
    )  # fmt: skip


def faxed(pdf: bytes) -> Image.Image:
    """The first page as a fax delivers it: 200 dots per inch, black or white (ITU-T T.4, fine)."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil().convert("L")
    return page.point(lambda light: 255 if light > 128 else 0)
