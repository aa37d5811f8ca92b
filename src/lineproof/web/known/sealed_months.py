"""What lies in a closed month? Whether it holds, and what restating it would change.

Nothing is changed here: a closed month stays as it is.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from lineproof.model.record import APART
from lineproof.report.restatement import Restated, restated
from lineproof.report.wording import Language
from lineproof.seal.verify import Verdict
from lineproof.sources import sealed_folder
from lineproof.sources.folder import CONTRACT_FILE, RECORDS_FOLDER
from lineproof.store.files import write_file
from lineproof.store.verifying import side_sealed, side_settled, verify_folder
from lineproof.web.kept.contracts import Record, SealedMonth
from lineproof.web.known.case import At, file_of, known, seal_of, settled

_STAMP = (1980, 1, 1, 0, 0, 0)
_OF_RECORDS = re.compile(r"tables\.record-(?P<kind>[a-z]+)\.csv: ")
_RECORDS_MAX = 20


def files_of(sealed: SealedMonth) -> dict[str, bytes]:
    """Return the files of a closed month, by name."""
    return {name: file_of(sealed, name) for name in sorted(sealed.files)}


def zipped(sealed: SealedMonth) -> bytes:
    """Return a closed month as an archive of the folder it lies in; always the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files_of(sealed).items():
            entry = zipfile.ZipInfo(f"{sealed}/{name}", _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def verified(sealed: SealedMonth) -> Verdict:
    """Return whether a closed month is what its inputs come to, beside the ones before it."""
    earlier = SealedMonth.objects.filter(
        contract=sealed.contract, month=sealed.month, revision__lte=sealed.revision
    )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_file(folder / CONTRACT_FILE, bytes(sealed.contract.in_force.text))
        for each in earlier:
            for name, content in files_of(each).items():
                write_file(folder / str(each) / name, content)
        return verify_folder(folder / str(sealed), None)


def recorded_since(sealed: SealedMonth, causes: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return why a closed month comes to something else: each cause, with its records since then.

    causes: as `restatement` tells them. What both sides know of is told, and nothing else.
    """
    found = []
    for cause in causes:
        kind = match["kind"] if (match := _OF_RECORDS.match(cause)) else ""
        since = Record.objects.filter(
            contract=sealed.contract, kind=kind, recorded_at__gt=sealed.sealed_at
        ).exclude(kind__in=APART)
        told = [_told(each) for each in since.order_by("-row")[:_RECORDS_MAX]]
        found.append((f"{RECORDS_FOLDER}/{kind}.csv" if kind else cause, told))
    return found


def _told(record: Record) -> str:
    """Return a record as one line: its own columns, and whose it is."""
    said = ", ".join(f"{name} {value}" for name, value in record.values.items())
    return f"{record.name}: {said or '–'} ({record.by}, {record.recorded_at:%Y-%m-%d %H:%M} UTC)"


def restatement(state: At, sealed: SealedMonth, language: Language) -> Restated:
    """Return what a closed month comes to otherwise, with all that is known by now."""
    held = sealed_folder.SealedMonth(str(sealed), files_of(sealed), seal_of(sealed))
    settlement = settled(state, sealed.month)
    after = side_settled(known(state).view, settlement)
    return restated(side_sealed(held), after, language, digits=settlement.digits)
