"""What manuals tell people to type exists: subcommands and their options, services of the compose file, scripts."""

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from songbang.cli import app

ROOT = Path(__file__).parents[2]
MANUALS = sorted({ROOT / "README.md", *(ROOT / "docs").glob("*.md")})
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"].keys()
# What docker compose knows of its own; `--scale` and `--tail` take a word.
VERBS = {
    "up": {"-d", "--build", "--wait", "--force-recreate", "--no-deps", "--scale"}, "run": {"--rm", "--no-deps", "-T"},
    "logs": {"--tail", "-f"}, "ps": {"--all", "-q"}, "restart": set(), "exec": {"-T"}, "stop": set(), "down": {"-v"},
    "pull": set(), "build": set(), "config": {"-q"},
}  # fmt: skip
WITH_WORD = {"--scale", "--tail"}


def commands(path: Path, *begins: str) -> list[str]:
    """The commands of a document that begin so: in its blocks, and within its lines."""
    text = path.read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    found = [part for line in lines for part in re.split(r"&&|;|\|", line.partition("#")[0])]
    found += [code.replace("\n", " ") for code in re.findall(r"`([^`]+)`", prose)]
    return [one.strip() for one in found if one.strip().startswith(begins)]


ALL = [
    pytest.param(command, id=f"{path.name}: {command}")
    for path in MANUALS
    for command in dict.fromkeys(commands(path, "songbang ", "docker compose ", "sh deploy/"))
]


def check_operators_hand(words: list[str]) -> None:
    """Each word leads to a subcommand as long as there are any; each option is one of the last."""
    command: Any = typer.main.get_command(app)
    while words and hasattr(command, "commands"):
        word = words.pop(0)
        if word in ("…", "--help", "--version"):
            return
        assert word in command.commands, f"{word} is no subcommand of {command.name}"
        command = command.commands[word]
    known = {name for parameter in command.params for name in [*parameter.opts, *parameter.secondary_opts]}
    assert {word.partition("=")[0] for word in words if word.startswith("-")} <= known | {"--help"}


def check_compose(words: list[str]) -> None:
    verb, rest = words[0], words[1:]
    assert verb in VERBS, verb
    while rest and rest[0].startswith("-"):
        option = rest.pop(0).partition("=")[0]
        assert option in VERBS[verb], f"{option} of {verb}"
        if option in WITH_WORD:
            value = rest.pop(0)
            assert option != "--scale" or value.partition("=")[0] in SERVICES, value
    named = rest[:1] if verb in ("run", "exec") else rest
    assert {name for name in named if not name.startswith(("<", "…"))} <= SERVICES
    if verb == "run" and rest[0] == "songbang":
        check_operators_hand(rest[1:])


@pytest.mark.parametrize("command", ALL)
def test_a_command_of_a_manual_names_what_there_is(command):
    words = shlex.split(command)
    if words[0] == "songbang":
        check_operators_hand(words[1:])
    elif words[0] == "docker":
        check_compose(words[2:])
    else:
        assert (ROOT / words[1]).is_file(), words[1]


@pytest.mark.parametrize(
    "words", [["backup", "--kep", "14"], ["bakup"], ["user", "make"], ["restore", "x", "--until", "y"]], ids=" ".join
)
def test_a_mistyped_command_would_be_noticed(words):
    with pytest.raises(AssertionError):
        check_operators_hand(words)


@pytest.mark.parametrize("words", [["up", "--builds"], ["restart", "gatway"], ["up", "-d", "--scale", "webhook=2"]])
def test_a_mistyped_service_or_option_would_be_noticed(words):
    with pytest.raises(AssertionError):
        check_compose(words)


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.name)
def test_the_blocks_of_a_manual_are_good_shell(path):
    for block in re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        # What stands for something of the reader's, <so>, is a word.
        plain = re.sub(r"<[a-z_0-9]+>", "word", block)
        done = subprocess.run(["bash", "-n"], input=plain, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
