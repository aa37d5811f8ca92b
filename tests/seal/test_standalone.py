"""Whether the verifier of strangers agrees with ours, and finds what a forger did."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.seal.folder import CIRCUITS, LATER_SCORE, add_record, seal_path, sealed, write_folder
from tests.seal.measured import measured_folder
from tests.seal.test_verify import forged, hashed

from lineproof.seal import standalone
from lineproof.seal.signing import public_key, signature_text
from lineproof.store.signing import sign_folder
from lineproof.store.verifying import verify_folder

ROOT = Path(__file__).parents[2]
FILE = ROOT / "src" / "lineproof" / "seal" / "standalone.py"
PAGE = ROOT / "docs" / "reference" / "verifier.md"
EXAMPLES = [
    ("01-access-593", ["2025-02", "2025-03", "2025-04"]),
    ("02-circuits-121", ["2024-10"]),
    ("03-integration-milestones", ["2024-10"]),
    ("04-storage-instalments", ["2025-04"]),
    ("05-amendment-and-moves", ["2025-02", "2025-03"]),
    ("06-berlin-exclusive-vat", ["2025-03", "2025-04"]),
]
MOVED = """\
id,recorded_at,by,line,event,date,value,one_off
L1,2024-01-20T09:00:00Z,buyer,3,ceased,2024-01-16,,
L2,2024-01-20T09:00:00Z,buyer,2,moved,2024-01-20,S9,200.00
L3,2024-01-20T09:00:00Z,buyer,1,repriced,2024-01-11,999.97,
"""
#: The month's rents with thirds of cents, so that it matters where they are rounded.
UNEVEN = """\
line,id,monthly_rent,start,end
1,C1,100.01,2024-01-01,2024-12-31
2,C2,100.02,2024-01-01,2024-12-31
3,C3,100.04,2024-01-01,2024-12-31
4,C4,33.33,2024-01-01,2024-12-31
"""


def said(folder: Path) -> str:
    """Return what the verifier says is wrong; empty: nothing."""
    try:
        standalone.verify(str(folder), {})
    except (standalone.NotAsSealedError, *standalone.DAMAGE) as problem:
        return str(problem) or repr(problem)
    return ""


def agreed(folder: Path) -> None:
    """Both verifiers find a seal good."""
    assert verify_folder(folder, None).is_ok
    assert said(folder) == ""


@pytest.mark.parametrize(("name", "months"), EXAMPLES)
def test_it_agrees_on_the_examples(tmp_path: Path, name: str, months: list[str]) -> None:
    """Each month that settles, one after the other."""
    folder = Path(shutil.copytree(ROOT / "examples" / name, tmp_path / name))
    shutil.rmtree(folder / "settled", ignore_errors=True)
    for month in months:
        agreed(seal_path(folder, month))


@pytest.mark.parametrize("at", ["unit_month", "charge", "invoice"])
@pytest.mark.parametrize("inclusive", ["true", "false"])
@pytest.mark.parametrize("circuits", [CIRCUITS, UNEVEN])
def test_it_agrees_wherever_amounts_are_rounded(
    tmp_path: Path, at: str, inclusive: str, circuits: str
) -> None:
    """Part months, a repriced line, a one-off of 200.00, 10 % off: per unit, charge and invoice."""
    folder = write_folder(
        tmp_path / "c", circuits=circuits, records={"lifecycle": MOVED}, AT=at, INCLUSIVE=inclusive
    )
    agreed(seal_path(folder))


def test_it_agrees_where_a_band_begins_within_a_month(tmp_path: Path) -> None:
    """The factor holds from 11 January on: what rounding leaves is moved to reduced segments."""
    for at in ("unit_month", "charge", "invoice"):
        folder = write_folder(tmp_path / at, circuits=UNEVEN, AT=at)
        path = folder / "contract.toml"
        text = path.read_text("utf-8").replace(
            'kind = "bands"\n', 'kind = "bands"\neffective_from = 2024-01-11\n'
        )
        path.write_text(text, "utf-8")
        agreed(seal_path(folder))


def test_it_agrees_on_what_is_taken_off_a_total(tmp_path: Path) -> None:
    """10 % of 1,610.00, as one line of the term's."""
    agreed(seal_path(write_folder(tmp_path / "c", APPLY_TO="charge_total")))


def test_it_agrees_on_restatements_with_and_without_the_one_before(tmp_path: Path) -> None:
    """r1 beside r0, and r1 alone; February with what it carries."""
    folder = write_folder(tmp_path / "c")
    agreed(seal_path(folder))
    add_record(folder, "scores", LATER_SCORE)
    restated = seal_path(folder)
    assert restated.name == "r1"
    agreed(restated)
    agreed(seal_path(folder, "2024-02"))
    agreed(Path(shutil.copytree(restated, tmp_path / "alone" / "r1")))


