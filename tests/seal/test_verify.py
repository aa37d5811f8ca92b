"""Whether verifying finds everything that isn't as it was sealed, and names it."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from tests.seal.folder import seal_path, write_folder

from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.errors import InputRefusedError
from lineproof.seal.signing import public_key
from lineproof.seal.verify import SIGNATURES, Verdict, content_problems, file_problems
from lineproof.store.signing import sign_folder
from lineproof.store.verifying import verify_folder

BUYER, FORGER = bytes(range(32)), bytes(range(1, 33))
CHEAPER = "line,id,monthly_rent,start,end\n1,C1,900.00,2024-01-01,2024-12-31\n"
KEY = f', key = "{public_key(BUYER)}"'


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sealed month that the buyer signed; tests that change it put it back."""
    folder = write_folder(tmp_path_factory.mktemp("signed") / "c", BUYER_KEY=KEY)
    at = seal_path(folder)
    sign_folder(at, "buyer", BUYER)
    return at


def found(folder: Path) -> str:
    """Return what verifying says is wrong; empty: nothing."""
    try:
        verdict = verify_folder(folder, None)
    except InputRefusedError as refused:
        return " ".join(f.message + f.where for f in refused.findings)
    return verdict.problem or ""


def test_a_good_seal_is_as_sealed(signed: Path) -> None:
    """Every file, line, total and hash, and who signed."""
    verdict = verify_folder(signed, None)
    assert verdict.is_ok, verdict.problem
    assert verdict.level == "signed by buyer"
    assert verdict.line is None


def test_any_flipped_bit_is_found_and_its_file_named(signed: Path) -> None:
    """A bit of every byte of a signature, every third of seal.json, every seventh of the others.

    What is listed in seal.json fails its hash; seal.json itself and signatures are signed.
    """
    chosen = random.Random(3)  # noqa: S311 - no secret
    for path in sorted(signed.iterdir()):
        content = path.read_bytes()
        for place in range(len(content)):
            if path.name not in SIGNATURES and place % (3 if path.name == "seal.json" else 7):
                continue  # one hash or signature over all of them: some of the bytes will do
            changed = bytearray(content)
            changed[place] ^= 1 << chosen.randrange(8)
            path.write_bytes(bytes(changed))
            said = found(signed)
            assert said, f"{path.name}, byte {place}"
            assert path.name in said or path.name == "seal.json", said
        path.write_bytes(content)
    assert found(signed) == ""


def test_any_flipped_bit_of_an_unsigned_seal_is_found(tmp_path: Path) -> None:
    """Nobody signed: seal.json has to come out of the sealed inputs, to the byte."""
    path = seal_path(write_folder(tmp_path / "c")) / "seal.json"
    content = path.read_bytes()
    chosen = random.Random(4)  # noqa: S311 - no secret
    for place in chosen.sample(range(len(content)), 80):
        changed = bytearray(content)
        changed[place] ^= 1 << chosen.randrange(8)
        path.write_bytes(bytes(changed))
        assert found(path.parent), f"byte {place}"


@pytest.mark.parametrize("name", ["more.txt", ".hidden", "deltas.csv", "signature-nobody.txt"])
def test_an_added_file_is_found(signed: Path, tmp_path: Path, name: str) -> None:
    """Whatever its name."""
    copy = Path(shutil.copytree(signed, tmp_path / "r0"))
    (copy / name).write_bytes(b"")
    assert name in found(copy)


def test_a_removed_file_is_found(signed: Path, tmp_path: Path) -> None:
    """Each of those listed; without seal.json it is no sealed month."""
    for name in [p.name for p in signed.iterdir() if p.name not in SIGNATURES]:
        copy = Path(shutil.copytree(signed, tmp_path / name / "r0"))
        (copy / name).unlink()
        assert name in found(copy)


def test_a_link_or_a_folder_in_it_is_found(signed: Path, tmp_path: Path) -> None:
    """A link to the very same bytes; a folder; a link in the place of seal.json."""
    for name in ("lines.csv", "seal.json"):
        copy = Path(shutil.copytree(signed, tmp_path / name / "r0"))
        (copy / name).unlink()
        (copy / name).symlink_to(signed / name)
        assert name in found(copy)
    copy = Path(shutil.copytree(signed, tmp_path / "r0"))
    (copy / "more").mkdir()
    assert "more" in found(copy)


