"""How are many rows imported, or an import undone, in the background? Once, by who may do so."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.importing import keep_batch, right_to_import, undo_batch
from lineproof.web.kept.imports import Batch
from lineproof.web.who.people import User
from lineproof.web.work.work import Work


def run_import(work: Work) -> Mapping[str, object]:
    """Keep an import's rows."""

    def keep(batch: Batch, by: User) -> str:
        count = keep_batch(batch, by=by).count
        return ngettext("%(n)d row is imported.", "%(n)d rows are imported.", count) % {"n": count}

    return _done(work, keep)


def run_undo(work: Work) -> Mapping[str, object]:
    """Withdraw an import's rows."""

    def undo(batch: Batch, by: User) -> str:
        though_sealed = bool(work.job.arguments["though_sealed"])
        count = undo_batch(batch, by=by, though_sealed=though_sealed)
        text = ngettext("%(n)d row is withdrawn.", "%(n)d rows are withdrawn.", count)
        return text % {"n": count}

    return _done(work, undo)


def _done(work: Work, change: Callable[[Batch, User], str]) -> Mapping[str, object]:
    """Change an import in one transaction with the job that asks for it; tell what came of it."""
    contract, by = work.job.contract, work.job.by
    assert contract is not None, "rows are a contract's"
    found = Batch.objects.filter(contract=contract).select_related("contract")
    batch = found.get(pk=work.job.arguments["batch"])
    may = Batch.objects.filter(pk=batch.pk).for_user(by, right_to_import(batch.kind))
    if not may.exists():
        raise NotNowError(_("Who asked for it may no longer do so."))
    work.progress(0, 1)
    with transaction.atomic():
        told = change(batch, by)
        result = {"told": told, "address": reverse("import", args=(contract.pk, batch.pk))}
        work.finish(result)
    return result
