"""Does a bill come in as its users bring it: guessed, confirmed, kept, and known the next time?"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.e_invoices import AGREED, BLUE, RED, fapiao, ubl

from lineproof.cli.main import run
from lineproof.store.bills import key_of

Bill: TypeAlias = Callable[..., tuple[int, str, str]]

MARCH = """\
Circuit No.;Billing period;Narrative;Amount due
C-1;2025年3月;rent;1.234,56
C-3;2025年3月;rent;600,00
Total;;;1.834,56
"""


@pytest.fixture
def bill(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bill:
    """Return what runs `lineproof bill` and gives its exit code, output and errors."""

    def bill(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["lineproof", "bill", *map(str, arguments)])
        code = run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return bill


@pytest.fixture
def march(tmp_path: Path) -> Path:
    """Return a carrier's sheet for March, with semicolons and decimal commas."""
    path = tmp_path / "march.csv"
    path.write_text(MARCH, "utf-8")
    return path


def codes(out: str) -> list[str]:
    """Return the codes of the findings printed as JSON."""
    return [finding["code"] for finding in json.loads(out)["findings"]]


def kept(folder: Path) -> list[str]:
    """Return the files below `bills`."""
    return sorted(str(p.relative_to(folder)) for p in (folder / "bills").rglob("*") if p.is_file())


def test_a_layout_is_asked_about_once_and_then_used_silently(
    bill: Bill, small: Path, march: Path, tmp_path: Path
) -> None:
    """Exit 1 and nothing written; --confirm keeps both; the next month passes in silence."""
    code, out, _ = bill("import", small, march, "--number", "R3")
    assert (code, "Amount due" in out, "1.234,56" in out) == (1, True, True)
    assert not (small / "bills").exists()
    code, out, _ = bill("import", small, march, "--number", "R3", "--confirm")
    assert (code, "1,834.56 CNY" in out) == (0, True)
    april = tmp_path / "april.csv"
    april.write_text(MARCH.replace("3月", "4月"), "utf-8")
    code, out, _ = bill("import", small, april, "--number", "R4", "--json")
    assert (code, json.loads(out)["files"][0]["columns"]) == (0, [])
    assert kept(small) == [
        "bills/R3/bill.json", "bills/R3/lines.csv", "bills/R3/original.csv",
        "bills/R4/bill.json", "bills/R4/lines.csv", "bills/R4/original.csv",
        f"bills/columns/{key_of('The provider')}.toml",
    ]  # fmt: skip


def test_a_bill_twice_changes_nothing_and_its_number_is_taken(
    bill: Bill, small: Path, march: Path, tmp_path: Path
) -> None:
    """The same hash: exit 0. The same number with other content: refused, exit 2."""
    bill("import", small, march, "--number", "R3", "--confirm")
    code, out, _ = bill("import", small, march, "--number", "R3")
    assert (code, "nothing was changed" in out) == (0, True)
    other = tmp_path / "other.csv"
    other.write_text(MARCH.replace("600", "700").replace("1.834", "1.934"), "utf-8")
    code, out, _ = bill("import", small, other, "--number", "R3", "--json")
    assert (code, codes(out)) == (2, ["E-BILL-KNOWN"])


def test_a_bill_that_does_not_add_up_is_kept_and_told(bill: Bill, small: Path, march: Path) -> None:
    """Its total says 0.01 more than its lines: it can only be disputed once it is here."""
    march.write_text(MARCH.replace("1.834,56", "1.834,57"), "utf-8")
    code, out, _ = bill("import", small, march, "--number", "R3", "--confirm", "--json")
    assert (code, codes(out)) == (1, ["E-BILL-SUM"])
    assert json.loads(out)["findings"][0]["amount"] == "0.01"
    assert "bills/R3/bill.json" in kept(small)


def test_one_bad_row_keeps_the_whole_bill_out(bill: Bill, small: Path, march: Path) -> None:
    """Row 3's amount is none: exit 2, the row named, nothing written."""
    march.write_text(MARCH.replace("600,00", "6OO,00"), "utf-8")
    code, out, _ = bill("import", small, march, "--number", "R3", "--confirm", "--json")
    finding = json.loads(out)["findings"][0]
    assert (code, finding["code"], finding["where"]) == (2, "E-MONEY", "march.csv:3")
    assert not (small / "bills").exists()


def test_several_files_and_one_that_is_refused(
    bill: Bill, small: Path, march: Path, tmp_path: Path
) -> None:
    """What is right comes in; the other stops nothing, and the exit code says that it was there."""
    march.write_text(MARCH.replace("Narrative", "Invoice no").replace("rent", "R3"), "utf-8")
    empty = tmp_path / "empty.csv"
    empty.touch()
    code, out, _ = bill("import", small, empty, march, "--confirm", "--json")
    assert (code, codes(out)) == (2, ["E-FILE-EMPTY"])
    assert [each["bill"] is None for each in json.loads(out)["files"]] == [True, False]


def test_list_and_show(bill: Bill, small: Path, march: Path) -> None:
    """In both languages and as JSON; a number that isn't there names those that are."""
    assert bill("list", small)[1].strip() == "No bill was brought in yet."
    bill("import", small, march, "--number", "R3", "--confirm", "--issued", "2025-04-02")
    assert "2025-04-02" in bill("list", small, "--language", "zh")[1]
    assert "C-3" in bill("show", small, "R3")[1]
    shown: Any = json.loads(bill("show", small, "R3", "--json")[1])
    assert [line["gross"] for line in shown["lines"]] == ["1234.56", "600.00"]
    code, _, err = bill("show", small, "R9")
    assert (code, "there are R3" in err) == (2, True)


