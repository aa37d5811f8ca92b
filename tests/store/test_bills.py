"""Are bills kept whole, once, and as they were sent?"""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from tests.billing import bill_of
from tests.disk import fill, small_disk

from lineproof.model.bill import Bill
from lineproof.model.canonical import sha256_hex
from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.sources.bill_columns import Layout
from lineproof.store.bills import (
    FAST_LINES_MIN,
    bill_folder,
    keep_bill,
    key_of,
    read_bill,
    read_bills,
    save_layout,
    saved_layouts,
    verify_kept,
)

CONTENT = b"Circuit,Gross\nC1,5.00\n"
BILL = bill_of({"circuit": "C1", "gross": 500}, sha256=sha256_hex(CONTENT))


def keep(folder: Path, bill: Bill = BILL, content: bytes = CONTENT) -> bool:
    """Keep a bill, and return whether it is new."""
    return keep_bill(folder, bill, {bill.file: content}).is_new


def without_rows(bill: Bill) -> object:
    """Return what of a bill must come back: where a line stood in its file is not kept."""
    return bill.lines.drop("row").rows(), {k: v for k, v in vars(bill).items() if k != "lines"}


def refusal(folder: Path, bill: Bill = BILL) -> list[str]:
    """Return the codes of why a bill isn't kept."""
    with pytest.raises(InputRefusedError) as refused:
        keep(folder, bill)
    return [finding.code for finding in refused.value.findings]


def test_a_bill_comes_back_and_its_original_stays_as_it_was(tmp_path: Path) -> None:
    """Head, lines and bytes."""
    assert keep(tmp_path)
    assert without_rows(read_bill(tmp_path, "R1")) == without_rows(BILL)
    assert (tmp_path / "bills" / "R1" / "original.csv").read_bytes() == CONTENT


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    """Not a byte, nor a time of change."""
    keep(tmp_path)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "bills").rglob("*")}
    assert not keep(tmp_path)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "bills").rglob("*")} == before


def test_the_same_number_with_other_content_is_refused(tmp_path: Path) -> None:
    """A bill is corrected by a credit note; what was kept stays."""
    keep(tmp_path)
    other = bill_of({"circuit": "C1", "gross": 600}, sha256="1" * 64)
    assert refusal(tmp_path, other) == ["E-BILL-KNOWN"]
    assert read_bill(tmp_path, "R1").totals.gross == 500


def test_many_lines_are_read_from_parquet_and_lie_there_as_csv_too(tmp_path: Path) -> None:
    """From 20,000 lines on; a line less has CSV alone. Both are read the same."""
    rows = [{"circuit": f"C{n}", "gross": n, "price": "0.12"} for n in range(FAST_LINES_MIN)]
    for count, names in (
        (FAST_LINES_MIN, {"bill.json", "lines.csv", "lines.parquet", "original.csv"}),
        (FAST_LINES_MIN - 1, {"bill.json", "lines.csv", "original.csv"}),
    ):
        bill = bill_of(*rows[:count], number=f"R-{count}", sha256=str(count).rjust(64, "0"))
        keep(tmp_path, bill)
        place = bill_folder(tmp_path, bill.number)
        assert {p.name for p in place.iterdir()} == names
        assert without_rows(read_bill(tmp_path, bill.number)) == without_rows(bill)


@pytest.mark.parametrize("name", ["lines.csv", "original.csv", "bill.json"])
def test_what_was_changed_since_is_found(tmp_path: Path, name: str) -> None:
    """One byte in any file; a bill that can't be trusted is not read."""
    keep(tmp_path)
    path = tmp_path / "bills" / "R1" / name
    path.write_bytes(path.read_bytes().replace(b"5.00", b"6.00").replace(b'"number"', b'"numbr"'))
    with pytest.raises(InputRefusedError) as refused:
        verify_kept(bill_folder(tmp_path, "R1") if name != "bill.json" else path.parent)
    assert refused.value.findings[0].code == "E-BILL-STORED"


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, '{"number": 1}'])
def test_a_head_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    """Whatever stands in it."""
    keep(tmp_path)
    (tmp_path / "bills" / "R1" / "bill.json").write_text(text)
    with pytest.raises(InputRefusedError) as refused:
        read_bills(tmp_path)
    assert refused.value.findings[0].code == "E-BILL-STORED"


def test_a_head_whose_amounts_are_none_is_told(tmp_path: Path) -> None:
    """It is JSON with all its keys, and no bill."""
    keep(tmp_path)
    path = tmp_path / "bills" / "R1" / "bill.json"
    head = json.loads(path.read_text())
    path.write_text(json.dumps(head | {"totals": {"net": "x"}}))
    with pytest.raises(InputRefusedError) as refused:
        read_bills(tmp_path)
    assert refused.value.findings[0].code == "E-BILL-STORED"


def test_bills_come_by_day_and_number_and_none_is_no_error(tmp_path: Path) -> None:
    """R2 of March comes before R1 of April."""
    assert read_bills(tmp_path) == ()
    keep(tmp_path)
    earlier = bill_of({"gross": 1}, number="R2", sha256="2" * 64, issued=None)
    keep(tmp_path, earlier)
    assert [bill.number for bill in read_bills(tmp_path)] == ["R2", "R1"]


def test_a_bill_that_is_not_there_names_the_others(tmp_path: Path) -> None:
    """The message lists what could have been meant."""
    keep(tmp_path)
    with pytest.raises(InputRefusedError, match="there are R1"):
        read_bill(tmp_path, "R7")


@pytest.mark.parametrize(
    "number", ["2025/03", "../../x", ".", "..", "", "columns", "a\0b", "数电票", "x" * 300]
)
def test_any_number_has_a_folder_of_its_own_inside(tmp_path: Path, number: str) -> None:
    """None leaves the folder, and different numbers never share one."""
    keep(tmp_path, bill_of({"gross": 1}, number=number, sha256="3" * 64))
    (place,) = (p for p in (tmp_path / "bills").iterdir() if p.is_dir())
    assert place.parent == tmp_path / "bills"
    assert read_bill(tmp_path, number).number == number
    assert len({key_of(n) for n in (number, f"{number}/", f"{number}-")}) == 3


def test_a_full_disk_keeps_nothing_of_a_bill(tmp_path: Path) -> None:
    """Not even its folder."""
    with small_disk(tmp_path / "disk") as disk:
        (disk / ".lineproof").mkdir()
        (disk / ".lineproof" / "lock").touch()
        fill(disk)
        with pytest.raises(StoreError, match="nothing was changed"):
            keep(disk, BILL, b"x" * 100_000)
        assert not (disk / "bills").exists()


def test_two_at_once_keep_a_bill_once(tmp_path: Path) -> None:
    """Eight threads bring in one file: one of them finds it new."""
    came: list[bool] = []
    threads = [threading.Thread(target=lambda: came.append(keep(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == [False] * 7 + [True]


def test_layouts_are_kept_by_provider(tmp_path: Path) -> None:
    """One for each set of headers; another provider has none."""
    first = Layout(("Circuit", "Amount"), ("circuit", "net"))
    second = Layout(("Circuit", "Gross"), ("circuit", "gross"))
    for layout in (first, second, first):
        save_layout(tmp_path, "P", layout)
    assert saved_layouts(tmp_path, "P") == (second, first)
    assert saved_layouts(tmp_path, "Q") == ()
