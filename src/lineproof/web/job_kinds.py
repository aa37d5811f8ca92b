"""Which work is done in the background? Each kind by its function; nothing else says so.

To add one: a function of a `Work`, and a line in `KINDS` that says who may ask for it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lineproof.model.errors import LineproofError, StoreError
from lineproof.report.amounts import amount_text
from lineproof.web.case import At, at, settled
from lineproof.web.giving_back import write_zip
from lineproof.web.kept import Contract
from lineproof.web.rights import Right
from lineproof.web.vault import path_of
from lineproof.web.work import Work

Result = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work. name: as pages call it. right: what asking for it needs."""

    name: str | Promise
    right: Right
    run: Callable[[Work], Result]


def run_settle(work: Work) -> Result:
    """Work out months, and say of each what is payable or why that isn't known."""
    contract = work.job.contract
    assert contract is not None, "months are a contract's"
    months: list[str] = work.job.arguments["months"]
    state, told = at(contract), []
    for number, month in enumerate(months):
        work.progress(number, len(months))
        told.append({"month": month, **_settled(state, month)})
    return {"months": told}


def _settled(state: At, month: str) -> dict[str, object]:
    """Return what a month comes to."""
    try:
        found = settled(state, month)
    except LineproofError as problem:
        return {"problem": str(problem)}
    payable = found.payable.value
    text = "" if payable is None else amount_text(payable, digits=found.digits)
    return {"payable": text, "currency": found.currency, "is_settled": found.is_settled}


def run_export(work: Work) -> Result:
    """Write a contract's folder as a ZIP archive, to be downloaded for some days."""
    contract = work.job.contract
    assert contract is not None, "a folder is a contract's"
    work.progress(0, 1)
    work.job.file, size = _archive(contract)
    work.job.file_name = f"{contract.pk}.zip"
    return {"bytes": size}


def _archive(contract: Contract) -> tuple[str, int]:
    """Return the SHA-256 and size of a contract's archive, written into the folder of exports."""
    folder: Path = settings.CONFIGURATION.exports
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "w+b") as file:
                write_zip(contract, file)
                size = file.tell()
                file.seek(0)
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            path = path_of(folder, sha256)
            path.parent.mkdir(exist_ok=True)
            Path(aside).rename(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as problem:
        message = f"{folder} can't be written: {problem.strerror}"
        raise StoreError(message) from problem
    return sha256, size


KINDS: dict[str, Kind] = {
    "settle": Kind(_("Work out months"), Right.SEE, run_settle),
    "export": Kind(_("Export a contract"), Right.EXPORT, run_export),
}
