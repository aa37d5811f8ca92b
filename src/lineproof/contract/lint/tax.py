"""Is the printed tax right, and is enough agreed to compute it? It computes no month's."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from lineproof.contract.answers import ANSWERS, AS_SIGNED
from lineproof.contract.fields import Term
from lineproof.contract.lint.priced import lowest, month_minor, total_minor
from lineproof.contract.lint.scopes import do_overlap, governing
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import money, rate_text, rounded
from lineproof.contract.terms.paying import LateInterest
from lineproof.contract.terms.pricing import OneOff, Tax
from lineproof.contract.terms.scoring import Bands, OutageCredit
from lineproof.model.finding import Finding, Severity, Touches

TAX = Touches(("tax",))


def vat_sums(view: LintView) -> Iterator[Finding]:
    """E-VAT-SUM: net + VAT = gross, and the amount is one of them, as the document prints them."""
    for charge in view.all_of(OneOff):
        net, tax, gross = _stated(view, charge)
        amount = view.contract.minor(charge.amount)
        if net is not None and tax is not None and gross is not None and net + tax != gross:
            said = (
                f"net {money(view.contract, net)} + VAT {money(view.contract, tax)} is "
                f"{money(view.contract, net + tax)}, and gross {money(view.contract, gross)}"
            )
            yield _vat_error(view, charge, said, code="E-VAT-SUM", stake=abs(net + tax - gross))
            continue
        printed = _printed_amounts(view, charge, net, gross)
        if printed and amount not in printed:
            shown = " or ".join(money(view.contract, value) for value in printed)
            said = f"the amount is {money(view.contract, amount)}, and the document prints {shown}"
            stake = min(abs(amount - value) for value in printed)
            yield _vat_error(view, charge, said, code="E-VAT-SUM", stake=stake)


def _stated(view: LintView, charge: OneOff) -> tuple[int | None, int | None, int | None]:
    """Return the net, tax and gross amounts the document prints."""
    net, tax, gross = (
        None if value is None else view.contract.minor(value)
        for value in (charge.stated_net, charge.stated_tax, charge.stated_gross)
    )
    return net, tax, gross


def _printed_amounts(
    view: LintView, charge: OneOff, net: int | None, gross: int | None
) -> tuple[int, ...]:
    """Return what the amount may be: gross where prices include tax, net where they don't."""
    inclusive = {tax.inclusive for tax in _taxes(view, charge)}
    values = (gross,) if inclusive == {True} else (net,) if inclusive == {False} else (net, gross)
    return tuple(value for value in values if value is not None)


def _taxes(view: LintView, charge: OneOff) -> tuple[Tax, ...]:
    """Return the taxes of a charge, at any time."""
    found = governing(view, Tax, charge="one_off", owner=charge.id)
    return tuple(tax for _, tax in found if tax.nature == "price")


def vat_rates(view: LintView) -> Iterator[Finding]:
    """E-VAT-RATE: VAT is round(net × r) or gross − round(gross / (1 + r))."""
    for charge in view.all_of(OneOff):
        net, tax, gross = _stated(view, charge)
        if tax is None and net is not None and gross is not None:
            tax = gross - net
        rates = sorted({t.rate for t in _taxes(view, charge) if t.rate is not None})
        right = [value for rate in rates for value in _vat_at(rate, net, gross)]
        if tax is None or not right or tax in right:
            continue
        closest = min(right, key=lambda value: abs(value - tax))
        said = (
            f"VAT of {money(view.contract, tax)} is not {' or '.join(map(rate_text, rates))}, "
            f"which would be {money(view.contract, closest)}"
        )
        yield _vat_error(view, charge, said, code="E-VAT-RATE", stake=abs(tax - closest))


def _vat_at(rate: Fraction, net: int | None, gross: int | None) -> list[int]:
    """Return the right amounts of tax at a rate."""
    from_net = [] if net is None else [rounded(net * rate)]
    return from_net + ([] if gross is None else [gross - rounded(gross / (1 + rate))])


def _vat_error(view: LintView, charge: OneOff, said: str, *, code: str, stake: int) -> Finding:
    """Return the finding of a charge whose printed amounts are wrong."""
    return Finding(
        code,
        Severity.ERROR,
        f"{charge.id} ({charge.name}): {said}",
        view.where(charge),
        f'Correct the amounts, or record both parties\' answer "{AS_SIGNED}".',
        clause=charge.clause,
        amount=stake,
        answers=(AS_SIGNED,),
        subject=charge.id,
        touches=TAX,
    )


