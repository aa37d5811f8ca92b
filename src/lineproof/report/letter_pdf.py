"""How is an objection, or a claim, set on paper? Typst sets it; data goes in as JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl

from lineproof.model.words_chinese import chinese_words
from lineproof.model.words_english import english_words
from lineproof.reconcile.objection import Objection, Point
from lineproof.report.amounts import amount_text
from lineproof.report.causes import cause_meaning, cause_name
from lineproof.report.paper import pages
from lineproof.report.phrases import kind_name
from lineproof.report.wording import Language
from lineproof.report.wording_letters import Letter

#: Lines shown of each cause; the table beside the letter has them all.
LINES_MAX = 6
_DAY = dt.timedelta(days=1)
_COLUMNS = {
    "bill": (Letter.LINE, Letter.BILL_LINE, Letter.CIRCUIT, Letter.DAYS, Letter.BILLED,
             Letter.EXPECTED, Letter.NOT_OWED),
    "claim": (Letter.LINE, Letter.DAYS, Letter.CLAIMED_AMOUNT),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """What a letter says beside its objection.

    reference: the dispute's id. on: its date. evidence_sha256: of the pack that goes with it.
    """

    reference: str
    buyer: str
    provider: str
    on: dt.date
    evidence_sha256: str


def letter_pdf(objection: Objection, sender: Sender, *, language: Language) -> bytes:
    """Return a letter as PDF; the same bytes for the same letter."""
    return pages("letter", letter_data(objection, sender, language), on=sender.on)


def letter_data(objection: Objection, sender: Sender, language: Language) -> dict[str, Any]:
    """Return every text of a letter, in a language."""

    def said(word: Letter, **values: object) -> str:
        return word.said(language, **values)

    is_claim = objection.about == "claim"
    amount = money_text(objection.amount, objection)
    words = chinese_words if language == "zh" else english_words
    return {
        "language": language,
        "title": said(Letter.CLAIM if is_claim else Letter.OBJECTION),
        "about": f"{objection.contract}  {objection.bill or objection.term}  {objection.month}",
        "page": said(Letter.PAGE, page="{page}", pages="{pages}"),
        "parties": [(said(Letter.TO), sender.provider), (said(Letter.FROM), sender.buyer)],
        "facts": _facts(objection, sender, language),
        "amount": {
            "label": said(Letter.CLAIMED if is_claim else Letter.NOT_OWED),
            "figure": amount,
            "note": _amount_note(objection, language),
            "words": words(objection.amount, currency=objection.currency, digits=objection.digits),
        },
        "opening": _opening(objection, amount, language),
        "reasons": said(Letter.REASONS),
        "heads": [said(w) for w in (Letter.CAUSE, Letter.ROWS, Letter.CLAUSE,
                                    _COLUMNS[objection.about][-1])],
        "points": [_row(point, objection, language) for point in objection.points],
        "total": [said(Letter.TOTAL), f"{objection.lines.height:,}", "", amount],
        "line_heads": [said(w) for w in _COLUMNS[objection.about]],
        "sections": [_section(point, objection, language) for point in objection.points],
        "clauses": said(Letter.CLAUSES),
        "cited": [(each.clause, kind_name(each.kind, language), each.quote)
                  for each in objection.cited if each.quote],
        "asked": said(Letter.ASKED),
        "asks": _asks(objection, amount, language),
        "payment": said(Letter.PAYMENT) if not is_claim else "",
        "meanwhile": _meanwhile(objection, amount, language) if not is_claim else "",
        "in_time": _in_time(objection, sender.on, language),
        "enclosed": said(Letter.ENCLOSED),
        "files": [said(Letter.TABLE), said(Letter.EVIDENCE)],
        "hash": f"SHA-256 evidence.zip: {sender.evidence_sha256}",
        "sign": said(Letter.SIGN, party=sender.buyer),
        "sign_fields": [said(Letter.SIGN_NAME), said(Letter.DATE)],
    }  # fmt: skip


def money_text(minor: int, objection: Objection) -> str:
    """Return an amount with its currency."""
    return f"{amount_text(minor, digits=objection.digits)} {objection.currency}"


def _facts(objection: Objection, sender: Sender, language: Language) -> list[tuple[str, str]]:
    """Return what the letter is about."""
    facts = [
        (Letter.OUR_REFERENCE, sender.reference),
        (Letter.DATE, f"{sender.on}"),
        (Letter.CONTRACT, objection.contract),
        (Letter.BILL, objection.bill),
        (Letter.MONTHS, objection.month),
    ]
    return [(word.said(language), value) for word, value in facts if value]


def _amount_note(objection: Objection, language: Language) -> str:
    """Return what stands beside the amount."""
    if objection.billed is not None:
        return Letter.OF_BILLED.said(language, amount=money_text(objection.billed, objection))
    return Letter.WITHOUT_TAX.said(language) if objection.is_net else ""


def _opening(objection: Objection, amount: str, language: Language) -> str:
    """Return the first sentences."""
    if objection.about == "bill":
        return Letter.OPENING_BILL.said(language, amount=amount)
    word = Letter.OPENING_CLAIM if objection.window else Letter.OPENING_CLAIM_PLAIN
    values = {"month": objection.month, "amount": amount}
    more = {"clause": objection.window} if objection.window else {}
    return word.said(language, **values, **more)


def _row(point: Point, objection: Objection, language: Language) -> list[str]:
    """Return a cause's row."""
    return [
        cause_name(point.cause, language), f"{point.count:,}", ", ".join(point.clauses) or "–",
        amount_text(point.amount, digits=objection.digits),
    ]  # fmt: skip


