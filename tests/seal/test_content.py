"""What a sealed month holds: every byte of it can be derived by hand."""

from __future__ import annotations

import json
from pathlib import Path

from tests.seal.folder import add_record, seal_path, write_folder

from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.model.canonical import sha256_hex
from lineproof.model.period import parse_month
from lineproof.seal.content import Previous, booked_of, due_of, seal_files, totals_of
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement
from lineproof.store.cases import open_case

LATER = "S3,2024-03-05T09:00:00Z,buyer,2024-01,95,S1\n"
LINES = """\
line,charge,from,to,amount,clause,term,unit,quantity,rent,share_num,share_den,factor
1,rent,2024-01-01,2024-02-01,1000.00,1,SCHEDULE,0,1,1000.00,31,31,0
1,deduction,2024-01-01,2024-02-01,-100.00,3,SCHEDULE,0,1,1000.00,31,31,0
2,rent,2024-01-01,2024-02-01,310.00,1,SCHEDULE,1,1,310.00,31,31,0
2,deduction,2024-01-01,2024-02-01,-31.00,3,SCHEDULE,1,1,310.00,31,31,0
3,rent,2024-01-01,2024-01-16,300.00,1,SCHEDULE,2,1,620.00,15,31,0
3,deduction,2024-01-01,2024-01-16,-30.00,3,SCHEDULE,2,1,620.00,15,31,0
"""


def january(folder: Path) -> Settlement:
    """Return January of a folder."""
    case = open_case(folder)
    return settle(case, Asked(parse_month("2024-01"), findings=check(case)))


def test_a_seal_lists_every_file_with_its_hash_and_holds_the_inputs(tmp_path: Path) -> None:
    """Flat: contract, inputs, tables, lines, explanation; and seal.json, which lists the others."""
    at = seal_path(write_folder(tmp_path / "c"))
    files = {p.name: p.read_bytes() for p in at.iterdir()}
    seal = json.loads(files.pop("seal.json"))
    assert sorted(files) == [
        "contract.toml", "explanation.json", "inputs.json", "lines.csv",
        "record-lifecycle.csv", "record-scores.csv", "schedule-0.csv",
    ]  # fmt: skip
    assert seal["files"] == {name: sha256_hex(content) for name, content in files.items()}
    assert files["lines.csv"].decode() == LINES
    assert seal["inputs_hash"] == sha256_hex(files["inputs.json"])


def test_totals_dues_and_bookings_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    """1,610.00 - 161.00 = 1,449.00, of it 1449 × 6/106 = 82.018… tax; the 161.00 are put off."""
    at = seal_path(write_folder(tmp_path / "c"))
    seal = json.loads((at / "seal.json").read_bytes())
    assert seal["totals"] == {
        "gross": "1449.00", "carried": "0.00", "payable": "1610.00",
        "net": "1366.98", "tax": "82.02",
    }  # fmt: skip
    assert [(d["item"], d["amount"], d["is_counted"]) for d in seal["due"]] == [
        ("2024-01", "1610.00", True)
    ]
    booked = seal["booked"]
    assert booked["at_once"] == booked["at_once_first"] == "1610.00"
    assert booked["deferred"] == [["2024-02", "-161.00"]]
    assert (seal["revision"], seal["follows"], seal["as_known"]) == (0, None, None)


def test_a_seal_holds_no_time_path_or_machine(tmp_path: Path) -> None:
    """Two folders with other names, sealed one after the other: the same bytes."""
    one, other = (seal_path(write_folder(tmp_path / name)) for name in ("a", "somewhere else"))
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {
        p.name: p.read_bytes() for p in other.iterdir()
    }


def test_a_restatement_names_what_it_follows_and_keeps_what_was_claimed(tmp_path: Path) -> None:
    """Scored 95: 1,610.00, nothing put off; at once stays 1,610.00, carried 0.00."""
    folder = write_folder(tmp_path / "c")
    before = seal_path(folder)
    add_record(folder, "scores", LATER)
    seal = json.loads((seal_path(folder) / "seal.json").read_bytes())
    assert seal["follows"] == sha256_hex((before / "seal.json").read_bytes())
    assert seal["revision"] == 1
    assert seal["booked"]["deferred"] == []
    assert seal["booked"]["at_once_first"] == "1610.00"


def test_without_the_lines_before_the_deltas_are_taken_as_they_are(tmp_path: Path) -> None:
    """A restatement alone, its predecessor not at hand: its own deltas stand."""
    folder = write_folder(tmp_path / "c")
    settlement = january(folder)
    booked = booked_of(settlement, previous=None)
    previous = Previous(booked, "0" * 64, (), None, b"line\n")
    files = seal_files(view(open_case(folder)), settlement, b"", previous=previous)
    assert files["deltas.csv"] == b"line\n"
    assert booked_of(settlement, previous=previous).revision == 1


def test_totals_and_dues_are_texts(tmp_path: Path) -> None:
    """Money is never a number in JSON."""
    settlement = january(write_folder(tmp_path / "c"))
    assert set(map(type, totals_of(settlement).values())) == {str}
    assert due_of(settlement)[0]["amount"] == "1610.00"


def test_a_month_without_tax_has_bounds_of_nothing(tmp_path: Path) -> None:
    """No rate agreed: net and tax are [null, null]."""
    folder = write_folder(tmp_path / "c")
    path = folder / "contract.toml"
    terms = path.read_text("utf-8").split("[[term]]")
    path.write_text("[[term]]".join(t for t in terms if 'id = "VAT"' not in t), "utf-8")
    totals = totals_of(january(folder))
    assert (totals["net"], totals["tax"], totals["gross"]) == (
        [None, None],
        [None, None],
        "1449.00",
    )