def inclusive_or_not(view: LintView) -> Iterator[Finding]:
    """Q-TAX-INCLUSIVE: prices include tax, or it comes on top."""
    for tax in view.all_of(Tax):
        if not tax.rate or tax.inclusive is not None or tax.nature == "out_of_scope":
            continue
        total = total_minor(view)
        yield Finding(
            "Q-TAX-INCLUSIVE",
            Severity.QUESTION,
            f"{tax.id} agrees {rate_text(tax.rate)} of tax: do prices include it?",
            view.where(tax),
            "Write inclusive = true or false, or record both parties' answer.",
            clause=tax.clause,
            amount=None if total is None else rounded(total * tax.rate),
            answers=ANSWERS["Q-TAX-INCLUSIVE"],
            subject=tax.id,
            touches=TAX,
        )


def nature_of_reductions(view: LintView) -> Iterator[Finding]:
    """Q-TAX-NATURE: a reduction lowers the taxed price, or lies outside the tax."""
    rate = _agreed_rate(view)
    if rate is None:
        return
    terms: list[Bands | OutageCredit] = [*view.all_of(Bands), *view.all_of(OutageCredit)]
    for term in terms:
        if term.tax_nature is not None or _has_own_tax(view, term, "deduction"):
            continue
        yield Finding(
            "Q-TAX-NATURE",
            Severity.QUESTION,
            f"{term.id} reduces what is owed, and {rate_text(rate)} of tax is agreed: does the "
            "reduction lower the taxed price?",
            view.where(term),
            "Write tax_nature, or record both parties' answer.",
            clause=term.clause,
            amount=_tax_in_reduction(view, term, rate) if isinstance(term, Bands) else None,
            answers=ANSWERS["Q-TAX-NATURE"],
            subject=term.id,
            touches=TAX,
        )


def _agreed_rate(view: LintView) -> Fraction | None:
    """Return the first tax rate that is agreed, if any."""
    return next((tax.rate for tax in view.all_of(Tax) if tax.rate), None)


def _has_own_tax(view: LintView, term: Term, charge: str) -> bool:
    """Whether a tax term names the charge, or the term that makes it."""
    return any({charge, term.id} & set(tax.applies_to) for tax in view.all_of(Tax))


def _tax_in_reduction(view: LintView, bands: Bands, rate: Fraction) -> int | None:
    """Return the tax in a month's greatest reduction."""
    month = month_minor(view)
    worst = 1 - lowest(tuple(band.factor for band in bands.bands))
    return None if month is None else rounded(month * worst * rate / (1 + rate))


def nature_of_interest(view: LintView) -> Iterator[Finding]:
    """Q-TAX-INTEREST: interest for late payment lies outside the tax, or bears it."""
    rate = _agreed_rate(view)
    for term in view.all_of(LateInterest):
        if rate is None or term.tax_nature or _has_own_tax(view, term, "late_interest"):
            continue
        yield Finding(
            "Q-TAX-INTEREST",
            Severity.QUESTION,
            f"{term.id} charges interest, and {rate_text(rate)} of tax is agreed: does interest "
            "bear it?",
            view.where(term),
            "Write tax_nature, or record both parties' answer.",
            clause=term.clause,
            answers=ANSWERS["Q-TAX-INTEREST"],
            subject=term.id,
            touches=TAX,
        )


def fixed_at_rate_change(view: LintView) -> Iterator[Finding]:
    """Q-TAX-RATE-CHANGE: when the rate changes, the gross or the net amount stays."""
    versions = [(v, v.term) for v in view.versions if isinstance(v.term, Tax)]
    asked = set()
    for (first, old), (second, new) in combinations(versions, 2):
        is_change = old.rate is not None and new.rate is not None and old.rate != new.rate
        if not is_change or first.days.intersection(second.days).count:
            continue
        if not do_overlap(view, old, new):
            continue
        for tax in (old, new):
            if tax.on_rate_change is None and tax.id not in asked:
                asked.add(tax.id)
                yield _rate_change(view, tax, (old, new))


def _rate_change(view: LintView, tax: Tax, change: tuple[Tax, Tax]) -> Finding:
    """Return the question of what a change of the rate leaves as it was."""
    before, after = (tax.rate or Fraction(0) for tax in change)
    month = month_minor(view)
    return Finding(
        "Q-TAX-RATE-CHANGE",
        Severity.QUESTION,
        f"the tax rate goes from {rate_text(before)} to {rate_text(after)}: which amount stays as "
        "it was, gross or net?",
        view.where(tax),
        "Write on_rate_change, or record both parties' answer.",
        clause=tax.clause,
        amount=None if month is None else rounded(month * abs(after - before) / (1 + before)),
        answers=ANSWERS["Q-TAX-RATE-CHANGE"],
        subject=tax.id,
        touches=TAX,
    )


RULES = (
    vat_sums,
    vat_rates,
    inclusive_or_not,
    nature_of_reductions,
    nature_of_interest,
    fixed_at_rate_change,
)
