"""How does a contract become a folder again? Each file as it came, or anew if it changed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings

from lineproof.model.errors import LineproofError
from lineproof.sources.folder import CONTRACT_FILE, RECORDS_FOLDER, parse_content
from lineproof.store.files import write_file
from lineproof.store.records import record_csv
from lineproof.web.kept.contracts import Contract, Record, RecordFile
from lineproof.web.kept.record_rows import frame_of
from lineproof.web.kept.vault import get
from lineproof.web.known.case import KEPT_AS_FOLDERS, folder_of

_STAMP = (1980, 1, 1, 0, 0, 0)


def give_back(contract: Contract, folder: Path) -> None:
    """Write a contract's folder; raises LineproofError where there is something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is there already and isn't empty; name another folder"
        raise LineproofError(message)
    for path, content in files_of(contract):
        write_file(folder / path, content)


def write_zip(contract: Contract, target: IO[bytes]) -> None:
    """Write a contract's folder as a ZIP archive; the same folder gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files_of(contract):
            entry = zipfile.ZipInfo(path, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


def files_of(contract: Contract) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a contract's folder, by its path, with the version in force."""
    vault = settings.CONFIGURATION.vault
    version = contract.in_force
    yield CONTRACT_FILE, bytes(version.text)
    for path, sha256 in sorted(version.files.items()):
        yield path, get(vault, sha256)
    for file in contract.record_files.order_by("kind"):
        yield _record_file(file, bytes(version.text))
    for sealed in contract.sealed.all():
        for name, sha256 in sorted(sealed.files.items()):
            yield f"{sealed}/{name}", get(vault, sha256)
    for kept in contract.files.all():
        yield kept.path, get(vault, kept.sha256)
    place = folder_of(contract)
    for name in KEPT_AS_FOLDERS:
        for found in sorted((place / name).rglob("*")):
            if found.is_file():
                yield found.relative_to(place).as_posix(), found.read_bytes()


def _record_file(file: RecordFile, text: bytes) -> tuple[str, bytes]:
    """Return a kind's file: as it came, or in canonical form where rows were added since."""
    count = Record.objects.filter(contract=file.contract, kind=file.kind).count()
    if count == file.count:
        return file.path, get(settings.CONFIGURATION.vault, file.sha256)
    contract = parse_content(text).contract
    assert contract is not None, "a version in force can be read"
    frame = frame_of(file.contract, file.kind)
    return f"{RECORDS_FOLDER}/{file.kind}.csv", record_csv(frame, file.kind, digits=contract.digits)
