"""PDF files as people send them, and as they should not."""

import io
from collections.abc import Callable

import pikepdf


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, **options: object) -> bytes:
    """One empty page, changed as the test wants, with its objects packed into compressed streams unless told else."""
    with pikepdf.new() as document:
        document.add_blank_page()
        if change is not None:
            change(document)
        out = io.BytesIO()
        packed = {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "compress_streams": True}
        document.save(out, **{**packed, **options})
    return out.getvalue()


def script(document: pikepdf.Pdf) -> None:
    """A script that runs when the file is opened."""
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def embedded_file(document: pikepdf.Pdf) -> None:
    """A program that comes along."""
    document.attachments["invoice.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


def launch(document: pikepdf.Pdf) -> None:
    """A link that starts a program, deep within a page."""
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])


def content(data: bytes) -> Callable[[pikepdf.Pdf], None]:
    """What a page draws, as bytes that need mean nothing."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Contents = document.make_stream(data)

    return change
