"""The days of five roles, as `examples/days` tells them with the published Python client."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from songbang.clients import PYTHON, STRICT, TYPESCRIPT, write_python, write_typescript
from songbang.node_tools import BINARIES, TOOLS, NodeMissing, environment, tool

ROOT = Path(__file__).parents[2]
DAYS = {
    "village": ("v001001", "已反映：代为征订报刊"),
    "county_office": ("jianfuban", "已认定：代为征订报刊"),
    "township": ("t001", "已报送整改：向村级派交清单外事项，状态 submitted"),
    "department": ("department", "已提交：困难群众走访慰问，每村每月 6 分钟，状态 submitted"),
    "inspector": ("ducha1", "已登记"),
}


@pytest.fixture(scope="module")
def run_day(stack, people, tmp_path_factory):
    write_python()
    folder = tmp_path_factory.mktemp("days")

    def run(role: str, url: str = stack.url) -> subprocess.CompletedProcess[str]:
        person = people[DAYS[role][0]]
        return subprocess.run(
            [sys.executable, ROOT / "examples" / "days" / f"{role}.py", url, person.username, person.password],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(PYTHON.parents[1])}, capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip

    return run


def test_the_days_of_five_roles_follow_each_other(run_day):
    for role, (_, said) in DAYS.items():
        done = run_day(role)
        assert done.returncode == 0, done.stderr[-2000:]
        assert said in done.stdout


def test_a_township_clerks_day_is_typed_and_runs_in_typescript(stack, people, tmp_path):
    try:
        write_typescript()
    except NodeMissing as missing:
        pytest.skip(str(missing))
    modules = tmp_path / "node_modules"
    shutil.copytree(TYPESCRIPT, modules / "songbang-client")
    (modules / "openapi-fetch").symlink_to(TOOLS / "node_modules" / "openapi-fetch")
    day = shutil.copy(ROOT / "examples" / "days" / "township.ts", tmp_path)
    # The script uses one name of Node's; the rest is the client's.
    (tmp_path / "node.d.ts").write_text("declare const process: { argv: string[] }\n")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    typed = node(tool("tsc"), *STRICT, "--noEmit", day, tmp_path / "node.d.ts", folder=tmp_path)
    assert typed.returncode == 0, typed.stdout
    clerk = people["township"]
    done = node(BINARIES / "node", day, stack.url, clerk.username, clerk.password, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "待办：" in done.stdout


def node(*command, folder):
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip


def test_a_refusal_is_raised_with_its_sentence_and_its_code(stack, people, monkeypatch):
    write_python()
    monkeypatch.syspath_prepend(str(PYTHON.parents[1]))
    from songbang_client import Refused, connect  # noqa: PLC0415 # generated before
    from songbang_client.generated.api.checklist_lists import checklist_read_edition  # noqa: PLC0415

    wrong = connect(stack.url, people["village"].username, "not the password")
    with pytest.raises(Refused) as refused:
        checklist_read_edition.sync("01890000-0000-7000-8000-000000000000", client=wrong)
    assert (refused.value.status, refused.value.code) == (400, "invalid_grant")
    known = connect(stack.url, people["village"].username, people["village"].password)
    with pytest.raises(Refused) as refused:
        checklist_read_edition.sync("01890000-0000-7000-8000-000000000000", client=known)
    assert (refused.value.status, refused.value.code) == (404, "not_found")
    assert refused.value.detail