def _section(point: Point, objection: Objection, language: Language) -> dict[str, Any]:
    """Return a cause's lines, the dearest first, and how many more there are."""
    rows = objection.lines.filter(pl.col("cause") == point.cause)
    rows = rows.sort("amount", descending=True, maintain_order=True)
    shown, rest = rows.head(LINES_MAX), rows.slice(LINES_MAX)
    more = ""
    if rest.height:
        amount = amount_text(int(rest.get_column("amount").sum()), digits=objection.digits)
        more = Letter.MORE_LINES.said(language, count=f"{rest.height:,}", amount=amount)
    return {
        "title": cause_name(point.cause, language),
        "meaning": cause_meaning(point.cause, language),
        "rows": [_line(row, objection) for row in shown.iter_rows(named=True)],
        "more": more,
    }


def _line(row: dict[str, Any], objection: Objection) -> list[str]:
    """Return a line's row; its days with the last one in it."""
    days = ""
    if row["from"] is not None and row["to"] is not None:
        days = f"{row['from']} – {row['to'] - _DAY:%m-%d}"

    def amounts(*names: str) -> list[str]:
        return [amount_text(row[name], digits=objection.digits) for name in names]

    if objection.about == "claim":
        return [row["line"], days or "–", *amounts("amount")]
    texts = (row["line"], row["bill_line"], row["circuit"], days)
    return [*(text or "–" for text in texts), *amounts("billed", "expected", "amount")]


def _asks(objection: Objection, amount: str, language: Language) -> list[str]:
    """Return what is asked for."""
    answer = Letter.ASK_ANSWER.said(language)
    if objection.about == "claim":
        return [Letter.ASK_CREDIT.said(language, amount=amount), answer]
    credit_note = Letter.ASK_CREDIT_NOTE.said(language, amount=amount)
    return [credit_note, Letter.ASK_CORRECT.said(language), answer]


def _meanwhile(objection: Objection, amount: str, language: Language) -> str:
    """Return what is paid until it is decided."""
    clause = objection.window
    if objection.meanwhile == "withhold_disputed":
        rest = money_text(objection.undisputed or 0, objection)
        return Letter.WITHHELD.said(language, clause=clause, amount=amount, rest=rest)
    if objection.meanwhile == "pay_first":
        return Letter.PAID_FIRST.said(language, clause=clause, amount=amount)
    return Letter.NO_CLAUSE.said(language, amount=amount)


def _in_time(objection: Objection, on: dt.date, language: Language) -> str:
    """Return whether it is sent in time, where a clause says until when."""
    if objection.due is None:
        return ""
    word = Letter.IN_TIME if on <= objection.due else Letter.TOO_LATE
    return word.said(language, clause=objection.window, day=objection.due)
