"""Does all of it hold on PostgreSQL too? The tests that ask the database, on a server of their own.

The browser's tests stay with SQLite: what they look at doesn't depend on the database. They are run
in parts, so that no worker has them all.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.live.postgres import USER, postgres

HERE = Path(__file__).parent
PARTS = 3
LEFT_OUT = {"test_postgresql.py", "test_configuration.py", "test_settings.py"}


def part(number: int) -> list[Path]:
    """Return every so-many-th file of tests, but for browsers' journeys."""
    files = (path for path in sorted(HERE.rglob("test_*.py")) if path.name not in LEFT_OUT)
    return [path for path in files if "journey" not in path.name][number::PARTS]


@pytest.mark.long
@pytest.mark.parametrize("number", range(PARTS))
def test_the_same_tests_pass_on_postgresql(number: int) -> None:
    """Each test that asks the database passes with DATABASE_URL set: see conftest.py."""
    with postgres() as running:
        running.create("lineproof", "select 1")
        url = f"postgresql://{USER}@/lineproof?host={running.folder}"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, *map(str, part(number))],
            env={**os.environ, "DATABASE_URL": url},
            cwd=HERE.parents[1],
            check=False,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stdout[-6000:]
    assert " passed" in done.stdout, done.stdout[-6000:]