def test_it_agrees_on_a_month_without_tax(tmp_path: Path) -> None:
    """No rate was agreed: net and tax are [null, null]."""
    folder = write_folder(tmp_path / "c")
    path = folder / "contract.toml"
    terms = path.read_text("utf-8").split("[[term]]")
    path.write_text("[[term]]".join(t for t in terms if 'id = "VAT"' not in t), "utf-8")
    agreed(seal_path(folder))


@pytest.mark.parametrize("at", ["unit_month", "charge", "invoice"])
def test_each_forged_line_is_found_though_all_hashes_are_right(tmp_path: Path, at: str) -> None:
    """A cent more on one line, a cent less on the next: the sum is right, the lines aren't."""
    folder = write_folder(tmp_path / "c", records={"lifecycle": MOVED}, AT=at)
    source = seal_path(folder)
    rows = list(csv.reader(io.StringIO((source / "lines.csv").read_text("utf-8"))))
    for index in range(1, len(rows) - 1):
        copy = Path(shutil.copytree(source, tmp_path / f"r{index}"))
        text = io.StringIO(newline="")
        changed = [list(row) for row in rows]
        for row, cents in ((index, 1), (index + 1, -1)):
            minor = standalone.minor(changed[row][4], 2) + cents
            changed[row][4] = f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"
        csv.writer(text, lineterminator="\n").writerows(changed)
        (copy / "lines.csv").write_text(text.getvalue(), "utf-8")
        hashed(copy)
        assert re.match(rf"line [{rows[index][0]}{rows[index + 1][0]}]: ", said(copy))


def test_forged_totals_are_found(tmp_path: Path) -> None:
    """Gross, net, tax, payable, carried: each another amount, and all hashes right."""
    source = seal_path(write_folder(tmp_path / "c"))
    for number, (name, old, new) in enumerate([
        ("gross", '"gross":"1449.00"', '"gross":"1448.00"'),
        ("net", '"net":"1366.98"', '"net":"1366.97"'),
        ("tax", '"tax":"82.02"', '"tax":"82.03"'),
        ("payable", '"payable":"1610.00"', '"payable":"1611.00"'),
        ("carried", '"carried":"0.00","gross"', '"carried":"1.00","gross"'),
        ("at once", '"at_once":"1610.00"', '"at_once":"1609.00"'),
        ("month", '"month":"2024-01"', '"month":"2024-02"'),
    ]):  # fmt: skip
        copy = forged(source, tmp_path / f"r{number}", {"seal.json": (old, new)})
        assert said(copy), name


