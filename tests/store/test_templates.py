"""Are drafts and examples there to be copied, whole and by name?"""

from __future__ import annotations

from pathlib import Path

import pytest

from lineproof.contract.check import check
from lineproof.model.errors import LineproofError, StoreError
from lineproof.sources.folder import read_case
from lineproof.store.templates import copy_example, examples, write_draft


def test_a_draft_has_nothing_open(tmp_path: Path) -> None:
    """It is a draft, so that its hashes and dates don't count yet."""
    write_draft(tmp_path)
    case = read_case(tmp_path)
    assert case.contract.draft
    assert check(case) == ()


def test_a_draft_needs_a_folder(tmp_path: Path) -> None:
    """A file in its place is told."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError):
        write_draft(tmp_path / "file")


def test_examples_are_folders_with_a_contract(tmp_path: Path) -> None:
    """Each can be copied and read; what was prepared of it stays behind."""
    known = examples()
    assert {"01-access-593", "02-circuits-121"} <= set(known)
    for name in known:
        copy_example(tmp_path / name, name)
        assert read_case(tmp_path / name).contract.contract.id
        assert not (tmp_path / name / ".lineproof").exists()


def test_an_unknown_example_names_those_there_are(tmp_path: Path) -> None:
    """A path is no name."""
    for name in ("nosuch", "..", "01-access-593/records"):
        with pytest.raises(LineproofError, match="use one of 01-access-593"):
            copy_example(tmp_path, name)