def forged(source: Path, target: Path, replaced: dict[str, tuple[str, str]]) -> Path:
    """Return a copy in which a forger replaced texts and made every hash right again."""
    copy = Path(shutil.copytree(source, target))
    for name in SIGNATURES:
        (copy / name).unlink(missing_ok=True)
    for name, (old, new) in replaced.items():
        text = (copy / name).read_text("utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new), "utf-8")
    hashed(copy)
    return copy


def hashed(folder: Path) -> None:
    """Make every hash of a forged seal right again."""
    inputs = json.loads((folder / "inputs.json").read_bytes())
    for name in inputs["tables"]:
        inputs["tables"][name] = sha256_hex((folder / name).read_bytes())
    (folder / "inputs.json").write_bytes(canonical_json(inputs))
    seal = json.loads((folder / "seal.json").read_bytes())
    lines = sha256_hex((folder / "lines.csv").read_bytes())
    seal["inputs_hash"] = sha256_hex((folder / "inputs.json").read_bytes())
    seal["result_hash"] = sha256_hex(canonical_json({"lines": lines, "totals": seal["totals"]}))
    seal["booked"]["result_hash"] = seal["result_hash"]
    seal["files"] = {n: sha256_hex((folder / n).read_bytes()) for n in seal["files"]}
    (folder / "seal.json").write_bytes(canonical_json(seal))


def test_a_forged_amount_is_found_down_to_its_line(signed: Path, tmp_path: Path) -> None:
    """310.00 made 300.00 in lines.csv, all hashes right again: line 2 doesn't come out."""
    copy = forged(signed, tmp_path / "r0", {"lines.csv": (",310.00,1,SCH", ",300.00,1,SCH")})
    verdict = verify_folder(copy, None)
    assert verdict.problem == "lines.csv doesn't come out of the sealed inputs"
    assert verdict.line is not None
    assert verdict.line.line == "2"


def test_a_forgery_signed_with_another_key_is_found(signed: Path, tmp_path: Path) -> None:
    """The forger changes a rent in the schedule too, so that all comes out, and signs himself."""
    folder = write_folder(tmp_path / "other", circuits=CHEAPER)
    fake = seal_path(folder)
    sign_folder(fake, "buyer", FORGER)
    said = verify_folder(fake, signed.parents[2]).problem
    assert said is not None
    assert "another key" in said


def test_a_key_swapped_inside_the_seal_is_found_by_the_contract_folder(
    signed: Path, tmp_path: Path
) -> None:
    """The forger pins his own key in the seal's contract.toml: alone it looks good, and says so."""
    mine = f', key = "{public_key(FORGER)}"'
    fake = seal_path(write_folder(tmp_path / "fake", circuits=CHEAPER, BUYER_KEY=mine))
    sign_folder(fake, "buyer", FORGER)
    alone = Path(shutil.copytree(fake, tmp_path / "r0"))
    assert verify_folder(alone, None).is_ok
    assert "keys that the seal itself names" in verify_folder(alone, None).level
    said = verify_folder(alone, signed.parents[2]).problem
    assert said is not None
    assert "another key" in said


def test_a_bad_table_among_forged_files_is_said_without_a_line() -> None:
    """The other side's lines.csv is no table at all: no line can be named."""
    assert list(content_problems({"lines.csv": b""}, {"lines.csv": b"line\n"})) == [
        ("lines.csv doesn't come out of the sealed inputs", None)
    ]


def test_files_are_told_missing_added_and_changed() -> None:
    """Of a, b and c: b is missing, c is too many, a was changed."""
    seal = {"files": {"a": sha256_hex(b"1"), "b": sha256_hex(b"")}}
    said = list(file_problems({"a": b"2", "c": b"", "seal.json": b""}, seal))
    assert [text.split()[0] for text in said] == ["b", "c", "a"]
    assert not Verdict("none", (), said[0]).is_ok
