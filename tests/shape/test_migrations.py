"""Migrations add; what a release no longer uses goes in a release after it, so that release N-1 serves on schema N."""

import ast

import pytest
from contracts.version import VERSION
from servicekit.compatibility import FIRST_RELEASE, numbers

from tests.shape.migration_rules import MIGRATIONS, contractions, min_release, tree
from tests.shape.sources import relative


def test_a_migration_only_adds_unless_it_says_which_releases_run_on_what_it_leaves():
    silent = {
        relative(path): found
        for path in MIGRATIONS
        if (found := contractions(tree(path))) and min_release(tree(path)) is None
    }
    assert silent == {}, 'add instead, or write min_release = "x.y.z": the release that stopped using it'


def test_what_is_taken_away_was_used_no_more_by_a_release_before_this_one():
    marks = {relative(path): mark for path in MIGRATIONS if (mark := min_release(tree(path)))}
    # Before the first release that reads the marks nothing could run beside anything.
    wrong = {
        path: mark for path, mark in marks.items()
        if numbers(mark) < numbers(FIRST_RELEASE) or (numbers(mark) >= numbers(VERSION) and mark != FIRST_RELEASE)
    }  # fmt: skip
    assert wrong == {}


@pytest.mark.parametrize(
    "act",
    [
        'op.drop_column("board", "place")',
        'op.drop_table("board")',
        'op.rename_table("board", "sign")',
        'op.drop_constraint("board_key", "board")',
        'op.alter_column("board", "place", nullable=False)',
        'op.alter_column("board", "place", new_column_name="spot")',
        'op.alter_column("board", "place", server_default=None)',
        'op.add_column("board", sa.Column("place", sa.Text(), nullable=False))',
        'op.create_unique_constraint("one", "board", ["place"])',
        'op.create_index("one", "board", ["place"], unique=True)',
        'op.execute("ALTER TABLE board DROP COLUMN place")',
        'op.execute(f"ALTER TABLE {name} RENAME TO sign")',
        'op.execute("ALTER TABLE board ALTER COLUMN place SET NOT NULL")',
        'op.execute("ALTER TABLE board ADD COLUMN place text NOT NULL")',
    ],
)
def test_what_the_release_before_cannot_live_with_is_seen(act):
    assert contractions(ast.parse(f'"""doc"""\ndef upgrade():\n    {act}\n'))


@pytest.mark.parametrize(
    "act",
    [
        'op.add_column("board", sa.Column("place", sa.Text(), nullable=True))',
        'op.add_column("board", sa.Column("place", sa.Text(), server_default="", nullable=False))',
        'op.alter_column("board", "place", nullable=True)',
        'op.create_table("sign", sa.Column("id", sa.Uuid()))\n    op.create_index("one", "sign", ["id"], unique=True)',
        'op.drop_index("board_place", table_name="board")',
        "op.execute(\"ALTER TABLE board ADD COLUMN place text NOT NULL DEFAULT ''\")",
    ],
)
def test_what_only_adds_is_let_pass(act):
    assert contractions(ast.parse(f'"""doc"""\ndef upgrade():\n    {act}\n')) == []
