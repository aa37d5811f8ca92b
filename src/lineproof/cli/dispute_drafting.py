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


def refuse_twice(register: Register, *, bill: str = "", month: str = "", term: str = "") -> None:
    """Raise InputRefusedError where the same money is disputed already."""
    from lineproof.model.errors import InputRefusedError
    from lineproof.model.finding import error

    there = register.open_about(bill, month, term)
    if there is not None:
        message = f"{bill or term} for {month} is disputed already: {there.id}, {there.state}"
        fix = f"Go on with {there.id}, or record its event closed and draft again."
        where = there.steps[0].where
        raise InputRefusedError((error("E-DISPUTE-TWICE", message, where=where, fix=fix),))


def drafted(drafting: Drafting, objection: Objection) -> Kept:
    """Write the letter, its table and its evidence, and record a draft for each cause."""
    from lineproof.model.canonical import sha256_hex
    from lineproof.report.letter_pdf import Sender, letter_pdf
    from lineproof.report.letter_xlsx import letter_xlsx
    from lineproof.store.disputes import keep_dispute
    from lineproof.store.evidence import evidence_files
    from lineproof.store.zipped import packed

    folder, view, language = drafting.folder, drafting.view, drafting.language
    files = evidence_files(
        folder, view, objection, bill=drafting.bill, preview=drafting.preview
    )  # fmt: skip
    evidence = packed(files)
    sha256 = sha256_hex(evidence)
    parties = view.contract.contract.parties

    def made(name: str) -> dict[str, bytes]:
        sender = Sender(name, parties.buyer.name, parties.provider.name, drafting.on, sha256)
        return {
            "letter.pdf": letter_pdf(objection, sender, language=language),
            "table.xlsx": letter_xlsx(objection, sender, language=language),
            "evidence.zip": evidence,
        }

    def rows(name: str) -> list[dict[str, str]]:
        return _rows(name, objection, drafting.on, sha256)

    return keep_dispute(folder, view.contract, drafting.register, made, rows)


def _rows(name: str, objection: Objection, on: dt.date, sha256: str) -> list[dict[str, str]]:
    """Return a record for each cause."""
    from lineproof.model.money import format_minor

    now = dt.datetime.now(tz=dt.UTC).isoformat()
    return [
        {
            "recorded_at": now,
            "by": user(),
            "evidence": sha256,
            "dispute": name,
            "event": "draft",
            "date": on.isoformat(),
            "amount": format_minor(point.amount, digits=objection.digits),
            "bill": objection.bill,
            "month": objection.month,
            "term": objection.term,
            "cause": point.cause,
        }
        for point in objection.points
    ]
