"""How are a provider's bills kept? Each in a folder of its own, with the original and its hash.

`bills/KEY/` holds `bill.json` (the head), `lines.csv`, the original, and the detail sheet where
there is one; `lines.parquet` beside many lines, for speed. It is written whole or not at all, and
never changed: a bill is corrected by a credit note.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from lineproof.model.bill import BILL_LINES, Bill
from lineproof.model.canonical import canonical_csv, sha256_hex
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.table_text import canonical_text
from lineproof.sources.bill_columns import Layout, layouts_toml, read_layouts, with_layout
from lineproof.sources.bill_head import bill_from_head, head_of
from lineproof.sources.bill_lines import canonical_lines
from lineproof.store.files import locked, write_file
from lineproof.store.whole_folder import write_whole

BILLS, COLUMNS = "bills", "columns"
HEAD_FILE, LINES_FILE, FAST_FILE = "bill.json", "lines.csv", "lines.parquet"
#: From so many lines on they are kept as Parquet too, which is read in a tenth of the time.
FAST_LINES_MIN = 20_000
_ASIDE = ".importing-"
_KEY_MAX = 60


@dataclass(frozen=True)
class Headed:
    """A kept bill without its lines: how many there are, where, and the hash of its head.

    version: changes with any of its files, all of which the head names by hash.
    """

    bill: Bill
    count: int
    folder: Path
    version: str


@dataclass(frozen=True)
class Kept:
    """A bill as it is kept: where, and whether this call put it there."""

    bill: Bill
    folder: Path
    is_new: bool


def key_of(text: str) -> str:
    """Return the name of a folder or file for a number or a name; different ones never share one.

    >>> key_of("R-2025-0042"), key_of("2025/0042")
    ('R-2025-0042', '2025-0042-fb912d')
    """
    plain = re.sub(r"[^\w.-]+", "-", text).strip("-.")[:_KEY_MAX]
    is_kept = plain and plain == text and plain != COLUMNS
    return plain if is_kept else f"{plain or 'bill'}-{sha256_hex(text.encode())[:6]}"


def saved_layouts(folder: Path, provider: str) -> tuple[Layout, ...]:
    """Return what was confirmed of a provider's columns; nothing where nobody did."""
    path = _columns_file(folder, provider)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    return read_layouts(content, file=str(path))


def save_layout(folder: Path, provider: str, layout: Layout) -> Path:
    """Keep a confirmed layout beside the others of the provider, and return its file."""
    path = _columns_file(folder, provider)
    with locked(folder):
        layouts = with_layout(saved_layouts(folder, provider), layout)
        write_file(path, layouts_toml(layouts).encode())
    return path


def _columns_file(folder: Path, provider: str) -> Path:
    """Return the file with a provider's layouts."""
    return folder / BILLS / COLUMNS / f"{key_of(provider)}.toml"


def keep_bill(folder: Path, bill: Bill, originals: Mapping[str, bytes]) -> Kept:
    """Keep a bill in a contract folder; the same file again changes nothing.

    originals: file name → content, the bill first. Raises InputRefusedError where another bill has
    its number, and StoreError where it can't be written; nothing is changed then.
    """
    with locked(folder):
        for place, head in _heads(folder):
            if head["sha256"] == bill.sha256 and head["detail_sha256"] == bill.detail_sha256:
                return Kept(read_kept(place), place, is_new=False)
            if head["number"] == bill.number:
                raise _known(bill, place)
        target = folder / BILLS / key_of(bill.number)
        write_whole(target, _files(bill, originals), below=folder, aside=_ASIDE)
    return Kept(bill, target, is_new=True)


def _known(bill: Bill, place: Path) -> InputRefusedError:
    """Return the refusal of a bill whose number another one has."""
    where = f"{BILLS}/{place.name}"
    message = f"a bill {bill.number} was brought in before, with other content: {where}"
    fix = "Ask the provider which holds: a bill is corrected by a credit note, never replaced."
    return InputRefusedError((error("E-BILL-KNOWN", message, where=bill.file, fix=fix),))


