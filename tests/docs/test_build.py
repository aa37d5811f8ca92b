"""Is the reference what the code says, and does it describe what the commands print?"""

import datetime as dt
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.measuring import TERM, measure, write_contract
from tests.docs.in_process import printed_by
from tests.ledger.paying import DISPUTES, lines_bill, with_tolerance, write_paying

from lineproof.model.bill import BILL_LINES
from lineproof.store.bills import keep_bill

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SHAPES = tomllib.loads(
    (ROOT / "src" / "lineproof" / "report" / "json-shapes.toml").read_text("utf-8")
)

#: A copy of the first example in which nobody scored any month: what is due isn't known either.
UNSCORED = "unscored"
#: The example of a year of sealed months; a seal of it, another one, and one with a line changed.
YEAR = "07-a-year-of-restatements"
SEALED, RESTATED = f"{YEAR}/settled/2025-02/r0", f"{YEAR}/settled/2025-02/r1"
FORGED = "forged"
#: An example with invoices, of which the first is booked; another example has the same ones.
BOOKED = "09-access-593-sixteen-months"
#: A folder that was measured, by a term for each circuit and one for the mean of them.
MEASURED = "measured"
#: A folder with a bill.
BILLED = "02-circuits-121"
BILL = "Circuit,Period,Net\nCE7BC2B595,2024-03,900.00\n"
#: The example of a year of bills, with its disputes.
BILLS = "11-a-year-of-bills"
#: A folder with a bill of too much, of which a tolerance lets half stand.
PAYING = "paying"
#: Enough months of the examples to see every key: settled, blocked, taxed, waiting and corrected.
ASKED = {
    "check": (("check", "01-access-593"), ("check", "02-circuits-121")),
    "settle": (
        ("settle", "01-access-593", "--month", "2025-03"),
        ("settle", "01-access-593", "--month", "2025-03", "--as-known", "2025-04-04"),
        ("settle", UNSCORED, "--month", "2025-11"),
        ("settle", "06-berlin-exclusive-vat", "--month", "2025-04"),
    ),
    "explain": (
        ("explain", "01-access-593", "--month", "2025-03", "--line", "1a"),
        ("explain", "01-access-593", "--month", "2025-03", "--as-known", "2025-04-04"),
    ),
    "seal": (("seal", YEAR, "--month", "2025-01"), ("seal", UNSCORED, "--month", "2025-11")),
    "verify": (("verify", SEALED), ("verify", FORGED)),
    "compare": (("compare", SEALED, RESTATED),),
    "start": (("start", "02-circuits-121/circuits.csv", "--out", "first-look"),),
    "portfolio": (
        ("portfolio", "01-access-593", UNSCORED, "05-amendment-and-moves", "--month", "2025-03"),
    ),
    "ingest": (
        ("ingest", MEASURED, f"{MEASURED}/circuits.csv", "--vantage", "v", "--every", "60"),
    ),
    "availability": (("availability", MEASURED, "--month", "2025-03"),),
    "outages": (("outages", MEASURED, "--month", "2025-03", "--circuit", "P-1"),),
    "exclusions": (("exclusions", "09-access-593-sixteen-months", "--month", "2025-03"),),
    "scorecard": (
        ("scorecard", "01-access-593", "--month", "2025-03"),
        ("scorecard", "scored", "--month", "2025-03"),
    ),
    "ledger book": (
        ("ledger", "book", BOOKED, "--on", "2024-11-27"),
        ("ledger", "book", BOOKED, "01-access-593", "--on", "2024-11-27"),
    ),
    "ledger balances": (("ledger", "balances", BOOKED, PAYING, "--on", "2024-11-25"),),
    "ledger statement": (("ledger", "statement", PAYING),),
    "pay propose": (
        ("pay", "propose", PAYING, "--on", "2024-03-01"),
        ("pay", "propose", PAYING, "--on", "2024-03-01", "--month", "2024-01"),
    ),
    "close": (("close", PAYING, "--month", "2024-02"),),
    "reconcile": (
        ("reconcile", "01-access-593", "billed.csv", "--month", "2025-03"),
        ("reconcile", UNSCORED, "billed.csv", "--month", "2025-11"),
        ("reconcile", "03-integration-milestones", "billed.csv", "--month", "2025-03"),
    ),
    "deadlines": (("deadlines", "01-access-593", "nowhere", "--on", "2025-03-01"),),
    "dispute list": (("dispute", "list", BILLS, "nowhere", "--on", "2025-12-10"),),
    "report": (("report", BILLS, "--from", "2025-03", "--to", "2025-06"),),
    "diff": (("diff", "01-access-593", "01-access-593/second-scan"),),
    "bill import": (
        ("bill", "import", "03-integration-milestones", "bill.csv", "--number", "R1"),
        ("bill", "import", BILLED, "bill.csv", "--number", "R2", "--credits", "R1", "--confirm"),
    ),
    "bill list": (("bill", "list", BILLED),),
    "bill show": (("bill", "show", BILLED, "R1"),),
}
#: What is sealed before anything is asked.
STEPS = (("2025-01", "2025-02-10"), ("2025-02", "2025-03-10"), ("2025-02", "2025-04-14"))


