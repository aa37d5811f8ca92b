"""How does an archive become a folder? Only where nothing in it climbs, links or swells.

What the archive says of its sizes isn't believed: everything is inflated within bounds first.
"""

from __future__ import annotations

import contextlib
import dataclasses
import stat
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.model.finding import Finding
from lineproof.sources.folder import CONTRACT_FILE
from lineproof.sources.xlsx_archive import Archive, open_archive
from lineproof.web.doing.uploads import Upload, UploadRefusedError

PARTS_MAX = 20_000
_DEEP_MAX = 8
_MODE_SHIFT = 16


@contextlib.contextmanager
def unpacked(upload: Upload) -> Iterator[Path]:
    """Give the folder in an archive for a while; raises what `unpack` does.

    What is said of a file in it names its place in the archive, not where that lay meanwhile.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = unpack(upload, Path(place))
        try:
            yield folder
        except StoreError as problem:
            raise StoreError(str(problem).replace(f"{folder}/", "")) from problem
        except InputRefusedError as refusal:
            raise InputRefusedError(_placed(refusal.findings, folder)) from refusal


def _placed(findings: Iterable[Finding], folder: Path) -> tuple[Finding, ...]:
    """Return findings that name files by their places in a folder."""
    return tuple(
        dataclasses.replace(
            finding,
            message=finding.message.replace(f"{folder}/", ""),
            where=finding.where.replace(f"{folder}/", ""),
        )
        for finding in findings
    )


def unpack(upload: Upload, target: Path) -> Path:
    """Write an archive's files below a folder, and return where its contract lies.

    Raises UploadRefusedError, with nothing written, for one that isn't a contract's folder, that
    names a place outside of it, holds a link, or inflates to too much.
    """
    try:
        archive = open_archive(upload.content, file=upload.name)
    except InputRefusedError as refusal:
        message = _("%(name)s can't be unpacked: it is damaged, encrypted, or unpacks to too much.")
        raise UploadRefusedError(message % {"name": upload.name}) from refusal
    if len(archive.parts) > PARTS_MAX:
        message = _("%(name)s holds more than %(most)s files.")
        raise UploadRefusedError(message % {"name": upload.name, "most": PARTS_MAX})
    places = {key: _place(archive, key) for key in archive.parts}
    files = {key: place for key, place in places.items() if place is not None}
    home = _home(files.values())
    if home is None:
        message = _("%(name)s holds no contract.toml.")
        raise UploadRefusedError(message % {"name": upload.name})
    for key, place in files.items():
        path = target / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for chunk in archive.chunks(key):
                file.write(chunk)
    return target / home


def _place(archive: Archive, key: str) -> PurePosixPath | None:
    """Return where a part belongs; None for a folder. Raises UploadRefusedError for any other."""
    info = archive.parts[key]
    if info.is_dir():
        return None
    place = PurePosixPath(info.filename)
    mode = info.external_attr >> _MODE_SHIFT
    is_plain = not stat.S_IFMT(mode) or stat.S_ISREG(mode)
    is_inside = not place.is_absolute() and ".." not in place.parts
    is_seen = not any(unicodedata.category(c)[0] == "C" or c in '\\:*?"<>|' for c in str(place))
    if is_plain and is_inside and is_seen and len(place.parts) <= _DEEP_MAX:
        return place
    shown = "".join(c if c.isprintable() else "?" for c in info.filename[:60])
    message = _("“%(part)s” in it is no plain file inside the folder.")
    raise UploadRefusedError(message % {"part": shown})


def _home(places: Iterable[PurePosixPath]) -> PurePosixPath | None:
    """Return the folder that the contract lies in, the outermost where there are several."""
    found = [place.parent for place in places if place.name == CONTRACT_FILE]
    return min(found, key=lambda place: len(place.parts), default=None)
