"""Signatures by Ed25519: the vectors of RFC 8032, and what a forger may try."""

from __future__ import annotations

import pytest

from lineproof.contract.parse import parse_contract
from lineproof.model.errors import LineproofError
from lineproof.seal.signing import (
    level_of,
    parse_seed,
    pinned_keys,
    public_key,
    signature_file,
    signature_problems,
    signature_text,
    signers,
)

SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNED = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
SEAL = b"\x72"  # RFC 8032, 7.1, test 2, signs this one byte
NAME = signature_file("buyer")
GOOD = f"ed25519\n{KEY}\n{SIGNED}\n".encode()


def problems(content: bytes, pinned: str | None = KEY) -> list[str]:
    """Return what is wrong with a buyer's signature."""
    return list(signature_problems({"seal.json": SEAL, NAME: content}, {"buyer": pinned}))


def test_the_vector_of_the_standard() -> None:
    """RFC 8032, 7.1, test 2: seed → key, message → signature."""
    assert public_key(SEED) == KEY
    assert signature_text(SEAL, seed=SEED) == GOOD
    assert problems(GOOD) == []
    assert problems(GOOD, KEY.upper()) == []


@pytest.mark.parametrize("bit", range(8))
def test_any_flipped_bit_of_a_signature_file_is_found(bit: int) -> None:
    """Every byte: also a line end that Python takes for white space, and a capital digit."""
    for place in range(len(GOOD)):
        changed = bytearray(GOOD)
        changed[place] ^= 1 << bit
        assert problems(bytes(changed)), (place, bit)


def test_another_key_is_found_though_its_signature_is_good() -> None:
    """A forger signs with a key of his own."""
    (said,) = problems(signature_text(SEAL, seed=bytes(32)))
    assert "another key" in said


def test_a_signature_without_a_pinned_key_proves_nothing() -> None:
    """The contract names no key of the buyer."""
    (said,) = problems(GOOD, None)
    assert "pins no key" in said


def test_a_signature_of_another_seal_is_found() -> None:
    """The same key, another seal.json."""
    (said,) = problems(signature_text(b"other", seed=SEED))
    assert "isn't a signature of this" in said


@pytest.mark.parametrize("more", [b"\n", b" ", b"x"])
def test_what_stands_behind_a_signature_is_found(more: bytes) -> None:
    """To the byte."""
    assert problems(GOOD + more) == [f"{NAME} is no signature"]


@pytest.mark.parametrize("text", ["", "zz", "00" * 31, "00" * 33])
def test_a_key_has_32_bytes(text: str) -> None:
    """Nothing, no digits, too few, too many."""
    with pytest.raises(LineproofError, match="64 hexadecimal digits"):
        parse_seed(text)
    assert parse_seed("00" * 32 + "\n") == bytes(32)


def test_the_level_says_who_signed() -> None:
    """Nobody, one, both."""
    assert level_of({}) == "integrity only"
    assert level_of({NAME: GOOD}) == "signed by buyer"
    both = {NAME: GOOD, signature_file("provider"): GOOD}
    assert level_of(both) == "signed by buyer and provider"
    assert signers(both) == ("buyer", "provider")


def test_keys_are_read_from_the_contract() -> None:
    """The buyer's is pinned, the provider's isn't."""
    parsed = parse_contract(
        f"""schema = "contract/1"
[contract]
id = "x"
signed = 2023-12-01
currency = "CNY"
timezone = "Asia/Shanghai"
start = 2024-01-01
months = 12
parties = {{ buyer = {{ name = "B", key = "{KEY}" }}, provider = {{ name = "P" }} }}
rounding = {{ unit = "0.01" }}
""",
        file="contract.toml",
    )
    assert parsed.contract is not None, parsed.findings
    assert pinned_keys(parsed.contract) == {"buyer": KEY, "provider": None}
