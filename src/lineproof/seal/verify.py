"""Is a sealed month what it says? Every byte, every amount and both hashes, derived again.

It is given the files and what their inputs settle to; it reads nothing itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lineproof.model.canonical import sha256_hex
from lineproof.model.errors import LineproofError
from lineproof.seal.content import SEAL_FILE
from lineproof.seal.difference import LineDifference, first_difference

SIGNATURES = ("signature-buyer.txt", "signature-provider.txt")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found.

    level: how much it proves: "integrity only", or who signed it. checked: what was derived again.
    problem: the first thing that isn't as sealed; None where all is. line: the line it is in.
    """

    level: str
    checked: tuple[str, ...]
    problem: str | None = None
    line: LineDifference | None = None

    @property
    def is_ok(self) -> bool:
        """Whether everything is as sealed."""
        return self.problem is None


def file_problems(files: Mapping[str, bytes], seal: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the set of files: changed, added or missing ones."""
    listed = seal["files"]
    for name in sorted(set(listed) - set(files)):
        yield f"{name} is missing"
    for name in sorted(set(files) - set(listed) - {SEAL_FILE, *SIGNATURES}):
        yield f"{name} isn't part of the seal"
    for name in sorted(set(listed) & set(files)):
        if sha256_hex(files[name]) != listed[name]:
            yield f"{name} was changed: its SHA-256 isn't the one that was sealed"


def content_problems(
    files: Mapping[str, bytes], derived: Mapping[str, bytes]
) -> Iterator[tuple[str, LineDifference | None]]:
    """Yield each file that doesn't come out again, the lines first, and where it first differs.

    derived: the files that the sealed inputs come to when they are settled again.
    """
    order = sorted(derived, key=lambda name: (name != "lines.csv", name == SEAL_FILE, name))
    for name in order:
        if files.get(name) != derived[name]:
            at = None
            if name == "lines.csv" and name in files:
                with contextlib.suppress(LineproofError):  # it isn't even a table
                    at = first_difference(files[name], derived[name])
            yield f"{name} doesn't come out of the sealed inputs", at
