"""Rules that hold for every source file: short, plainly named, one place that commits, no hidden imports."""

import ast
import io
import re
import tokenize
from pathlib import Path

from tests.shape.sources import ROOT, SOURCES, TESTS, offenders, relative, text, tree

FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "base", "misc"}
IDIOM = re.compile(r"(^|_)(told|hold|holds|ask|asks|asked|asking|beside|spared|errand|knobs)(_|$)", re.IGNORECASE)
CUT = re.compile(r"\.limit\((?:[2-9]|\d\d+|[A-Z_]+)\)")
ENVIRONMENT = re.compile(r"os\.environ|getenv\(")
NAIVE_TIME = re.compile(r"datetime\.now\(\)|utcnow\(")


def _lines(path: Path) -> int:
    return len(text(path).splitlines())


def test_a_source_file_stays_short():
    assert offenders(lambda path: _lines(path) > 300) == []


def test_a_test_file_stays_readable():
    assert offenders(lambda path: _lines(path) > 500, TESTS) == []


def test_no_file_has_a_name_that_says_nothing():
    assert offenders(lambda path: {path.stem, path.parent.name} & FORBIDDEN_NAMES) == []


def test_nobody_commits_but_the_kit():
    def commits(path: Path) -> bool:
        return not path.is_relative_to(ROOT / "libs" / "servicekit") and bool(
            re.search(r"\.(commit|rollback)\(\)", text(path))
        )

    assert offenders(commits) == []


def test_the_environment_is_read_in_settings():
    def reads(path: Path) -> bool:
        may = path.name == "settings.py" or path.is_relative_to(ROOT / "deploy")
        return not may and bool(ENVIRONMENT.search(text(path)))

    assert offenders(reads) == []


def test_time_is_aware():
    assert offenders(lambda path: NAIVE_TIME.search(text(path))) == []


def test_no_import_hides_in_a_function():
    def hides(path: Path) -> bool:
        functions = (each for each in ast.walk(tree(path)) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)))
        return any(isinstance(inner, (ast.Import, ast.ImportFrom)) for each in functions for inner in ast.walk(each))

    assert offenders(hides) == []


def test_filters_of_a_list_are_declared_and_not_written_by_hand():
    lists = [path for path in SOURCES if path.name in ("repository.py", "routes.py")]
    assert offenders(lambda path: "def matching(" in text(path), lists) == []


def test_no_list_is_cut_silently():
    """A page says where it goes on; other statements are cut only where they lock rows or take what is due in turns."""

    def cuts(path: Path) -> bool:
        near = [each.string[max(0, each.start() - 400) : each.end() + 40] for each in CUT.finditer(text(path))]
        return any("with_for_update" not in words and "# in turns" not in words for words in near)

    assert offenders(cuts) == []


def test_no_identifier_is_a_word_of_insiders():
    """Names are the field's own: words that only insiders read have no place in an identifier."""

    def insiders(path: Path) -> bool:
        if not IDIOM.search(re.sub(r"\W", "_", text(path))):  # most files hold no such word, and need no tokens
            return False
        tokens = tokenize.generate_tokens(io.StringIO(text(path)).readline)
        return any(token.type == tokenize.NAME and IDIOM.search(token.string) for token in tokens)

    assert offenders(insiders) == []


OWN = {
    "libs/servicekit/src/servicekit/security_log.py", "libs/servicekit/src/servicekit/history/routes.py",
    "libs/servicekit/src/servicekit/attachments/routes.py", "libs/countykit/src/countykit/evidence.py",
    "libs/countykit/src/countykit/cases.py", "services/certificate-svc/src/certificate_svc/charges/schemas.py",
    "services/certificate-svc/src/certificate_svc/demands/repository.py",
    "services/certificate-svc/src/certificate_svc/demands/schemas.py",
    "services/checklist-svc/src/checklist_svc/admissions/models.py", "gateway/src/gateway/identity/revocation.py",
}  # fmt: skip
"""What an account may read or remove as its own, and whom a list names already; no rule about a second person."""


def _by_login(node: ast.AST) -> bool:
    """Whether a comparison, in Python or in SQL, asks for the one login of the token."""
    if isinstance(node, ast.Compare):
        return "caller.sub" in {ast.unparse(each) for each in (node.left, *node.comparators)}
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return named and node.func.attr in SQL_COMPARISONS and "caller.sub" in ast.unparse(ast.Tuple(elts=node.args))


SQL_COMPARISONS = {"is_distinct_from", "is_not_distinct_from", "contains", "in_", "not_in"}


def test_persons_are_compared_and_not_their_logins():
    """The same person under two logins is no second person (decision 0090)."""
    found = {relative(path) for path in SOURCES if any(map(_by_login, ast.walk(tree(path))))}
    assert found <= OWN