def _files(bill: Bill, originals: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a bill's folder."""
    texts = canonical_text(bill.lines, table=BILL_LINES, currency_digits=bill.digits)
    files = {LINES_FILE: canonical_csv(texts)}
    if bill.lines.height >= FAST_LINES_MIN:
        buffer = io.BytesIO()
        bill.lines.drop("row").write_parquet(buffer, compression="zstd")
        files[FAST_FILE] = buffer.getvalue()
    kept = {f"{stem}{_suffix(name)}": name for stem, name in zip(
        ("original", "detail"), originals, strict=False)}  # fmt: skip
    files |= {name: originals[given] for name, given in kept.items()}
    hashes = {name: sha256_hex(content) for name, content in files.items()}
    head = head_of(bill) | {"originals": kept, "files": hashes, "count": bill.lines.height}
    text = json.dumps(head, ensure_ascii=False, indent=2)
    return {HEAD_FILE: text.encode() + b"\n", **files}


def _suffix(name: str) -> str:
    """Return a file name's suffix, if it is a plain one.

    >>> _suffix("Rechnung 12.XML"), _suffix("bill"), _suffix("a.x/y")
    ('.xml', '', '')
    """
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def read_bills(folder: Path) -> tuple[Bill, ...]:
    """Return a contract folder's bills, by day of issue and number.

    Raises InputRefusedError where one isn't as it was kept.
    """
    bills = [read_kept(place) for place, _ in _heads(folder)]
    return tuple(sorted(bills, key=lambda bill: (str(bill.issued or ""), bill.number)))


def read_heads(folder: Path) -> tuple[Headed, ...]:
    """Return a contract folder's bills without their lines, by day of issue and number.

    Raises InputRefusedError where a head can't be read.
    """
    found = [_headed(place, head) for place, head in _heads(folder)]
    return tuple(sorted(found, key=lambda each: (str(each.bill.issued or ""), each.bill.number)))


def _headed(place: Path, head: Mapping[str, Any]) -> Headed:
    """Return what a kept bill's head says."""
    try:
        bill = bill_from_head(head, BILL_LINES.empty())
        version = sha256_hex((place / HEAD_FILE).read_bytes())
        return Headed(bill, int(head["count"]), place, version)
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise _changed(place, f"{HEAD_FILE} can't be read: {problem!r}") from problem


def read_bill(folder: Path, number: str) -> Bill:
    """Return a bill by its number; raises InputRefusedError where there is none, or it changed."""
    return read_kept(bill_folder(folder, number))


def bill_folder(folder: Path, number: str) -> Path:
    """Return where a bill is kept; raises InputRefusedError, naming the others, where it isn't."""
    places = {head["number"]: place for place, head in _heads(folder)}
    if number in places:
        return places[number]
    listed = ", ".join(sorted(places)) or "none"
    message = f"no bill {number} was brought in; there are {listed}"
    fix = "Correct the number, or bring the bill in: lineproof bill import."
    raise InputRefusedError((error("E-BILL-NUMBER", message, where=str(folder), fix=fix),))


def _heads(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return each kept bill's folder and what its head says."""
    bills = folder / BILLS
    places = sorted(p for p in bills.iterdir() if _is_kept(p)) if bills.is_dir() else []
    return [(place, _head(place)) for place in places]


def _is_kept(place: Path) -> bool:
    """Return whether a folder holds a bill: not the columns, nor what a killed writer left."""
    return place.is_dir() and place.name != COLUMNS and not place.name.startswith(".")


def _head(place: Path) -> dict[str, Any]:
    """Return a kept bill's head; raises InputRefusedError where it can't be read."""
    try:
        head = json.loads((place / HEAD_FILE).read_bytes())
        required = {"number", "sha256", "detail_sha256", "files"}
        if not isinstance(head, dict) or not required <= head.keys():
            raise _changed(place, f"{HEAD_FILE} lacks what every bill has")
    except (OSError, ValueError, RecursionError) as problem:
        raise _changed(place, f"{HEAD_FILE} can't be read: {problem}") from problem
    return head


def read_kept(place: Path) -> Bill:
    """Return the bill that a folder keeps; raises InputRefusedError where it was changed."""
    head = _head(place)
    name = FAST_FILE if FAST_FILE in head["files"] else LINES_FILE
    content = _content(place, head, name)
    try:
        digits = int(head["digits"])
        lines, _ = canonical_lines(content, file=f"{place / name}", currency_digits=digits)
        return bill_from_head(head, lines)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise _changed(place, f"{HEAD_FILE} can't be read: {problem!r}") from problem


def verify_kept(place: Path) -> None:
    """Raise InputRefusedError where any file of a kept bill, the original too, was changed."""
    head = _head(place)
    for name in head["files"]:
        _content(place, head, name)


def _content(place: Path, head: Mapping[str, Any], name: str) -> bytes:
    """Return a kept file's bytes; raises InputRefusedError where they aren't those kept."""
    try:
        content = (place / name).read_bytes()
    except OSError as problem:
        raise _changed(place, f"{name} can't be read: {problem.strerror}") from problem
    if sha256_hex(content) != head["files"].get(name):
        raise _changed(place, f"{name} was changed")
    return content


def _changed(place: Path, what: str) -> InputRefusedError:
    """Return the refusal of a kept bill that isn't as it was kept."""
    message = f"{place} isn't as it was kept: {what}"
    fix = "Restore the folder from a copy."
    return InputRefusedError((error("E-BILL-STORED", message, where=str(place), fix=fix),))
