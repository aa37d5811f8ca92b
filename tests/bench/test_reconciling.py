"""Does the benchmark's bill hold the mistakes it says, and do both sides find the same sum?"""

from pathlib import Path

import pytest
from bench.contract import write_contract
from bench.reconciling import claim_of, main, peer, write_bill


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_what_is_planted_is_found(tmp_path: Path, form: str) -> None:
    """2,000 circuits, one in fifty wrong; it ends the program where a sum is another."""
    write_contract(tmp_path, circuits=2_000)
    times = main(tmp_path, form, 1)
    assert set(times) == ({"compare", "peer"} if form == "parquet" else {"compare"})


def test_the_peer_finds_what_was_planted(tmp_path: Path) -> None:
    """The sums by circuit, whatever their cause, are those of all mistakes."""
    write_contract(tmp_path, circuits=2_000)
    claim = claim_of(tmp_path)
    planted = write_bill(claim, tmp_path / "bill.parquet")
    found = dict(peer(tmp_path / "bill.parquet", claim))
    assert sum(found.values()) == sum(planted.values()) > 0
