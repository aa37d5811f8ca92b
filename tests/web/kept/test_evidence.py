"""Is a file that proves something named in its contract's folder, once?"""

from __future__ import annotations

from django.conf import settings

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.evidence import keep_evidence
from lineproof.web.kept.vault import put


def test_a_file_is_named_once_by_its_hash(contract: Contract) -> None:
    """A second time nothing is added."""
    sha256 = put(settings.CONFIGURATION.vault, b"it was down")
    for _time in range(2):
        keep_evidence(contract, sha256, "letter.txt")
    [kept] = contract.files.filter(sha256=sha256)
    assert kept.path == f"evidence/{sha256[:12]}-letter.txt"
    assert kept.size == 11
