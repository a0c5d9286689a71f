"""What is named after a new service and its aggregate, and how a text of the example is renamed."""

import keyword
import re
from dataclasses import dataclass

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SERVICE = re.compile(r"[a-z][a-z0-9]{2,19}")
_LONGEST = 40


class NameRefused(Exception):
    """A name that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one aggregate of one service: `Names("water", "hand_pumps")`; titles are Chinese."""

    service: str
    plural: str
    service_title: str = "示例"
    title: str = "建议"

    def __post_init__(self) -> None:
        if not _SERVICE.fullmatch(self.service):
            raise NameRefused(f"{self.service}: a service has a name of 3 to 20 small letters and digits")
        if not _NAME.fullmatch(self.plural) or len(self.plural) > _LONGEST or self.singular == self.plural:
            raise NameRefused(f"{self.plural}: an aggregate has a plural in small letters, such as `hand_pumps`")
        if keyword.iskeyword(self.plural) or keyword.iskeyword(self.singular):
            raise NameRefused(f"{self.plural}: a word of Python")

    @property
    def package(self) -> str:
        """The Python package of the service."""
        return f"{self.service}_svc"

    @property
    def singular(self) -> str:
        """One of them, by the regular rules of English."""
        for ending, one in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")):
            if self.plural.endswith(ending):
                return self.plural.removesuffix(ending) + one
        return self.plural if self.plural.endswith("ss") else self.plural.removesuffix("s")

    @property
    def kind(self) -> str:
        """The name of the class."""
        return "".join(part.capitalize() for part in self.singular.split("_"))

    def renamed(self, text: str) -> str:
        """A file of the example, or a path in it, under these names."""
        text = text.replace("from example_svc.events import", f"from contracts.{self.plural} import")
        text = re.sub(r"\bexample(?=_svc|-svc|\"|\.suggestion|_suggestion)", self.service, text)
        # URLs and subjects of events have hyphens where Python has underscores.
        text = re.sub(r"(?<=/v1/)suggestions|(?<=\")suggestions(?=[\"/])", self.plural.replace("_", "-"), text)
        text = "".join(self._of_line(line) for line in text.splitlines(keepends=True))
        return text.replace("示例", self.service_title).replace("建议", self.title)

    def _of_line(self, line: str) -> str:
        if '"""' in line:  # prose: words in place of an identifier
            many, one = self.plural.replace("_", " "), self.singular.replace("_", " ")
            line = line.replace("Suggestions", many.capitalize()).replace("Suggestion", one.capitalize())
            return line.replace("suggestions", many).replace("suggestion", one)
        line = line.replace("SUGGESTIONS", self.plural.upper()).replace("Suggestion", self.kind)
        return line.replace("suggestions", self.plural).replace("suggestion", self.singular)
