"""Which files does a dispute have? The letter, its table and the evidence, in a language or two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lineproof.contract.case import View
from lineproof.model.canonical import sha256_hex
from lineproof.reconcile.objection import Objection
from lineproof.report.letter_pdf import Sender, letter_pdf
from lineproof.report.letter_xlsx import letter_xlsx
from lineproof.report.wording import Language
from lineproof.store.evidence import evidence_files
from lineproof.store.zipped import packed

LETTER, TABLE, EVIDENCE = "letter.pdf", "table.xlsx", "evidence.zip"


@dataclass(frozen=True)
class Drafted:
    """What a letter is drafted from, packed; on: its date."""

    objection: Objection
    buyer: str
    provider: str
    on: dt.date
    evidence: bytes

    @property
    def sha256(self) -> str:
        """The hash of the evidence, which the letter and the records name."""
        return sha256_hex(self.evidence)


def drafted_from(
    objection: Objection,
    view: View,
    *,
    on: dt.date,
    bill: Mapping[str, bytes],
    settled: Mapping[str, bytes],
) -> Drafted:
    """Return what a letter is drafted from.

    bill: the files of the bill, as kept. settled: what its months come to; see `evidence_files`.
    """
    parties = view.contract.contract.parties
    files = evidence_files(view, objection, bill=bill, settled=settled)
    return Drafted(objection, parties.buyer.name, parties.provider.name, on, packed(files))


def dispute_files(
    name: str, drafted: Drafted, *, languages: Sequence[Language]
) -> dict[str, bytes]:
    """Return a dispute's files by name; in several languages, each letter and table names its own.

    name: the dispute's id.
    """
    sender = Sender(name, drafted.buyer, drafted.provider, drafted.on, drafted.sha256)
    files = {EVIDENCE: drafted.evidence}
    for language in languages:
        letter = letter_pdf(drafted.objection, sender, language=language)
        table = letter_xlsx(drafted.objection, sender, language=language)
        mark = f".{language}" if len(languages) > 1 else ""
        files[LETTER.replace(".", f"{mark}.")] = letter
        files[TABLE.replace(".", f"{mark}.")] = table
    return files
