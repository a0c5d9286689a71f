"""Parts of hand-written files that follow from the list of services, between two marks in the file's own comments."""

from collections.abc import Callable, Iterator
from pathlib import Path

from contracts.parts import SERVICES

from songbang import deployment_blocks

Lines = Callable[[], Iterator[str]]
_BEGIN, _END = "made by `make generated`", "end of what is made"


def _quoted(names: Iterator[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _packages() -> Iterator[str]:
    return (f"{service.name}_svc" for service in SERVICES)


def _distributions() -> Iterator[str]:
    yield f"    {_quoted(f'{service.name}-svc' for service in SERVICES)},"


def _sources() -> Iterator[str]:
    return (f"{service.name}-svc = {{ workspace = true }}" for service in SERVICES)


def _mypy_path() -> Iterator[str]:
    yield f"    {_quoted(f'services/{service.name}-svc/src' for service in SERVICES)},"


def _root_packages() -> Iterator[str]:
    yield f"    {_quoted(_packages())},"


def _layer() -> Iterator[str]:
    yield f'    "{" | ".join([*_packages(), "gateway"])}",'


def _event_modules() -> Iterator[str]:
    yield f"    {_quoted(f'contracts.{service.name}' for service in SERVICES)},"


BLOCKS: dict[str, dict[str, Lines]] = {
    "pyproject.toml": {
        "distributions": _distributions, "sources": _sources, "mypy path": _mypy_path, "packages": _root_packages,
        "layer": _layer, "event modules": _event_modules, "packages that use no broker": _root_packages,
        "packages that count no days": _root_packages,
    },
    "deploy/local/pyproject.toml": {"distributions": _distributions},
    **deployment_blocks.BLOCKS,
}  # fmt: skip
"""File → name of the block → its lines."""


def renewed(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Each file with its blocks as the list of services wants them; raises ValueError where a mark is missing."""
    for name, blocks in BLOCKS.items():
        path = root / name
        text = path.read_text()
        for title, lines in blocks.items():
            text = _with_block(text, title, list(lines()))
        yield path, text.encode()


def _with_block(text: str, title: str, wanted: list[str]) -> str:
    lines = text.splitlines()
    begin = next((i for i, line in enumerate(lines) if f"{title}: {_BEGIN}" in line), None)
    if begin is None:
        raise ValueError(f"no mark `{title}: {_BEGIN}`")
    end = next(i for i, line in enumerate(lines) if i > begin and _END in line)
    return "\n".join([*lines[: begin + 1], *wanted, *lines[end:]]) + "\n"
