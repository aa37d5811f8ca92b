"""Does a pack hash all of its files? `cli/audit` draws samples of a folder."""

from __future__ import annotations

import hashlib

from tests.report.audited import PACK

from lineproof.report.audit_pack import audit_files


def test_every_file_stands_in_the_sums() -> None:
    """Five files: four, and their hashes."""
    files = audit_files(PACK, {"a.txt": b"a"}, "en")
    sums = files.pop("SHA256SUMS").decode().splitlines()
    assert sorted(files) == ["audit.json", "audit.pdf", "audit.xlsx", "evidence.zip"]
    assert sums == [f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in sorted(files)]
