"""Templates of documents: files of a package, known by name, version and the hash of their bytes.

A document that was issued names the version that it was printed with. So a template in use is never edited: a change is
a new version, and its bytes are named by their hash where it is declared.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files


class TemplateChanged(RuntimeError):
    """The files of a template are not those that were declared; a change needs a new version."""


@dataclass(frozen=True)
class Template:
    """One version of a template.

    Its files lie in `package` under `templates/<name>/<version>`: `main.typ`, and `main.docx` where the office edits
    the document before it is printed. `layouts` are further Typst files that it imports, as `package:file`.
    """

    name: str
    version: int
    package: str
    sha256: str
    layouts: tuple[str, ...] = ()
    editable: bool = False

    @cached_property
    def content(self) -> Mapping[str, bytes]:
        """The files by name; raises TemplateChanged."""
        folder = files(self.package).joinpath("templates", self.name, str(self.version))
        found = {name: folder.joinpath(name).read_bytes() for name in self._own}
        for layout in self.layouts:
            package, _, name = layout.partition(":")
            found[name.rpartition("/")[2]] = files(package).joinpath("templates", name).read_bytes()
        if self.hash_of(found) != self.sha256:
            raise TemplateChanged(f"{self.name} {self.version}: sha256 is {self.hash_of(found)}")
        return found

    @property
    def _own(self) -> tuple[str, ...]:
        return ("main.typ", "main.docx") if self.editable else ("main.typ",)

    @staticmethod
    def hash_of(content: Mapping[str, bytes]) -> str:
        """SHA-256 over the names and the digests of the files."""
        lines = "".join(f"{hashlib.sha256(content[name]).hexdigest()}  {name}\n" for name in sorted(content))
        return hashlib.sha256(lines.encode()).hexdigest()
