"""Does the bench of the web application visit each page, and count what the server takes?"""

from __future__ import annotations

from pathlib import Path

from bench.visiting import PAGES
from bench.web import Waited, main, p95_s


def test_pages_are_visited(tmp_path: Path) -> None:
    """A thousand circuits in SQLite: two of the pages three times, after their first."""
    found = main(tmp_path, "sqlite", circuits=1_000, requests=3, pages=("list", "line"))
    pages = found["pages"]
    assert isinstance(pages, dict)
    waited = {name: Waited(**each) for name, each in pages.items()}
    assert set(waited) == {"list", "line"} < set(PAGES)
    assert all(len(each.seconds) == 3 for each in waited.values())
    assert all(0 < p95_s(each.seconds) < 60 for each in waited.values())
    assert all(len(each.pressed) == 3 for each in waited.values())
    assert all(each.cpu_s > 0 for each in waited.values())
