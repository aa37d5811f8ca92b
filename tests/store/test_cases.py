"""Whether a folder's case knows its sealed months."""

from __future__ import annotations

from pathlib import Path

from tests.seal.folder import seal_path, write_folder

from lineproof.sources.folder import read_case
from lineproof.store.cases import open_case


def test_a_case_comes_with_its_sealed_months(tmp_path: Path) -> None:
    """None, then January; what is read from the folder itself is the same."""
    folder = write_folder(tmp_path / "c")
    assert open_case(folder).sealed == ()
    seal_path(folder)
    (booked,) = open_case(folder).sealed
    assert (booked.month, booked.deferred) == ("2024-01", (("2024-02", -16_100),))
    assert open_case(folder).contract == read_case(folder).contract
