"""The licences of third-party packages, as their publishers state them: docs/licences.md."""

import json
import re
from collections import defaultdict
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[4]
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)
# What publishers wrote before there were licence expressions → its SPDX name.
_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause", "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later", "ISC License (ISCL)": "ISC",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "MIT License": "MIT", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}  # fmt: skip
_MIT_BEGINS = "Permission is hereby granted, free of charge"
# Pinned for another system than this one, so that its metadata is not installed here.
_ELSEWHERE = {"colorama": "BSD-3-Clause"}
_INTRODUCTION = """# Licences of dependencies

Songbang itself is under the Apache License 2.0. The packages it uses come under the licences below; none of their code
is copied into this repository. `make generated` writes this list from `requirements.lock` and the dashboard's
`package-lock.json`, tools of development and tests included; `make sbom` writes bills of materials in CycloneDX. A test
refuses a package whose licence is not among those that may be used: MPL and LGPL are for libraries that are used as
they are, unchanged and replaceable.
"""


def python_licences() -> dict[str, str]:
    """Package of requirements.lock → licence expression; empty where the publisher states none."""
    names = sorted(set(_PINNED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))))
    return {name: _licence_of(name) for name in names}


def dashboard_licences() -> dict[str, str]:
    """The same of package-lock.json."""
    packages = json.loads((ROOT / "gateway/dashboard/package-lock.json").read_bytes())["packages"]
    return {path.rpartition("node_modules/")[2]: facts.get("license", "") for path, facts in packages.items() if path}


def rendered() -> bytes:
    """The document."""
    lines = [_INTRODUCTION]
    for title, found in {"Python": python_licences(), "Dashboard": dashboard_licences()}.items():
        by_licence = defaultdict(list)
        for name, licence in sorted(found.items()):
            by_licence[licence].append(name)
        lines.append(f"## {title}\n\n| licence | packages |\n|---|---|")
        lines += [f"| {licence} | {', '.join(names)} |" for licence, names in sorted(by_licence.items())]
        lines.append("")
    return "\n".join(lines).rstrip().encode() + b"\n"


def _licence_of(name: str) -> str:
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return _ELSEWHERE.get(name, "")
    return _field(facts, "License-Expression") or _by_classifiers(facts) or _by_text(_field(facts, "License"))


def _field(facts: PackageMetadata, name: str) -> str:
    return " ".join(facts.get_all(name) or [])


def _by_classifiers(facts: PackageMetadata) -> str:
    stated = [line.rpartition(" :: ")[2] for line in facts.get_all("Classifier") or [] if line.startswith("License ::")]
    return " OR ".join(sorted({_SPDX[name] for name in stated if name in _SPDX}))


def _by_text(text: str) -> str:
    if _MIT_BEGINS in text:
        return "MIT"
    first = text.splitlines()[0].strip() if text else ""
    return _SPDX.get(first, first)
