"""How is a payment proposal shown? On the terminal, and as JSON."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from lineproof.ledger.checked import Checked
from lineproof.ledger.proposal import PaymentItem, Proposal
from lineproof.model.money import format_minor
from lineproof.report.approval import approval_of, condition_text, in_words
from lineproof.report.printing import Printing
from lineproof.report.proposal_words import PayWord
from lineproof.settle.settlement import Bounded


def print_proposal(proposal: Proposal, printing: Printing) -> None:
    """Print what is to be paid, how it comes about, and what stands in the way."""
    told = approval_of(proposal, language=printing.language)
    console = printing.console
    title = f"{printing.said(PayWord.PROPOSAL)}  {proposal.contract}  {proposal.on}"
    console.print(Text(title, style="bold"))
    for label, value in told.facts[1:]:
        console.print(Text(f"{label}: {value}"))
    table = told.tables[0]
    if not table.rows:
        console.print(printing.said(PayWord.NOTHING))
    else:
        shown = printing.table()
        for column, head in enumerate(table.heads):
            right = column in table.figures
            shown.add_column(head, justify="right" if right else "left", no_wrap=right)
        for row in table.rows:
            shown.add_row(*(Text(cell) for cell in row))
        console.print(shown)
        console.print(Text(f"{told.total_label}: {told.total}", style="bold"))
        console.print(Text(f"{told.words_label}: {told.words}"))
    for item in proposal.items:
        for condition in item.conditions:
            text = condition_text(condition, printing.language)
            console.print(Text(f"{item.item}: {text}", style="yellow"))
    for extra in told.tables[5:]:
        if extra.rows:
            printing.heading(extra.title)
            for row in extra.rows:
                printing.indented("  ".join(row))


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """Return what `pay propose --json` prints."""
    return {
        "contract": proposal.contract,
        "on": proposal.on.isoformat(),
        "currency": proposal.currency,
        "payee": proposal.provider,
        "account": proposal.account or None,
        "meanwhile": proposal.meanwhile,
        "clause": proposal.meanwhile_clause or None,
        "total": format_minor(proposal.total, digits=proposal.digits),
        "words": in_words(proposal, "zh" if proposal.currency == "CNY" else "en"),
        "blocked": proposal.is_blocked,
        "items": [_item_json(item, proposal.digits) for item in proposal.items],
        "rights": [
            {"term": r.term, "what": r.what, "who": r.who, "clause": r.clause,
             "since": r.since.isoformat() if r.since is not None else None}
            for r in proposal.rights
        ],
        "offsets": [
            {"item": due.item, "amount": _text(due.amount.value, proposal.digits)}
            for due in proposal.offsets
        ],
    }  # fmt: skip


def _checked_json(checked: Checked, digits: int) -> dict[str, Any]:
    """Return what comparing a payment's bills line by line came to."""
    return {
        "bills": list(checked.bills),
        "undisputed": _text(checked.undisputed, digits),
        "unproven": _text(checked.unproven, digits),
        "differences": [
            {"cause": point.cause, "count": point.count, "amount": _text(point.amount, digits),
             "clauses": list(point.clauses)}
            for point in checked.points
        ],
        "tolerated": [
            {"term": each.term, "clause": each.clause, "limit": _text(each.limit, digits),
             "difference": _text(each.difference, digits), "holds": _text(each.holds, digits)}
            for each in checked.tolerated
        ],
    }  # fmt: skip


def _text(minor: int | None, digits: int) -> str | None:
    """Return an amount as text, or None where it isn't known."""
    return None if minor is None else format_minor(minor, digits=digits)


def _bounded(amount: Bounded, digits: int) -> dict[str, str | None]:
    """Return an amount with its bounds."""
    return {name: _text(getattr(amount, name), digits) for name in ("value", "low", "high")}


def _item_json(item: PaymentItem, digits: int) -> dict[str, Any]:
    """Return one payment."""
    return {
        "item": item.item,
        "clause": item.clause,
        "due": item.due.isoformat() if item.due is not None else None,
        "days_late": item.days_late,
        "owed": _bounded(item.owed, digits),
        "billed": _text(item.billed, digits),
        "disputed": _text(item.disputed, digits),
        "withheld": _text(item.withheld, digits),
        "paid": _text(item.paid, digits),
        "proposed": _text(item.proposed, digits),
        "interest": _text(item.interest, digits),
        "blocked": item.is_blocked,
        "invoices": [invoice.number for invoice in item.invoices],
        "checked": None if item.checked is None else _checked_json(item.checked, digits),
        "conditions": [
            {"what": condition.what.value, "about": condition.about or None,
             "text": condition_text(condition, "en")}
            for condition in item.conditions
        ],
    }  # fmt: skip
