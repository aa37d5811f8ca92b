"""How is a letter to the provider drafted? Written with its evidence, and recorded as a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lineproof.cli.folder import user

if TYPE_CHECKING:
    from lineproof.contract.case import View
    from lineproof.reconcile.disputes import Register
    from lineproof.reconcile.objection import Objection
    from lineproof.report.wording import Language
    from lineproof.store.disputes import Kept


@dataclass(frozen=True)
class Drafting:
    """What a letter is drafted from.

    on: the letter's date. bill: the files of the bill, as kept. preview: what its months come to,
    for those that aren't sealed.
    """

    folder: Path
    view: View
    register: Register
    on: dt.date
    language: Language
    bill: Mapping[str, bytes]
    preview: bytes


def drafted(drafting: Drafting, objection: Objection) -> Kept:
    """Write the letter, its table and its evidence, and record a draft for each cause."""
    from lineproof.reconcile.drafting import draft_rows
    from lineproof.report.dispute_files import dispute_files, drafted_from
    from lineproof.store.disputes import keep_dispute
    from lineproof.store.evidence import settled_files
    from lineproof.store.records import append_records

    folder, view = drafting.folder, drafting.view
    settled = settled_files(folder, objection, lambda: drafting.preview)
    made = drafted_from(
        objection, view, on=drafting.on, bill=drafting.bill, settled=settled
    )  # fmt: skip

    def record(name: str) -> None:
        rows = draft_rows(name, objection, on=drafting.on, evidence=made.sha256)
        who = {"recorded_at": dt.datetime.now(tz=dt.UTC).isoformat(), "by": user()}
        append_records(folder, view.contract, "disputes", [who | row for row in rows])

    return keep_dispute(
        folder,
        drafting.register,
        lambda name: dispute_files(name, made, languages=[drafting.language]),
        record,
    )
