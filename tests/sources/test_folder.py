"""Is a folder read into one case, or refused with every reason? Bad input is in tests/cli."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.folder import (
    file_content,
    read_case,
    read_contract,
    read_folder,
    read_workdays,
)


def edit(folder: Path, old: str, new: str) -> None:
    """Replace a text in the contract."""
    path = folder / "contract.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_folder_is_a_case(small: Path) -> None:
    """Its schedule in line order, a frame a kind of record, the calendar, no findings."""
    case = read_case(small)
    assert list(case.schedules) == ["circuits.csv"]
    assert case.schedules["circuits.csv"]["line"].to_list() == ["1", "2", "3", "4", "5", "10"]
    assert sorted(case.records) == ["invoices", "lifecycle", "payments", "scores"]
    assert case.workdays is not None
    assert case.workdays.is_workday(dt.date(2024, 2, 18))
    assert case.findings == ()


def test_every_reason_is_told_at_once(small: Path) -> None:
    """A schedule that isn't there, a file that is no record, and a cell that is no number."""
    (small / "circuits.csv").unlink()
    (small / "records" / "notes.txt").write_text("", "utf-8")
    scores = small / "records" / "scores.csv"
    scores.write_text(scores.read_text("utf-8").replace("59.99", "x"), "utf-8")
    read = read_folder(small)
    assert read.case is None
    codes = ["E-FILE-MISSING", "E-RECORD-KIND", "E-DECIMAL"]
    assert [finding.code for finding in read.findings] == codes
    with pytest.raises(InputRefusedError) as refused:
        read_case(small)
    assert refused.value.findings == read.findings


def test_a_kind_without_a_file_is_absent(small: Path) -> None:
    """Nothing is known of it, which isn't the same as no rows."""
    shutil.rmtree(small / "records")
    assert read_case(small).records == {}
    (small / "records").mkdir()
    assert read_case(small).records == {}


def test_a_folder_without_a_contract_is_refused(tmp_path: Path) -> None:
    """Whatever is asked of it."""
    for ask in (read_folder, read_case, read_contract):
        with pytest.raises(InputRefusedError, match=r"contract.toml doesn't exist"):
            ask(tmp_path)


def test_a_contract_that_is_no_text_is_only_that(small: Path) -> None:
    """It isn't said to lack every key as well."""
    (small / "contract.toml").write_bytes(b"\xff\xff")
    with pytest.raises(InputRefusedError) as refused:
        read_contract(small)
    assert [finding.code for finding in refused.value.findings] == ["E-ENCODING"]


def test_a_draft_may_change(small: Path) -> None:
    """Its hashes are those of other days; once it is signed, they count."""
    edit(small, 'sha256 = "', 'sha256 = "0000')
    edit(small, 'sha256 = "0000', f'sha256 = "{"0" * 64}" # ')
    assert [finding.code for finding in read_folder(small).findings] == ["E-HASH"]
    edit(small, 'schema = "contract/1"', 'schema = "contract/1"\ndraft = true')
    assert read_folder(small).findings == ()


def _another_schedule(small: Path, more: str) -> list[str]:
    term = '[[term]]\nid = "MORE"\nkind = "circuit_schedule"\nclause = "2"\nfile = "circuits.csv"\n'
    edit(small, '[[term]]\nid = "SETUP"', f'{term}{more}\n[[term]]\nid = "SETUP"')
    return [finding.code for finding in read_folder(small).findings]


def test_every_term_pins_its_own_hash(small: Path) -> None:
    """Two terms of one file, one of which pins what it isn't."""
    assert _another_schedule(small, f'sha256 = "{"1" * 64}"\n') == ["E-HASH"]


def test_a_file_is_one_schedule(small: Path) -> None:
    """Two sheets of it would be two."""
    assert _another_schedule(small, 'sheet = "two"\n') == ["E-FILE-SHEET"]


def test_a_pinned_calendar_is_read(small: Path) -> None:
    """From the folder, and only as pinned."""
    (small / "days.csv").write_text("date,kind\n2024-01-01,holiday\n", "utf-8")
    edit(small, 'workdays = "CN"', 'file = "days.csv"')
    case = read_case(small)
    assert case.workdays is not None
    assert case.workdays.years == (2024,)
    assert read_workdays(small, case.contract, case.positions) == case.workdays
    edit(small, 'file = "days.csv"', f'file = "days.csv"\nsha256 = "{"0" * 64}"')
    assert [finding.code for finding in read_folder(small).findings] == ["E-HASH"]
    (small / "days.csv").unlink()
    assert [finding.code for finding in read_folder(small).findings] == ["E-FILE-MISSING"]


def test_only_what_lies_in_the_folder_is_opened(small: Path) -> None:
    """Content, or a finding where it is named."""
    content, findings = file_content(small, "records/scores.csv", named_at="x:1")
    assert content is not None
    assert findings == ()
    for file, code in (
        ("..", "E-FILE-OUTSIDE"),
        ("records/../circuits.csv", "E-FILE-OUTSIDE"),
        ("/etc/passwd", "E-FILE-OUTSIDE"),
        (".", "E-FILE-UNREADABLE"),
        ("a\0b", "E-FILE-UNREADABLE"),
        ("circuits.csv/x", "E-FILE-MISSING"),
        ("x" * 300, "E-FILE-UNREADABLE"),
    ):
        content, (finding,) = file_content(small, file, named_at="x:1")
        assert content is None
        assert (finding.code, finding.where) == (code, "x:1")