def test_a_split_of_net_and_tax_is_found(tmp_path: Path) -> None:
    """One cent from net to tax, in the explanation and the totals alike."""
    source = seal_path(write_folder(tmp_path / "c"))
    copy = forged(source, tmp_path / "r0", {"explanation.json": ('"tax":"82.02"', '"tax":"82.03"')})
    for name, old, new in (
        ("explanation.json", "1366.98", "1366.97"),
        ("seal.json", '"tax":"82.02"', '"tax":"82.03"'),
        ("seal.json", '"net":"1366.98"', '"net":"1366.97"'),
    ):
        text = (copy / name).read_text("utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new), "utf-8")
    hashed(copy)
    assert "isn't that rate of" in said(copy)


def test_a_rent_that_is_of_no_unit_is_found(tmp_path: Path) -> None:
    """Its unit was taken away, so that nothing would compute it."""
    source = seal_path(write_folder(tmp_path / "c"))
    copy = forged(source, tmp_path / "r0", {"lines.csv": ("SCHEDULE,0,", "SCHEDULE,,")})
    assert "a rent of 100000" in said(copy)


def test_a_one_off_that_nobody_agreed_is_found(tmp_path: Path) -> None:
    """200.00 were recorded; 200.01 are sealed, with the total raised by as much."""
    source = seal_path(write_folder(tmp_path / "c", records={"lifecycle": MOVED}))
    copy = forged(source, tmp_path / "r0", {"lines.csv": (",200.00,", ",200.01,")})
    assert "a one_off of 20001" in said(copy)


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
        ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
        ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
    ],
)
def test_its_signatures_are_those_of_the_standard(seed: str, message: str) -> None:
    """RFC 8032, 7.1, tests 1 to 3; any flipped bit of signature, key or message is refused."""
    key = bytes.fromhex(public_key(bytes.fromhex(seed)))
    content = bytes.fromhex(message)
    text = signature_text(content, seed=bytes.fromhex(seed)).split()[2]
    signature = bytes.fromhex(text.decode())
    assert standalone.is_signed(content, key, signature)
    assert not standalone.is_signed(content + b"x", key, signature)
    for place in range(0, 512, 37):
        changed = bytearray(signature)
        changed[place // 8] ^= 1 << place % 8
        assert not standalone.is_signed(content, key, bytes(changed))


RFC_SIGNATURES = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        ("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
         "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        ("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
         "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        ("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
         "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("key", "message", "signature"), RFC_SIGNATURES)
def test_the_vectors_of_the_standard(key: str, message: str, signature: str) -> None:
    """RFC 8032, 7.1, as printed; with the group's order added to s it is refused."""
    content, public = bytes.fromhex(message), bytes.fromhex(key)
    signed = bytes.fromhex(signature)
    assert standalone.is_signed(content, public, signed)
    s = int.from_bytes(signed[32:], "little") + standalone.Q
    assert not standalone.is_signed(content, public, signed[:32] + s.to_bytes(32, "little"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it as a stranger would: a file, the standard library, nothing else."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(FILE), *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_runs_alone(tmp_path: Path) -> None:
    """Exit code 0, 1 and 2; with a key given, with another, and with the seal's own."""
    key = bytes(range(32))
    pin = f', key = "{public_key(key)}"'
    at = seal_path(write_folder(tmp_path / "c", BUYER_KEY=pin))
    assert run(str(at)).stdout.strip().endswith("integrity only")
    sign_folder(at, "buyer", key)
    assert "keys that the seal itself names" in run(str(at)).stdout
    good = run(str(at), "--key", f"buyer={public_key(key)}")
    assert (good.returncode, good.stdout.strip()[-15:]) == (0, "signed by buyer")
    other = run(str(at), "--key", f"buyer={public_key(bytes(32))}")
    assert (other.returncode, "another key" in other.stdout) == (1, True)
    (at / "lines.csv").write_bytes(b"")
    assert (run(str(at)).returncode, run(str(tmp_path)).returncode) == (1, 2)
    assert run(str(at)).stdout == "NOT as sealed: lines.csv was changed\n"


def test_every_changed_added_or_missing_file_is_found(tmp_path: Path) -> None:
    """A byte of each; one more; one less; a link."""
    source = seal_path(write_folder(tmp_path / "c"))
    for path in source.iterdir():
        copy = Path(shutil.copytree(source, tmp_path / path.name / "r0"))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        (copy / path.name).write_bytes(bytes(content))
        assert path.name in said(copy) or path.name == "seal.json"
        assert said(copy)
        (copy / path.name).unlink()
        assert said(copy)
        (copy / path.name).symlink_to(path)
        assert path.name in said(copy)
    (source / "more").write_bytes(b"")
    assert "more isn't part" in said(source)


def test_it_stays_a_file_that_one_can_read() -> None:
    """At most 400 lines, and no import but of the standard library."""
    text = FILE.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    names = set(re.findall(r"^(?:import|from) (\w+)", text, re.MULTILINE))
    assert names - {"__future__"} <= sys.stdlib_module_names


def test_its_published_hash_is_its_own() -> None:
    """The page of the documentation names the file's SHA-256; it is written by docs/build.py."""
    if PAGE.is_file():
        assert hashlib.sha256(FILE.read_bytes()).hexdigest() in PAGE.read_text("utf-8")


def test_sealing_twice_gives_what_verifies_once(tmp_path: Path) -> None:
    """The same month asked for again is the same folder."""
    folder = write_folder(tmp_path / "c")
    assert sealed(folder, "2024-01").folder == sealed(folder, "2024-01").folder


def test_what_is_given_back_for_outages_is_computed_again(tmp_path: Path) -> None:
    """1,610.00 - 31.00 - 31.00; a forger who gives nothing back for the outage is found."""
    folder = seal_path(measured_folder(tmp_path / "c"))
    agreed(folder)
    assert "5 amounts computed again" in standalone.verify(str(folder), {})
    row = "2,deduction,2024-01-01,2024-02-01,{},7.3"
    replaced = {"lines.csv": (row.format("-31.00"), row.format("-30.99"))}
    copy = forged(folder, tmp_path / "forged", replaced)
    assert "a deduction of -3099 minor units can't be" in said(copy)


def test_it_agrees_on_what_a_cap_cuts_off(tmp_path: Path) -> None:
    """Example 02 paid ten days late: 5,600.00 of interest, less what lies beyond 140.40."""
    folder = Path(shutil.copytree(ROOT / "examples" / "02-circuits-121", tmp_path / "c"))
    path = folder / "records" / "payments.csv"
    path.write_text(path.read_text("utf-8").replace(",2024-11-29,", ",2024-12-11,"), "utf-8")
    sealed_month = seal_path(folder, "2024-12")
    agreed(sealed_month)
    assert ",-5459.60,9.6," in (sealed_month / "lines.csv").read_text("utf-8")


def test_it_agrees_on_a_month_after_a_renewal(tmp_path: Path) -> None:
    """Example 02 went on by a year: January 2025 costs what December did, and verifies."""
    folder = Path(shutil.copytree(ROOT / "examples" / "02-circuits-121", tmp_path / "c"))
    path = folder / "contract.toml"
    goes_on = '[[term]]\nid = "ON"\nkind = "renewal"\nclause = "13.9"\nmonths = 12\n\n[[answer]]'
    path.write_text(path.read_text("utf-8").replace("[[answer]]", goes_on, 1), "utf-8")
    agreed(seal_path(folder, "2025-01"))
    assert sealed(folder, "2025-01").settlement.gross.value == 4_680_000
