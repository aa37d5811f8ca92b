"""Does the bench measure the bills that it says it measures?"""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import billing


@pytest.mark.parametrize("name", ["xlsx", "csv", "parquet"])
def test_each_file_is_read_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """Fifty lines of 812.90 each: what is read is held to that, and times come back."""
    monkeypatch.setattr(billing, "SHEET_LINES", 50)
    monkeypatch.setattr(billing, "LINES", 50)
    billing._write(tmp_path)  # noqa: SLF001 - what `billed` writes first
    found = billing.measured(tmp_path, name, 1)
    assert found.keys() == ({"ours", "peer"} if name == "xlsx" else {"ours"})
    assert all(len(times) == 1 for times in found.values())
