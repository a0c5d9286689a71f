"""Troubles in words, wherever they were met."""

import asyncpg
import pytest
from songbang.complaints import sentence
from sqlalchemy.exc import DBAPIError

FULL = asyncpg.DiskFullError("could not extend file: No space left on device")


def wrapped(error: Exception) -> Exception:
    """As SQLAlchemy raises what asyncpg said: its dialect puts one error around it, its engine another."""
    try:
        try:
            raise RuntimeError("the dialect's") from error
        except RuntimeError as inner:
            raise DBAPIError("SELECT 1", {}, inner) from inner
    except DBAPIError as outer:
        return outer


@pytest.mark.parametrize("error", [FULL, wrapped(FULL)], ids=["by the driver", "through the ORM"])
def test_a_full_disk_is_the_same_sentence_wherever_it_was_met(error):
    assert sentence(error).startswith("PostgreSQL's disk is full: could not extend file")


def test_a_wrong_password_is_told_through_the_orm_too():
    assert "SONGBANG_ADMIN_PASSWORD" in sentence(wrapped(asyncpg.InvalidPasswordError("no")))
