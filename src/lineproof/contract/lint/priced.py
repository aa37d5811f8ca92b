"""What do the contract's prices add up to? By term, as computed and as the document prints them.

It knows what was signed, not what amendments or records made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.in_force import Version
from lineproof.contract.lint.amounts import exact_sum
from lineproof.contract.lint.scopes import governing
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import rounded
from lineproof.contract.terms.pricing import (
    Bundle,
    CircuitSchedule,
    OneOff,
    PriceLine,
    PriceLines,
    Tax,
)

_PRICES = (PriceLines, CircuitSchedule, OneOff, Bundle)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and greatest an amount can be, in minor units."""

    low: int
    high: int

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.low + other.low, self.high + other.high)

    def distance(self, amount: int) -> int:
        """Return how far an amount lies outside; 0 inside."""
        return max(self.low - amount, amount - self.high, 0)


ZERO = Bounds(0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """What one term costs: computed from its prices, as printed, and with tax on top."""

    term: str
    charge: str
    computed: Bounds
    printed: Bounds
    taxed: Bounds


def signed_parts(view: LintView) -> tuple[Part, ...] | None:
    """Return what each signed term costs; None where the term of the contract isn't whole months.

    Bundles are left out: how much of them a total counts, no field says.
    """
    signed = [v for v in view.versions if not v.amendment]
    if sum(isinstance(v.term, _PRICES) for v in signed) != len(_price_terms(view)):
        return None
    parts = []
    for index, version in enumerate(view.versions):
        if version.amendment or not isinstance(version.term, _PRICES[:-1]):
            continue
        part = _part(view, version, index)
        if part is None:
            return None
        parts.append(part)
    return tuple(parts)


def _price_terms(view: LintView) -> list[object]:
    """Return the signed terms that hold prices."""
    return [term for term in view.contract.term if isinstance(term, _PRICES)]


def _part(view: LintView, version: Version, index: int) -> Part | None:
    """Return what one term costs."""
    term = version.term
    if isinstance(term, OneOff):
        return _one_off(view, term)
    if isinstance(term, CircuitSchedule):
        bounds = _scheduled(view.circuits.filter(pl.col("version") == index))
    else:
        assert isinstance(term, PriceLines), "the other kinds with prices"
        bounds = _price_list(view, version, term)
    if bounds is None:
        return None
    computed, printed = bounds
    rate = _rate_on_top(view, "rent", term.id)
    taxed = Bounds(_with_tax(computed.low, rate), _with_tax(computed.high, rate))
    return Part(term.id, "rent", computed, printed, taxed)


def _one_off(view: LintView, term: OneOff) -> Part:
    """Return what a charge costs once."""
    amount = view.contract.minor(term.amount)
    gross = _with_tax(amount, _rate_on_top(view, "one_off", term.id))
    if term.stated_gross is not None:
        gross = view.contract.minor(term.stated_gross)
    once = Bounds(amount, amount)
    return Part(term.id, "one_off", once, once, Bounds(gross, gross))


def _scheduled(rows: pl.DataFrame) -> tuple[Bounds, Bounds] | None:
    """Return what a schedule's rows cost: by rent and months, and as printed where they are."""
    rent, stated = pl.col("monthly_rent"), pl.col("stated_amount")
    sums = rows.select(
        (rent * pl.col("months_low")).alias("low"), (rent * pl.col("months_high")).alias("high")
    )
    printed = rows.select(stated.fill_null(sums["low"]).alias("low"),
                          stated.fill_null(sums["high"]).alias("high"))  # fmt: skip
    if printed.get_column("high").null_count():
        return None
    bounds = [Bounds(exact_sum(f["low"]), exact_sum(f["high"])) for f in (sums, printed)]
    return (bounds[1] if sums.get_column("high").null_count() else bounds[0]), bounds[1]


def _price_list(view: LintView, version: Version, term: PriceLines) -> tuple[Bounds, Bounds] | None:
    """Return what a price list's unnamed places cost."""
    computed, printed = 0, 0
    for line in term.lines:
        months = view.months_of_line(version, line)
        if months is None:
            return None
        named = named_circuits(view).get(line.line, 0)
        amount = max(line.qty - named, 0) * months * view.contract.minor(line.monthly_rent)
        computed += amount
        is_printed = line.stated_amount is not None and not named
        printed += view.contract.minor(line.stated_amount) if is_printed else amount
    return Bounds(computed, computed), Bounds(printed, printed)


def named_circuits(view: LintView) -> dict[str, int]:
    """Return how many circuits the signed schedules name for each price line."""
    rows = view.signed_circuits.filter(pl.col("price_line").is_not_null())
    return dict(rows.group_by("price_line").len().iter_rows())


def amount_of_line(view: LintView, version: Version, line: PriceLine) -> int | None:
    """Return quantity × months × rent of a price line, in minor units."""
    months = view.months_of_line(version, line)
    return None if months is None else line.qty * months * view.contract.minor(line.monthly_rent)


def _rate_on_top(view: LintView, charge: str, owner: str) -> Fraction:
    """Return the tax rate that comes on top of a charge: 0 where prices include it or none is."""
    taxes = [t for _, t in governing(view, Tax, charge=charge, owner=owner) if t.nature == "price"]
    rate = taxes[0].rate if taxes and not taxes[0].inclusive else None
    return rate or Fraction(0)


def _with_tax(amount: int, rate: Fraction) -> int:
    """Return an amount and the tax on top of it."""
    return amount + rounded(amount * rate)


def possible_totals(view: LintView) -> tuple[Bounds, ...]:
    """Return what the prices may add up to: computed, printed, with tax, with bundles' fees.

    Empty where nothing has a price, or a price holds for part months.
    """
    parts = signed_parts(view)
    fees = sum(view.contract.minor(b.fee) for b in view.signed_of(Bundle))
    if parts is None or not (parts or fees):
        return ()
    sums = [
        sum((getattr(part, name) for part in parts), ZERO)
        for name in ("computed", "printed", "taxed")
    ]
    times = {0, 1, view.contract.contract.months or 0} if fees else {0}
    with_fees = [s + Bounds(fees * n, fees * n) for n in sorted(times) for s in sums]
    return tuple(dict.fromkeys(with_fees))


def total_minor(view: LintView) -> int | None:
    """Return what the contract costs: as stated, else as its prices add up where they do."""
    stated = view.contract.contract.stated_total
    if stated is not None:
        return view.contract.minor(stated)
    sums = possible_totals(view)
    return sums[0].low if sums and sums[0].low == sums[0].high else None


def month_minor(view: LintView) -> int | None:
    """Return the rent of a full month, or the total's share of one where there is none."""
    rents = [
        (line.qty - named_circuits(view).get(line.line, 0)) * view.contract.minor(line.monthly_rent)
        for version, _, _, line in view.price_lines
        if not version.amendment
    ]
    rent = sum(rents) + exact_sum(view.signed_circuits.get_column("monthly_rent"))
    if rent:
        return rent
    total, months = total_minor(view), view.contract.contract.months
    return rounded(Fraction(total, months)) if total is not None and months else None


def lowest(values: tuple[Fraction, ...]) -> Fraction:
    """Return the least of some factors; 1 where there is none."""
    return min(values, default=Fraction(1))