def test_the_reference_is_what_the_code_says() -> None:
    """`make docs` would change no page."""
    build = [sys.executable, str(ROOT / "docs" / "build.py"), "--check"]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "run `make docs`"


def keys_of(value: object, path: str = "") -> Iterator[str]:
    """Yield the path of every key that holds no table itself, such as `lines[].amount`."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from keys_of(held, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        yield f"{path}[]"
        for held in value:
            yield from keys_of(held, f"{path}[]")
    else:
        yield path


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the examples, the one without scores, and sealed months."""
    copies = tmp_path_factory.mktemp("folders") / "examples"
    shutil.copytree(EXAMPLES, copies)
    shutil.copytree(EXAMPLES / "01-access-593", copies / UNSCORED)
    (copies / UNSCORED / "records" / "scores.csv").unlink()
    shutil.copytree(ROOT / "tests" / "folders" / "scored", copies / "scored")
    head = ",".join(column.name for column in BILL_LINES.columns)
    (copies / "billed.csv").write_text(f"{head}\n1,,,,,C1,,,,,,,,,5.00,\n", "utf-8")
    mean = TERM.replace("AVAIL", "MEAN") + 'scope = "mean"\n'
    write_contract(copies / MEASURED, terms=TERM + mean)
    measure(copies / MEASURED, recorded_at=dt.datetime(2025, 4, 3, tzinfo=dt.UTC))
    for number, text in (("R1", BILL), ("R0", BILL.replace("900", "800"))):
        (copies / "bill.csv").write_text(text)
        more = ("--credits", "R9") if number == "R1" else ()
        run("bill", "import", BILLED, "bill.csv", "--number", number, *more, "--confirm",
            folder=copies)  # fmt: skip
    (copies / "bill.csv").write_text(BILL.replace("Net", "Amount"))
    for month, day in STEPS:
        run("seal", YEAR, "--month", month, "--as-known", day, folder=copies)
    undisputed = DISPUTES.splitlines(keepends=True)[0]
    paying = write_paying(copies / PAYING, disputes=undisputed)
    with_tolerance(paying, share="0.10", inside="mean")
    dear = lines_bill(("C1", 115000), ("C2", 31000), ("C3", 30000))
    keep_bill(copies / PAYING, dear, {"n1.xml": b"<bill/>"})
    run("ledger", "book", BOOKED, PAYING, "--on", "2024-11-25", folder=copies)
    shutil.copytree(copies / SEALED, copies / FORGED)
    lines = (copies / SEALED / "lines.csv").read_bytes()
    forged = lines.replace(b",2000.00,1.1", b",2100.00,1.1")
    (copies / FORGED / "lines.csv").write_bytes(forged)
    seal = copies / FORGED / "seal.json"
    text = seal.read_text("utf-8").replace(_sha256(lines), _sha256(forged))
    seal.write_text(text, "utf-8")
    return copies


def _sha256(content: bytes) -> str:
    """Return a SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def run(*command: str, folder: Path) -> bytes:
    """Return what a command prints in a folder."""
    return printed_by(command, folder)


def printed_keys(shape: str, folders: Path) -> set[str]:
    """Return the keys that a command prints, those of trees and of totals named once."""
    keys: set[str] = set()
    for command in ASKED[shape]:
        keys |= set(keys_of(json.loads(run(*command, "--json", folder=folders))))
    return {_told(key) for key in keys if not _is_branch(key, keys)}


def told_keys(shape: str) -> set[str]:
    """Return the keys that the page tells of a command by itself."""
    return {key for key, _, _ in SHAPES[shape]["keys"]}


def _told(key: str) -> str:
    """Return a key as the shapes tell it."""
    key = key.rpartition("inputs[].")[2]
    key = re.sub(r"^causes\.\w+", "causes.*", key)
    return re.sub(r"^(bounds|first_difference\.(?:left|right))\.\w+", r"\1.*", key)


def _is_branch(key: str, keys: set[str]) -> bool:
    """Whether a list's own key only leads to tables in it."""
    is_tree = key.endswith("inputs[]")
    return not is_tree and any(other.startswith(f"{key}.") for other in keys)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_key_that_is_printed_is_described_and_no_other(shape: str, folders: Path) -> None:
    """A key without a meaning, or a meaning without a key, would mislead whoever reads it."""
    printed, told = printed_keys(shape, folders), told_keys(shape)
    if "extends" in SHAPES[shape]:
        printed -= told_keys(SHAPES[shape]["extends"])
    assert printed == told
