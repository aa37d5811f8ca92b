"""How is the file kept that proves a record? In the vault, named in the contract's folder."""

from __future__ import annotations

from django.conf import settings

from lineproof.web.kept.contracts import Contract, KeptFile
from lineproof.web.kept.vault import path_of

FOLDER = "evidence"
_HASH_SHOWN = 12


def keep_evidence(contract: Contract, sha256: str, name: str) -> None:
    """Name a file of the vault in the contract's folder, where it isn't yet."""
    path = f"{FOLDER}/{sha256[:_HASH_SHOWN]}-{name}"
    size = path_of(settings.CONFIGURATION.vault, sha256).stat().st_size
    given = {"sha256": sha256, "size": size}
    KeptFile.objects.get_or_create(contract=contract, path=path, defaults=given)
