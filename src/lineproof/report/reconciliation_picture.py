"""How are the differences between bill and contract drawn? From what is owed to what is billed."""

from __future__ import annotations

from lineproof.reconcile.reconciliation import Reconciliation
from lineproof.report.causes import cause_name
from lineproof.report.changes import Bar, part_bars, total_bar
from lineproof.report.changes_pages import bars_data
from lineproof.report.picture import Form, drawn
from lineproof.report.reconcile_words import CheckWord
from lineproof.report.wording import Language


def reconciliation_bars(found: Reconciliation, language: Language) -> tuple[Bar, ...]:
    """Return what is owed, each cause of a difference, and what is billed."""
    parts = [(cause_name(cause, language), amount) for cause, amount in found.causes.items()]
    return (
        total_bar(CheckWord.EXPECTED.said(language), found.expected),
        *part_bars(parts, level=found.expected),
        total_bar(CheckWord.BILLED.said(language), found.billed),
    )


def reconciliation_picture(found: Reconciliation, *, form: Form, language: Language) -> bytes:
    """Return the differences as one picture; the same bytes for the same differences."""
    bills = ", ".join(found.bills)
    about = f"{found.contract}  {', '.join(found.months)}  {found.currency}"
    bars = reconciliation_bars(found, language)
    data = bars_data(bars, digits=found.digits, language=language) | {
        "language": language,
        "title": CheckWord.RECONCILED.said(language),
        "about": about,
        "subtitle": [f"{CheckWord.BILL.said(language)} {bills}"],
        "legend": [],
    }
    return drawn("waterfall", data, form=form)
