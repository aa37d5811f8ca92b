"""Does all of it hold on PostgreSQL too? The same tests once more, on a server of their own.

The browser's tests stay with SQLite: what they look at doesn't depend on the database.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.live.postgres import USER, postgres

HERE = Path(__file__).parent
LEFT_OUT = ("test_postgresql.py", "test_journey.py", "test_configuration.py", "test_settings.py")


def test_the_same_tests_pass_on_postgresql() -> None:
    """Each test of this folder that asks the database passes with DATABASE_URL set."""
    with postgres() as running:
        running.create("lineproof", "select 1")
        url = f"postgresql://{USER}@/lineproof?host={running.folder}"
        left_out = [f"--ignore={HERE / name}" for name in LEFT_OUT]
        command = [sys.executable, "-m", "pytest", str(HERE), "-q", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, *left_out],
            env={**os.environ, "DATABASE_URL": url},
            cwd=HERE.parents[1],
            check=False,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stdout[-6000:]
