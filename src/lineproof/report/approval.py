"""What does an approval sheet say, whatever it is written on? Its texts, table by table.

PDF and XLSX show the same; amounts are texts here, since a sheet that is signed says them in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lineproof.ledger.backing import Acceptance, Invoice
from lineproof.ledger.proposal import Condition, Hindrance, PaymentItem, Proposal
from lineproof.model.words_chinese import chinese_words
from lineproof.model.words_english import english_words
from lineproof.report.amounts import amount_text, bounded_text
from lineproof.report.causes import cause_name
from lineproof.report.phrases import waiting_text
from lineproof.report.proposal_words import HINDRANCES, PayWord
from lineproof.report.wording import Language, Word
from lineproof.settle.factors import plain


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its title, heads and rows; figures: which columns are set to the right.

    none: what is said where it has no rows. wide: the column with the longest texts.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...] = ()
    none: str = ""
    wide: int = 0


@dataclass(frozen=True, slots=True)
class Approval:
    """Every text of an approval sheet, in one language."""

    language: Language
    title: str
    contract: str
    on: str
    page: str
    parties: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]
    total_label: str
    total: str
    words_label: str
    words: str
    status: str
    is_blocked: bool
    conditions: Table
    tables: tuple[Table, ...]
    sign_title: str
    signers: tuple[str, ...]
    sign_fields: tuple[str, ...]
    note: str


def approval_of(proposal: Proposal, *, language: Language) -> Approval:
    """Return the texts of a proposal's approval sheet."""

    def said(word: PayWord | Word, **values: object) -> str:
        return word.said(language, **values)

    tax = [
        said(Word.TAX_ID, number=number) if number else ""
        for number in (proposal.buyer_tax_id, proposal.provider_tax_id)
    ]
    return Approval(
        language=language,
        title=said(PayWord.SHEET),
        contract=proposal.contract,
        on=f"{said(PayWord.ON)} {proposal.on}",
        page=said(Word.PAGE, page="{page}", pages="{pages}"),
        parties=(
            (said(Word.BUYER), proposal.buyer, tax[0]),
            (said(PayWord.PAYEE), proposal.provider, tax[1]),
        ),
        facts=_facts(proposal, language),
        total_label=said(PayWord.TOTAL),
        total=f"{amount_text(proposal.total, digits=proposal.digits)} {proposal.currency}",
        words_label=said(Word.IN_WORDS),
        words=in_words(proposal, language),
        status=said(_status(proposal)),
        is_blocked=proposal.is_blocked and not proposal.total,
        conditions=_conditions(proposal, language),
        tables=tuple(_tables(proposal, language)),
        sign_title=said(PayWord.SIGN_TITLE),
        signers=tuple(said(w) for w in (PayWord.PREPARED, PayWord.CHECKED, PayWord.OWNER,
                                        PayWord.FINANCE, PayWord.APPROVED)),
        sign_fields=(said(PayWord.SIGNATURE), said(PayWord.DATE)),
        note=said(PayWord.NOTE),
    )  # fmt: skip


def _status(proposal: Proposal) -> PayWord:
    """Return whether the total can be approved, and whether anything waits beside it."""
    if not proposal.items:
        return PayWord.NOTHING
    if not proposal.is_blocked:
        return PayWord.READY
    return PayWord.PARTLY if proposal.total else PayWord.BLOCKED


def in_words(proposal: Proposal, language: Language) -> str:
    """Return what is to be paid now, in words."""
    spell = english_words if language == "en" else chinese_words
    return spell(proposal.total, currency=proposal.currency, digits=proposal.digits)


def condition_text(condition: Condition, language: Language) -> str:
    """Return what stands in the way of a payment."""
    about = condition.about
    if condition.what is Hindrance.WAITS:
        about = waiting_text(about, language)
    word = HINDRANCES[condition.what]
    return word.said(language, about=about) if "{about}" in word.value[0] else word.said(language)


def meanwhile_text(proposal: Proposal, language: Language) -> str:
    """Return what is done about disputed amounts, with the clause that says so."""
    if proposal.meanwhile is None:
        return PayWord.NO_OBJECTION.said(language)
    is_held = proposal.meanwhile == "withhold_disputed"
    told = (PayWord.WITHHOLD if is_held else PayWord.PAY_FIRST).said(language)
    return f"{told} ({Word.CLAUSE_N.said(language, clause=proposal.meanwhile_clause)})"


