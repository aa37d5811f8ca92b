"""Who stands behind a seal? Ed25519 signatures over `seal.json`, by keys the contract pins.

Source: RFC 8032. A signature file holds the signer's public key and the signature, hexadecimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lineproof.contract.contract import Contract
from lineproof.model.errors import LineproofError
from lineproof.seal.content import SEAL_FILE

PARTIES = ("buyer", "provider")
_SEED_BYTES = 32
#: To the byte: what else Python would read as the same digits counts as changed.
_FORM = re.compile(rb"ed25519\n([0-9a-f]{64})\n([0-9a-f]{128})\n")


def signature_file(party: str) -> str:
    """Return the name of a party's signature in a sealed folder."""
    return f"signature-{party}.txt"


def public_key(seed: bytes) -> str:
    """Return the public key of a private one, hexadecimal.

    seed: the 32 bytes of the private key. Source of the example: RFC 8032, 7.1, test 1.

    >>> public_key(bytes.fromhex(
    ...     "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
    """
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def signature_text(seal: bytes, *, seed: bytes) -> bytes:
    """Return the content of a signature file over `seal.json`."""
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(seal)
    return f"ed25519\n{public_key(seed)}\n{signature.hex()}\n".encode()


def parse_seed(text: str) -> bytes:
    """Return a private key written as 64 hexadecimal digits; raises LineproofError."""
    try:
        seed = bytes.fromhex(text.strip())
    except ValueError:
        seed = b""
    if len(seed) != _SEED_BYTES:
        message = "the key file holds no Ed25519 private key: 64 hexadecimal digits on one line"
        raise LineproofError(message)
    return seed


def signature_problems(files: Mapping[str, bytes], keys: Mapping[str, str | None]) -> Iterator[str]:
    """Yield what is wrong with a seal's signatures.

    keys: party → the public key it is expected to sign with; None: none is pinned.
    """
    for party in PARTIES:
        content = files.get(signature_file(party))
        if content is None:
            continue
        name, pinned = signature_file(party), keys.get(party)
        if pinned is None:
            yield f"{name}: the contract pins no key of the {party}"
            continue
        match = _FORM.fullmatch(content)
        if match is None:
            yield f"{name} is no signature"
            continue
        key, signature = (part.decode("ascii") for part in match.groups())
        if key != pinned.lower():
            yield f"{name} is by another key than the contract pins for the {party}"
        elif not _is_signed(files[SEAL_FILE], key, signature):
            yield f"{name} isn't a signature of this {SEAL_FILE}"


def signers(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the parties with a signature file."""
    return tuple(party for party in PARTIES if signature_file(party) in files)


def pinned_keys(contract: Contract) -> dict[str, str | None]:
    """Return the public keys that a contract pins, by party."""
    parties = contract.contract.parties
    return {"buyer": parties.buyer.key, "provider": parties.provider.key}


def level_of(files: Mapping[str, bytes]) -> str:
    """Return how much a seal without problems proves."""
    who = signers(files)
    return f"signed by {' and '.join(who)}" if who else "integrity only"


def _is_signed(content: bytes, key: str, signature: str) -> bool:
    """Whether a signature over some bytes is by a public key."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True
