"""Of what, and how much? Rates that differ from the law they cite, and caps without a base."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from lineproof.contract.answers import ANSWERS
from lineproof.contract.fields import Term
from lineproof.contract.lint.priced import month_minor
from lineproof.contract.lint.scopes import touched
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import money, plain, quoted, rate_text, rounded
from lineproof.contract.terms.paying import LateInterest, Tolerance
from lineproof.contract.terms.scoring import OutageCredit
from lineproof.contract.terms.standing import DelayPenalty, LiabilityCap
from lineproof.model.finding import Finding, Severity, Touches

INTEREST = Touches(("late_interest",))


def rate_cited(view: LintView) -> Iterator[Finding]:
    """Q-RATE-CITED: the rate agreed is the rate of the law it cites."""
    for term in view.all_of(LateInterest):
        rate, cited = term.rate, term.rate_cited
        if rate is None or cited is None or rate == cited:
            continue
        month = month_minor(view)
        daily = [rounded(r * month) for r in (rate, cited)] if month is not None else []
        shown = [money(view.contract, amount) for amount in daily]
        said = f" ({shown[0]} a day on a month's amount, against {shown[1]})" if shown else ""
        yield Finding(
            "Q-RATE-CITED",
            Severity.QUESTION,
            f"{term.id} agrees {rate_text(rate)} a day, and the law it cites says "
            f"{rate_text(cited)}{said}: which rate is meant?",
            view.where(term, "rate"),
            f'Record both parties\' answer: "{plain(rate)}" or "{plain(cited)}".',
            clause=term.clause,
            amount=rounded(abs(rate - cited) * month) if month is not None else None,
            answers=(plain(rate), plain(cited)),
            subject=term.id,
            touches=INTEREST,
        )


def interest_base(view: LintView) -> Iterator[Finding]:
    """Q-INTEREST-BASE: interest runs on what is overdue, or on the contract's amount."""
    for term in view.all_of(LateInterest):
        if term.base is None:
            yield Finding(
                "Q-INTEREST-BASE",
                Severity.QUESTION,
                f"{term.id} charges interest and doesn't say on what",
                view.where(term),
                "Write base, or record both parties' answer.",
                clause=term.clause,
                answers=ANSWERS["Q-INTEREST-BASE"],
                subject=term.id,
                touches=INTEREST,
            )


def has_rate(view: LintView) -> Iterator[Finding]:
    """E-RATE-MISSING: interest for late payment has a rate, or a reference."""
    for term in view.all_of(LateInterest):
        if term.rate is None and term.reference is None:
            yield Finding(
                "E-RATE-MISSING",
                Severity.ERROR,
                f"{term.id} charges interest and names neither a rate nor a reference",
                view.where(term),
                'Write rate = "0.0005" (a day), or reference and margin (a year).',
                clause=term.clause,
                subject=term.id,
                touches=INTEREST,
            )


def one_rate_a_day(view: LintView) -> Iterator[Finding]:
    """E-RATE-TWICE: a series that interest follows has one rate a day."""
    for term in view.all_of(LateInterest):
        if term.reference is None:
            continue
        rows = view.rows("rates").filter(pl.col("series") == term.reference)
        differ = rows.filter(pl.col("value").n_unique().over("date") > 1).sort("date", "row")
        if differ.height:
            day, row = differ.row(-1, named=True)["date"], differ.item(-1, "row")
            yield Finding(
                "E-RATE-TWICE",
                Severity.ERROR,
                f'the series "{quoted(term.reference)}" has two rates of {day}, and {term.id} '
                "follows it",
                f"records/rates.csv:{row}",
                "Correct one of them with --replaces.",
                clause=term.clause,
                subject=term.id,
                touches=INTEREST,
            )


def tolerance_of(view: LintView) -> Iterator[Finding]:
    """Q-TOLERANCE-OF: a tolerance is a share of somebody's figure."""
    for term in view.all_of(Tolerance):
        if term.share is not None and term.of is None:
            yield Finding(
                "Q-TOLERANCE-OF",
                Severity.QUESTION,
                f"{term.id} tolerates {rate_text(term.share)}: of whose figure?",
                view.where(term, "share"),
                "Write of, or record both parties' answer.",
                clause=term.clause,
                answers=ANSWERS["Q-TOLERANCE-OF"],
                subject=term.id,
            )


def cap_has_base(view: LintView) -> Iterator[Finding]:
    """E-CAP-BASE: a cap or a share is one of something."""
    for term, share, said, key in _without_base(view):
        yield Finding(
            "E-CAP-BASE",
            Severity.ERROR,
            f"{term.id} {said} {rate_text(share)} and doesn't say of what",
            view.where(term),
            f"Write {key} as the document says; where it says nothing, model the clause as a right "
            "or as unmodelled.",
            clause=term.clause,
            subject=term.id,
            touches=touched(term),
        )


def _without_base(view: LintView) -> Iterator[tuple[Term, Fraction, str, str]]:
    """Yield terms with a share of nothing: term, share, what it is, the key that is missing."""
    for penalty in view.all_of(DelayPenalty):
        if penalty.base is None:
            yield penalty, penalty.rate, "costs", "base"
        if penalty.cap is not None and penalty.cap_base is None:
            yield penalty, penalty.cap, "is capped at", "cap_base"
    for cap in view.all_of(LiabilityCap):
        if cap.share is None:
            continue
        if cap.base is None:
            yield cap, cap.share, "is capped at", "base"
        elif cap.base == "fees_in_window" and cap.window_months is None:
            yield cap, cap.share, "is capped at", "window_months"
    for credit in view.all_of(OutageCredit):
        share = next((b.share for b in credit.brackets if b.share is not None), None)
        if share is not None and credit.base is None:
            yield credit, share, "gives back", "base"


RULES = (rate_cited, interest_base, has_rate, one_rate_a_day, tolerance_of, cap_has_base)