def test_a_changed_original_is_not_shown(bill: Bill, small: Path, march: Path) -> None:
    """What was kept as evidence must be what was sent."""
    bill("import", small, march, "--number", "R3", "--confirm")
    (small / "bills" / "R3" / "original.csv").write_bytes(b"x")
    code, _, err = bill("show", small, "R3")
    assert (code, "E-BILL-STORED" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--column", "net"), "NAME=HEADER"),
        (("--column", "price_of=Amount due"), "price_of"),
        (("--currency", "yuan"), "ISO 4217"),
        (("--issued", "yesterday"), "--issued"),
        (("--number",), "--number"),
    ],
)
def test_arguments_that_mean_nothing_are_told(
    bill: Bill, small: Path, march: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Exit 2, and which option it was."""
    code, out, err = bill("import", small, march, *arguments)
    assert (code, said in out + err) == (2, True)


def test_files_that_cannot_be_opened_and_options_for_one(
    bill: Bill, small: Path, march: Path, tmp_path: Path
) -> None:
    """A folder is no file; one number is for one file."""
    assert bill("import", small, tmp_path)[0] == 2
    assert bill("import", small, tmp_path / "none.csv")[0] == 2
    assert bill("import", small, march, march, "--number", "R1")[0] == 2


def test_an_e_invoice_needs_no_map_and_is_held_to_both_checks(
    bill: Bill, small: Path, tmp_path: Path
) -> None:
    """Valid by the official rules and 0.90 too dear by ours: kept, and told; other currency too."""
    path = tmp_path / "bill.xml"
    path.write_bytes(ubl(tax="52.20", gross="322.20", payable="222.20"))
    code, out, _ = bill("import", small, path, "--json")
    told = {"E-BILL-TAX", "W-BILL-CURRENCY", "W-BILL-CONTRACT", "W-BILL-PARTY"}
    assert (code, set(codes(out))) == (1, told)
    assert "bills/R-1/original.xml" in kept(small)


def test_an_e_invoice_that_breaks_rules_is_kept_and_told(
    bill: Bill, small: Path, tmp_path: Path
) -> None:
    """Tax 1.10 too high: the official rules and ours say so."""
    path = tmp_path / "bill.xml"
    path.write_bytes(ubl(tax="52.40", gross="322.40", payable="222.40"))
    code, out, _ = bill("import", small, path, "--json")
    assert (code, {"E-BILL-RULE", "E-BILL-TAX"} <= set(codes(out))) == (1, True)


def test_an_e_fapiao_with_its_circuits_in_a_sheet(bill: Bill, small: Path, tmp_path: Path) -> None:
    """600.00 + 36.00 on the invoice; two circuits of 318.00 with tax in the sheet, or 318.01."""
    invoice, sheet = tmp_path / "fp.xml", tmp_path / "sheet.csv"
    invoice.write_bytes(fapiao())
    sheet.write_text(
        "电路编号,账期,价税合计\nC-1,2025年3月,318.00\nC-3,2025年3月,318.01\n", "utf-8"
    )
    code, out, _ = bill("import", small, invoice, "--detail", sheet, "--confirm", "--json")
    assert (code, codes(out)) == (2, ["E-BILL-DETAIL"])
    sheet.write_text(sheet.read_text("utf-8").replace("318.01", "318.00"), "utf-8")
    code, out, _ = bill("import", small, invoice, "--detail", sheet, "--confirm", "--json")
    assert (code, json.loads(out)["files"][0]["bill"]["totals"]["net"]) == (0, "600.00")
    assert [p.split("/")[-1] for p in kept(small)[:4]] == [
        "bill.json", "detail.csv", "lines.csv", "original.xml",
    ]  # fmt: skip


def test_a_red_one_after_its_blue_one(bill: Bill, small: Path, tmp_path: Path) -> None:
    """Without the blue one: a warning. It gives back all of it: fine. Twice as much: an error."""
    red = fapiao(("-600.00", "0.06", "-36.00"), number=RED, is_blue=False, remark=(
        f"被红冲蓝字数电发票号码：{BLUE} 红字发票信息确认单编号：{AGREED}"
    ))  # fmt: skip
    paths = [tmp_path / name for name in ("blue.xml", "red.xml", "again.xml")]
    again = red.replace(RED.encode(), RED.replace("2", "3").encode())
    for path, content in zip(paths, (fapiao(), red, again), strict=True):
        path.write_bytes(content)
    assert codes(bill("import", small, paths[1], "--json")[1]) == ["W-BILL-PARTY"] * 2 + [
        "W-BILL-CREDITS-UNKNOWN"
    ]
    bill("import", small, paths[0])
    code, out, _ = bill("import", small, paths[2], "--json")
    assert (code, "E-BILL-CREDITED" in codes(out)) == (1, True)


def test_dangerous_and_unknown_files_are_refused(bill: Bill, small: Path, tmp_path: Path) -> None:
    """A document type, another root, a zip that is no workbook, an old spreadsheet."""
    told = {
        "a.xml": (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "E-XML-DOCTYPE"),
        "b.xml": (b"<a/>", "E-BILL-FORMAT"),
        "c.xlsx": (b"PK\x03\x04", "E-FILE-DAMAGED"),
        "d.xls": (bytes.fromhex("d0cf11e0a1b11ae1"), "E-FILE-TYPE"),
    }
    for name, (content, _) in told.items():
        (tmp_path / name).write_bytes(content)
    code, out, _ = bill("import", small, *(tmp_path / name for name in told), "--json")
    assert (code, codes(out)) == (2, [code for _, code in told.values()])
    assert not (small / "bills").exists()