def _facts(proposal: Proposal, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the payee's account and what rules disputed amounts."""
    account = proposal.account or PayWord.NO_ACCOUNT.said(language)
    return (
        (Word.CONTRACT.said(language), proposal.contract),
        (PayWord.ACCOUNT.said(language), account),
        (PayWord.OBJECTION.said(language), meanwhile_text(proposal, language)),
    )


def _conditions(proposal: Proposal, language: Language) -> Table:
    """Return what stands in the way, payment by payment."""
    rows = tuple(
        (item.item, condition_text(condition, language))
        for item in proposal.items
        for condition in item.conditions
    )
    heads = (PayWord.ITEM.said(language), PayWord.CONDITIONS.said(language))
    return Table(PayWord.CONDITIONS.said(language), heads, rows)


def _tables(proposal: Proposal, language: Language) -> Iterator[Table]:
    """Yield the tables behind the proposal; where one that must be there is empty, it says so."""
    yield _computed(proposal, language)
    yield _invoices(proposal, language)
    yield _orders(proposal, language)
    yield _acceptances(proposal, language)
    yield _scores(proposal, language)
    yield _found(proposal, language)
    yield _differences(proposal, language)
    if proposal.rights:
        yield _rights(proposal, language)
    if proposal.offsets:
        yield _offsets(proposal, language)


def _table(
    words: tuple[PayWord | Word, ...],
    rows: Iterator[tuple[str, ...]],
    language: Language,
    *,
    figures: tuple[int, ...] = (),
    wide: int = 0,
) -> Table:
    """Return a table; words: its title, then its heads."""
    title, *heads = (word.said(language) for word in words)
    return Table(title, tuple(heads), tuple(rows), figures, PayWord.NONE.said(language), wide)


def _computed(proposal: Proposal, language: Language) -> Table:
    """Return each payment's way from what is owed to what is paid."""
    words = (PayWord.HOW, PayWord.ITEM, Word.CLAUSE, PayWord.DUE, PayWord.OWED, PayWord.BILLED,
             PayWord.WITHHELD, PayWord.PAID, PayWord.PROPOSED, PayWord.INTEREST)  # fmt: skip
    rows = (_payment(item, proposal, language) for item in proposal.items)
    return _table(words, rows, language, figures=(3, 4, 5, 6, 7, 8))


def _payment(item: PaymentItem, proposal: Proposal, language: Language) -> tuple[str, ...]:
    """Return one payment's row."""
    due = str(item.due or "–")
    if item.days_late and item.proposed:
        due = f"{due}, {PayWord.DAYS_LATE.said(language, days=item.days_late)}"
    owed = bounded_text(item.owed, digits=proposal.digits, language=language)
    unknown = Word.UNKNOWN.said(language)
    interest = unknown if item.interest is None else _money(item.interest, proposal) or "–"
    if item.interest and item.interest_clause:
        interest = f"{interest} ({item.interest_clause})"
    return (
        item.item, item.clause, due, owed,
        "–" if item.billed is None else _money(item.billed, proposal) or "0",
        _money(-item.withheld, proposal) or "–",
        _money(-item.paid, proposal) or "–",
        unknown if item.proposed is None else amount_text(item.proposed, digits=proposal.digits),
        interest,
    )  # fmt: skip


def _money(minor: int, proposal: Proposal) -> str:
    """Return an amount; blank where it is nothing."""
    return amount_text(minor, digits=proposal.digits) if minor else ""


def _invoices(proposal: Proposal, language: Language) -> Table:
    """Return the invoices that are paid."""
    words = (PayWord.INVOICES, PayWord.INVOICE, PayWord.RECEIVED, PayWord.VERIFIED,
             PayWord.TITLE_MATCHES, Word.AMOUNT, PayWord.TAX, PayWord.REDS)  # fmt: skip
    rows = (_invoice(i, proposal, language) for item in proposal.items for i in item.invoices)
    return _table(words, rows, language, figures=(4, 5, 6))


def _invoice(invoice: Invoice, proposal: Proposal, language: Language) -> tuple[str, ...]:
    """Return an invoice's row."""
    verified = PayWord.NOT_VERIFIED.said(language)
    if invoice.verified is not None:
        verified = str(invoice.verified)
        if invoice.verified_by:
            verified = PayWord.BY.said(language, day=verified, who=invoice.verified_by)
    matches = {True: PayWord.MATCHING, False: PayWord.NOT_MATCHING, None: PayWord.NOT_CHECKED}
    return (
        invoice.number, str(invoice.received), verified,
        matches[invoice.matches].said(language),
        amount_text(invoice.amount, digits=proposal.digits),
        "–" if invoice.tax is None else amount_text(invoice.tax, digits=proposal.digits),
        _money(invoice.reds, proposal) or "–",
    )  # fmt: skip


def _orders(proposal: Proposal, language: Language) -> Table:
    """Return the orders."""
    words = (PayWord.ORDERS, PayWord.ORDER, PayWord.PURCHASE_ORDER, PayWord.BUDGET,
             PayWord.ORDERED_LINES)  # fmt: skip
    rows = ((o.order, o.purchase_order or "–", o.budget_line or "–", str(o.lines))
            for o in proposal.orders)  # fmt: skip
    return _table(words, rows, language, figures=(3,))


def _acceptances(proposal: Proposal, language: Language) -> Table:
    """Return what was accepted."""

    def what(accepted: Acceptance) -> str:
        if accepted.lines:
            return PayWord.LINES_N.said(language, count=accepted.lines)
        return accepted.item or PayWord.WHOLE.said(language)

    words = (PayWord.ACCEPTANCES, PayWord.ACCEPTED_WHAT, PayWord.FIRST_LAST)
    rows = (
        (what(a), str(a.first) if a.first == a.last else f"{a.first} – {a.last}")
        for a in proposal.acceptances
    )
    return _table(words, rows, language)


def _scores(proposal: Proposal, language: Language) -> Table:
    """Return the scores of the months paid."""
    words = (PayWord.SCORES, Word.MONTH, PayWord.POINTS, PayWord.SIGNED_BY)
    rows = ((s.month, points_text(s.points), s.signed_by or "–") for s in proposal.scores)
    return _table(words, rows, language, figures=(1,))


def points_text(points: Fraction) -> str:
    """Return points as they were recorded.

    >>> points_text(Fraction(8999, 100))
    '89.99'
    """
    return plain(points)


def _found(proposal: Proposal, language: Language) -> Table:
    """Return what comparing the bills of each payment found, by cause."""
    words = (PayWord.FOUND, PayWord.ITEM, PayWord.BILL, PayWord.CAUSE, PayWord.ORDERED_LINES,
             PayWord.NOT_OWED, Word.CLAUSE)  # fmt: skip
    rows = (
        (item.item, bills, *cells)
        for item in proposal.items
        for bills, *cells in _found_in(item, proposal, language)
    )
    return _table(words, rows, language, figures=(3, 4), wide=2)


def _found_in(
    item: PaymentItem, proposal: Proposal, language: Language
) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield bills, cause, lines, amount and clauses of each difference of one payment."""
    checked = item.checked
    compared = () if checked is None else checked.bills
    others = [i.number for i in item.invoices if i.number not in compared]
    if others:
        yield ", ".join(others), PayWord.NOT_COMPARED.said(language), "–", "–", "–"
    if checked is None:
        return
    bills, digits = ", ".join(checked.bills), proposal.digits
    for point in checked.points:
        amount = amount_text(point.amount, digits=digits)
        clauses = ", ".join(point.clauses) or "–"
        yield bills, cause_name(point.cause, language), f"{point.count:,}", amount, clauses
    if checked.unproven:
        amount = amount_text(checked.unproven, digits=digits)
        yield bills, PayWord.NOT_KNOWN.said(language), "–", amount, "–"
    stands = [each for each in checked.tolerated if each.holds is not None and each.difference]
    for each in stands:
        figures = {"difference": each.difference, "limit": each.limit, "holds": each.holds or 0}
        told = {name: amount_text(minor, digits=digits) for name, minor in figures.items()}
        yield bills, PayWord.TOLERATED.said(language, **told), "–", "–", each.clause
    if not (checked.points or checked.unproven or stands):
        yield bills, PayWord.NO_DIFFERENCE.said(language), "–", "–", "–"


def _differences(proposal: Proposal, language: Language) -> Table:
    """Return what is in dispute, by cause."""
    words = (PayWord.DIFFERENCES, PayWord.DISPUTE, PayWord.INVOICE, PayWord.CAUSE, Word.AMOUNT)
    rows = (
        (d.id, d.bill or "–", cause_name(cause, language),
         amount_text(amount, digits=proposal.digits))
        for d in proposal.disputes
        for cause, amount in d.causes
    )  # fmt: skip
    return _table(words, rows, language, figures=(3,))


def _rights(proposal: Proposal, language: Language) -> Table:
    """Return the rights that arose."""
    parties = {"buyer": Word.BUYER, "provider": Word.PROVIDER, "both": Word.BOTH_PARTIES,
               "either": Word.EITHER_PARTY}  # fmt: skip
    words = (PayWord.RIGHTS, PayWord.RIGHT, PayWord.WHO, Word.CLAUSE, PayWord.SINCE)
    rows = ((r.what, parties[r.who].said(language), r.clause, str(r.since or "–"))
            for r in proposal.rights)  # fmt: skip
    return _table(words, rows, language)


def _offsets(proposal: Proposal, language: Language) -> Table:
    """Return credits and balances that none of the payments takes."""
    words = (PayWord.OFFSETS, PayWord.ITEM, PayWord.DUE, Word.AMOUNT)
    rows = (
        (due.item, str(due.date or waiting_text(due.waiting_for or "", language) or "–"),
         bounded_text(due.amount, digits=proposal.digits, language=language))
        for due in proposal.offsets
    )  # fmt: skip
    return _table(words, rows, language, figures=(2,))
