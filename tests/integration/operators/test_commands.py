"""The operator's commands with what an operator may well give them by mistake: one sentence, no trace."""

import pytest
from songbang import accounts, audits
from songbang.complaints import Complaint
from typer.testing import CliRunner

WRONG = "the role does not go with"


@pytest.mark.parametrize(
    "content", ["", "no", "{}", "[]", '{"databases": 1}', '{"databases": {"a": {"audit_head": "zz"}}}']
)
def test_a_file_that_is_no_manifest_is_named(installation, tmp_path, monkeypatch, content):
    monkeypatch.setattr(audits, "operator_settings", lambda: installation.settings)
    file = tmp_path / "manifest.json"
    file.write_text(content)
    done = CliRunner().invoke(audits.audits, ["verify", "--against", str(file)])
    assert isinstance(done.exception, Complaint)
    assert str(done.exception) == f"{file} is no manifest.json of a backup"


@pytest.fixture
def create(installation, monkeypatch):
    """Run `user create`; returns what it says, or what it complains of."""
    monkeypatch.setattr(accounts, "operator_settings", lambda: installation.settings)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(accounts.users, ["create", *arguments, "--generate"])
        return str(done.exception) if isinstance(done.exception, Complaint) else done.output

    return run


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--role", "department"], WRONG),
        (["--department", "FB01"], WRONG),
        (["--role", "village", "--region", "990101000000"], WRONG),
        (["--role", "county_office"], WRONG),
        (["--role", "department", "--department", "nobody"], "department nobody is not in the directory"),
        (["--role", "inspector", "--region", "110101000000"], "region 110101000000 is not in the directory"),
    ],
)
def test_an_account_that_nobody_could_work_with_is_not_opened(create, arguments, told):
    assert told in create("clerk", *arguments)


def test_the_first_operator_needs_no_directory_and_a_name_is_given_once(create):
    assert "account first.operator created, password " in create("first.operator")
    assert "is taken" in create("first.operator")
