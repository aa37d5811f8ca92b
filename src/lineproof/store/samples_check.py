"""Are a folder's samples still what was stored? Its log, and every file that the log names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding
from lineproof.store.batches import BatchLine, StoredFile, chain_findings
from lineproof.store.sample_files import damaged
from lineproof.store.samples import SampleStore

_READ_BYTES = 1 << 20


def check_store(folder: Path) -> list[Finding]:
    """Return what is wrong with the samples of a contract folder, by batch; it reads every byte."""
    store = SampleStore(folder)
    if not store.exists:
        return []
    try:
        assert store.buckets
        batches = store.batches()
    except InputRefusedError as refused:
        return list(refused.findings)
    found = chain_findings(batches)
    for batch in batches:
        found += [finding for file in batch.files if (finding := _damage(store, batch, file))]
    return found


def _damage(store: SampleStore, batch: BatchLine, file: StoredFile) -> Finding | None:
    """Return what is wrong with a file of a batch."""
    path = store.folder / file.path
    digest = hashlib.sha256()
    try:
        with path.open("rb") as opened:
            while block := opened.read(_READ_BYTES):
                digest.update(block)
    except FileNotFoundError:
        return damaged(path, f"it isn't there (batch {batch.id[:16]})")
    except OSError as problem:
        return damaged(path, f"it can't be read: {problem.strerror}")
    if digest.hexdigest() != file.sha256:
        return damaged(path, f"it was changed since batch {batch.id[:16]} was stored")
    return None
