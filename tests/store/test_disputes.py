"""Is a dispute written whole or not at all, each under an id of its own?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.reconcile.disputes import Register
from lineproof.sources.folder import read_contract
from lineproof.store.disputes import Kept, keep_dispute
from lineproof.store.records import append_records

NONE = Register((), ())


def _files(name: str) -> Mapping[str, bytes]:
    return {"letter.pdf": name.encode(), "evidence.zip": b"PK"}


def _rows(name: str, amount: str = "5.00") -> Sequence[Mapping[str, str]]:
    own = {"recorded_at": "2025-03-05T09:00:00Z", "by": "ann", "dispute": name, "event": "draft",
           "date": "2025-03-05", "amount": amount, "bill": "B1"}  # fmt: skip
    return [own | {"cause": "ceased"}, own | {"cause": "tax"}]


def _keep(
    folder: Path, made: Callable[[str], Mapping[str, bytes]] = _files, amount: str = "5.00"
) -> Kept:
    contract = read_contract(folder)
    return keep_dispute(
        folder, NONE, made, lambda n: append_records(folder, contract, "disputes", _rows(n, amount))
    )


def test_files_and_records_go_together(small: Path) -> None:
    """Two causes, two rows, one folder."""
    kept = _keep(small)
    assert (kept.id, kept.folder) == ("D001", small / "disputes" / "D001")
    assert (kept.folder / "letter.pdf").read_bytes() == b"D001"
    text = (small / "records" / "disputes.csv").read_text("utf-8")
    assert text.count("D001,draft") == 2


def test_two_at_once_dispute_the_same_bill_once(small: Path) -> None:
    """Both looked before either wrote: the second is refused under the lock, its folder gone."""
    _keep(small)
    with pytest.raises(InputRefusedError, match="disputed already: D001"):
        _keep(small)
    assert [path.name for path in (small / "disputes").iterdir()] == ["D001"]


def test_what_cannot_be_recorded_is_not_kept(small: Path) -> None:
    """An amount of 0 is no dispute: neither rows nor files remain."""
    with pytest.raises(InputRefusedError):
        _keep(small, amount="0.00")
    assert not (small / "records" / "disputes.csv").exists()
    assert list((small / "disputes").iterdir()) == []


def test_a_letter_that_cannot_be_made_leaves_nothing(small: Path) -> None:
    """An error while its files are made: no folder, no row."""

    def broken(name: str) -> Mapping[str, bytes]:
        raise OSError(28, f"no room for {name}")

    with pytest.raises(OSError, match="no room"):
        _keep(small, broken)
    assert not (small / "disputes").exists()
    assert not (small / "records" / "disputes.csv").exists()
