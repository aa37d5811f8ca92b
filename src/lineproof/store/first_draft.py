"""How does a contract folder begin from a spreadsheet? A draft, its schedule, and the originals.

It is written aside and renamed: all of it or nothing, and never over anything that is there.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from lineproof.model.canonical import canonical_csv
from lineproof.model.circuit import CIRCUITS
from lineproof.model.errors import StoreError
from lineproof.model.period import add_months, months_between
from lineproof.model.table_text import canonical_text
from lineproof.sources.folder import CONTRACT_FILE
from lineproof.store.files import write_file

ORIGINALS = "originals"
_TEMPLATE = Path(__file__).with_name("first_draft.toml")
_COUNTRIES = {"CNY": "CN", "GBP": "GB", "USD": "US", "CHF": "CH", "JPY": "JP"}
_ID_MAX = 60
_MONTHS_GUESSED = 12
_YEARS_MAX = 50


@dataclass(frozen=True)
class FirstDraft:
    """What a draft is made from.

    frame: the schedule's values. texts: the same cells as text, for those that have no value.
    fallback: the first day of the term where no line has a start. originals: file name → content;
    the first is the schedule.
    """

    name: str
    currency: str
    timezone: str
    digits: int
    frame: pl.DataFrame
    texts: pl.DataFrame
    fallback: dt.date
    originals: Mapping[str, bytes]


def write_first_draft(folder: Path, draft: FirstDraft) -> None:
    """Write a new contract folder; raises StoreError where it's filled, or can't be made."""
    refuse_filled(folder)
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=folder.absolute().parent, prefix=".start-"))
    except OSError as problem:
        message = f"{folder} can't be made: {problem.strerror}"
        raise StoreError(message) from problem
    try:
        for name, content in _files(draft).items():
            write_file(aside / name, content)
        aside.chmod(0o755)
        aside.replace(folder)
    except OSError as problem:
        message = f"{folder} can't be made: {problem.strerror}; nothing was changed"
        raise StoreError(message) from problem
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def refuse_filled(folder: Path) -> None:
    """Raise StoreError where a folder is there already and isn't empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is there already and isn't empty; name another one with --out"
        raise StoreError(message)


def folder_name(file: str) -> str:
    """Return a folder's name for a file's.

    >>> folder_name("Circuits 2024 (final).xlsx"), folder_name("电路清单.xlsx")
    ('circuits-2024-final', '电路清单')
    """
    stem = PurePosixPath(file).stem.lower()
    return re.sub(r"[^\w]+", "-", stem).strip("-_")[:_ID_MAX] or "contract"


def _files(draft: FirstDraft) -> dict[str, bytes]:
    """Return the folder's files."""
    files = {CONTRACT_FILE: _contract(draft).encode(), "circuits.csv": _circuits(draft)}
    return files | {f"{ORIGINALS}/{name}": content for name, content in draft.originals.items()}


def _circuits(draft: FirstDraft) -> bytes:
    """Return the schedule as canonical CSV; a cell without a value says what stood there."""
    found = [c.name for c in CIRCUITS.columns if c.name in draft.texts.columns]
    values = canonical_text(draft.frame, table=CIRCUITS, currency_digits=draft.digits)
    return canonical_csv(
        pl.DataFrame([values[name].fill_null(draft.texts[name]) for name in found])
    )


def _contract(draft: FirstDraft) -> str:
    """Return the draft of `contract.toml`."""
    start, end = draft.frame["start"].min(), draft.frame["end"].max()
    is_known = isinstance(start, dt.date)
    first = start if isinstance(start, dt.date) else draft.fallback
    unit = f"0.{'0' * (draft.digits - 1)}1" if draft.digits else "1"
    country = _COUNTRIES.get(draft.currency, "DE")
    return _TEMPLATE.read_text("utf-8").format(
        schedule=" ".join(next(iter(draft.originals)).split()),
        id=_quoted(draft.name),
        currency=_quoted(draft.currency),
        timezone=_quoted(draft.timezone),
        start=first,
        start_note="; the first in the schedule" if is_known else "; nothing says it",
        months=_months(first, end),
        count=draft.frame.height,
        country=_quoted(country),
        unit=_quoted(unit),
    )


def _months(first: dt.date, end: object) -> str:
    """Return the key `months`: up to the last day in the schedule, or a guess where it has none."""
    if not isinstance(end, dt.date) or end < first or end.year > first.year + _YEARS_MAX:
        count, note = _MONTHS_GUESSED, "length of the term; nothing says it"
    else:
        after = end + dt.timedelta(days=1)
        count = months_between(first, after)
        count += add_months(first, count) < after
        note = f"length of the term; the schedule's last day is {end}"
    return f"months = {count:<30} # <- {note}"


def _quoted(text: str) -> str:
    """Return a text as a TOML string."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
