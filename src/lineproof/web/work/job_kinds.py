"""Which work is done in the background? Each kind by its function; nothing else says so.

To add one: a function of a `Work`, and a line in `KINDS` that says who may ask for it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lineproof.model.errors import LineproofError, StoreError
from lineproof.report.amounts import bounded_text
from lineproof.report.exact_words import exact_words
from lineproof.web.doing.giving_back import write_zip
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.notices import Subscription
from lineproof.web.kept.vault import path_of
from lineproof.web.known.case import At, at, known, settled, today
from lineproof.web.known.months import months_begun
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.rights import Right
from lineproof.web.work.import_jobs import run_import, run_undo
from lineproof.web.work.work import Work

#: What came of it, as JSON holds it. Shown are `told`, a text; `address`, where more is seen; and
#: `table`, of `head` and `rows`, each with `cells` and perhaps an `address`; a cell is its text and
#: how it is set, such as "right".
Result = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work. name: as pages call it. right: what asking for it needs."""

    name: str | Promise
    right: Right
    run: Callable[[Work], Result]


def run_settle(work: Work) -> Result:
    """Work out a contract's months that have begun and aren't sealed; tell what each comes to."""
    contract = work.job.contract
    assert contract is not None, "months are a contract's"
    state, rows = at(contract), []
    months = list(_open_months(state, timezone.now()))
    for number, month in enumerate(months):
        work.progress(number, len(months))
        address = reverse("month", args=(contract.pk, month))
        payable, told = _settled(state, month)
        rows.append(
            {"address": address, "cells": [(month, "figure"), (payable, "right"), (told, "")]}
        )
    currency = known(state).case.contract.contract.currency
    head = [(_("Month"), ""), (f"{_('Payable')} ({currency})", "right"), (_("State"), "")]
    return {"table": {"head": head, "rows": rows}}


def run_work_out(work: Work) -> Result:
    """Work out what a page waits for: a version of a contract, and months of it."""
    contract = work.job.contract
    assert contract is not None, "what a page shows is a contract's"
    months: list[str] = work.job.arguments["months"]
    version = contract.versions.get(pk=work.job.arguments["version"])
    work.progress(0, len(months) + 1)
    state = at(contract, version)
    known(state)
    for number, month in enumerate(months, start=1):
        work.progress(number, len(months) + 1)
        settled(state, month)
    return {}


def _open_months(state: At, now: dt.datetime) -> Iterator[str]:
    """Yield the months of a term that have begun and aren't sealed."""
    found = known(state)
    sealed = {each.month for each in found.case.sealed}
    for month in months_begun(found.view.term_days, today(found.case, now)):
        if month not in sealed:
            yield month


def _settled(state: At, month: str) -> tuple[str, str]:
    """Return what a month makes payable, and how it stands."""
    language = language_spoken()
    try:
        found = settled(state, month)
    except LineproofError as problem:
        return "", exact_words(str(problem), language)
    payable = bounded_text(found.payable, digits=found.digits, language=language)
    return payable, _("open") if found.is_settled else _("something is open")


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


def run_test(work: Work) -> Result:
    """Send a test message to who asked for it."""
    kept = Subscription.objects.get(user=work.job.by, channel=work.job.arguments["channel"])
    # by name, at need: what sends takes long to import, and the server of pages sends nothing
    importlib.import_module("lineproof.web.work.telling").send_test(kept)
    return {"told": _("Sent. If nothing arrives, ask the operator of the server.")}


WORK_OUT = "work out"
KINDS: dict[str, Kind] = {
    WORK_OUT: Kind(_lazy("Work out months"), Right.SEE, run_work_out),
    "settle": Kind(_lazy("Work out months"), Right.SEE, run_settle),
    "test": Kind(_lazy("Send a test message"), Right.SEE, run_test),
    "export": Kind(_lazy("Export a contract"), Right.EXPORT, run_export),
    "import": Kind(_lazy("Import a file"), Right.EXPORT, run_import),
    "undo": Kind(_lazy("Undo this import"), Right.EXPORT, run_undo),
}
