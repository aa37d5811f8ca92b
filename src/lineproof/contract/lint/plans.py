"""Does the payment plan share out the whole, and fit the months' scores? It dates nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lineproof.contract.answers import ANSWERS, AS_SIGNED
from lineproof.contract.lint.priced import (
    Bounds,
    lowest,
    month_minor,
    possible_totals,
    signed_parts,
    total_minor,
)
from lineproof.contract.lint.scopes import applies
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import money, nearest, plain, plural, rate_text, rounded
from lineproof.contract.terms.paying import Credit, PaymentPlan, PlanItem
from lineproof.contract.terms.pricing import Bundle, OneOff
from lineproof.contract.terms.scoring import Bands
from lineproof.contract.terms.standing import Renewal
from lineproof.model.finding import Finding, Severity, Touches
from lineproof.model.record import MILESTONES

DUE = Touches(("due",))
TRIGGERS = (*MILESTONES, "invoice", "period_start", "period_end")
_WHOLE = ("monthly", "annual_prepay")
"""Modes whose one item has neither share nor amount."""


def shares_are_whole(view: LintView) -> Iterator[Finding]:
    """E-SHARES: a plan's shares are 100 %, and every instalment has a share or an amount."""
    for plan in view.all_of(PaymentPlan):
        if plan.mode in _WHOLE or _is_one_whole(plan):
            continue
        shares = [item.share for item in plan.items if item.share is not None]
        without = [i.item for i in plan.items if i.share is None and i.amount is None]
        total = sum(shares, Fraction(0))
        if not without and (len(shares) < len(plan.items) or total == 1):
            continue
        message = (
            f"the instalments {', '.join(without)} of {plan.id} have neither a share nor an amount"
            if without
            else f"the shares of {plan.id} are {_sum(shares)}"
        )
        yield Finding(
            "E-SHARES",
            Severity.ERROR,
            message,
            view.where(plan, "items"),
            "Correct the shares so that they add up to 1, or record both parties' answer "
            f'"{AS_SIGNED}".',
            clause=plan.clause,
            amount=_share_of_total(view, abs(1 - total)) if not without else None,
            answers=(AS_SIGNED,),
            subject=plan.id,
            touches=DUE,
        )


def _is_one_whole(plan: PaymentPlan) -> bool:
    """Whether the plan is one payment of all there is."""
    return len(plan.items) == 1 and plan.items[0].share is None and plan.items[0].amount is None


def _sum(shares: list[Fraction]) -> str:
    """Return shares and what they add up to."""
    return f"{' + '.join(plain(s) for s in shares) or 'none'}, {rate_text(sum(shares, Fraction()))}"


def _share_of_total(view: LintView, share: Fraction) -> int | None:
    """Return a share of what the contract costs."""
    total = total_minor(view)
    return None if total is None else rounded(share * total)


def instalments_are_total(view: LintView) -> Iterator[Finding]:
    """E-INSTALMENTS: a plan's amounts, and its shares of the rest, add up to what it pays."""
    for plan in view.all_of(PaymentPlan):
        amounts = [view.contract.minor(i.amount) for i in plan.items if i.amount is not None]
        totals = _payable(view, plan)
        if plan.mode in _WHOLE or not amounts or not totals:
            continue
        if any(item.share is None and item.amount is None for item in plan.items):
            continue
        shares = sum((i.share for i in plan.items if i.share is not None), Fraction(0))
        paid = {t: sum(amounts) + rounded(shares * t.low) for t in totals}
        total, sum_of = min(paid.items(), key=lambda pair: pair[0].distance(pair[1]))
        if not total.distance(sum_of):
            continue
        yield Finding(
            "E-INSTALMENTS",
            Severity.ERROR,
            f"the instalments of {plan.id} add up to {money(view.contract, sum_of)}, and what it "
            f"pays is {money(view.contract, total.low)}",
            view.where(plan, "items"),
            f'Correct the amounts, or record both parties\' answer "{AS_SIGNED}".',
            clause=plan.clause,
            amount=total.distance(sum_of),
            answers=(AS_SIGNED,),
            subject=plan.id,
            touches=DUE,
        )


def _payable(view: LintView, plan: PaymentPlan) -> tuple[Bounds, ...]:
    """Return what a plan's instalments may have to add up to."""
    stated = view.contract.contract.stated_total
    if not plan.applies_to and stated is not None:
        total = view.contract.minor(stated)
        return (Bounds(total, total),)
    if not plan.applies_to:
        return possible_totals(view)
    parts = signed_parts(view) or ()
    own = [p for p in parts if applies(plan, charge=p.charge, owner=p.term)]
    if not own:
        return ()
    zero = Bounds(0, 0)
    sums = (sum((getattr(p, n) for p in own), zero) for n in ("computed", "printed", "taxed"))
    return tuple(dict.fromkeys(sums))


def prepaid_but_scored(view: LintView) -> Iterator[Finding]:
    """Q-PREPAID-SCORED: paid for longer than a month in advance, while scored by the month."""
    bands, credits_ = view.all_of(Bands), view.all_of(Credit)
    plans = [plan for plan in view.all_of(PaymentPlan) if _is_prepaid(plan)]
    if not bands or not plans:
        return
    plan, scored = plans[0], bands[0]
    owner = credits_[0] if credits_ else scored
    month = month_minor(view)
    worst = 1 - lowest(tuple(band.factor for band in scored.bands))
    paid = "by the year" if plan.mode == "annual_prepay" else "in one payment for the whole term"
    fix = "Record both parties' answer: off the next payment, the next month, or the month itself."
    if not credits_:
        fix = "Add a credit term that says when a reduction is applied."
    yield Finding(
        "Q-PREPAID-SCORED",
        Severity.QUESTION,
        f"{plan.id} (clause {plan.clause}) is paid {paid}, and {scored.id} (clause "
        f"{scored.clause}) reduces it by the month: which payment is a month's reduction taken "
        "off?",
        view.where(owner),
        fix,
        clause=owner.clause,
        amount=None if month is None else rounded(worst * month),
        answers=ANSWERS["Q-PREPAID-SCORED"],
        subject=owner.id,
        touches=Touches(("deduction", "due")),
    )


def _is_prepaid(plan: PaymentPlan) -> bool:
    """Whether one payment pays for more than a month."""
    return plan.mode == "annual_prepay" or (plan.mode == "by_date" and len(plan.items) == 1)


def credit_after_last(view: LintView) -> Iterator[Finding]:
    """Q-CREDIT-AFTER-LAST: a reduction carried on needs an end when no cycle follows."""
    for credit in view.all_of(Credit):
        if credit.cycle == "same_month" or credit.after_last is not None:
            continue
        cycle = credit.cycle.replace("_", " ")
        yield Finding(
            "Q-CREDIT-AFTER-LAST",
            Severity.QUESTION,
            f"{credit.id} takes a reduction off the {cycle}: what becomes of it after the last?",
            view.where(credit),
            "Record both parties' answer: it is refunded, or it lapses.",
            clause=credit.clause,
            answers=ANSWERS["Q-CREDIT-AFTER-LAST"],
            subject=credit.id,
            touches=Touches(("deduction", "due")),
        )


def triggers_known(view: LintView) -> Iterator[Finding]:
    """E-TRIGGER-UNKNOWN: what makes a payment or a charge due is something that is recorded."""
    for plan in view.all_of(PaymentPlan):
        for number, item in enumerate(plan.items):
            for trigger in set(item.triggers) - set(TRIGGERS):
                yield _unknown_trigger(view, plan, item, (number, trigger))
    for charge in view.all_of(OneOff):
        if isinstance(charge.due, str) and charge.due not in TRIGGERS:
            yield Finding(
                "E-TRIGGER-UNKNOWN",
                Severity.ERROR,
                f'{charge.id} is owed on "{charge.due}", which nothing records',
                view.where(charge, "due"),
                nearest(charge.due, TRIGGERS),
                clause=charge.clause,
                amount=view.contract.minor(charge.amount),
                subject=charge.id,
                touches=Touches(("one_off",)),
            )


def _unknown_trigger(
    view: LintView, plan: PaymentPlan, item: PlanItem, found: tuple[int, str]
) -> Finding:
    """Return the finding of an instalment that waits for something nobody records."""
    number, trigger = found
    return Finding(
        "E-TRIGGER-UNKNOWN",
        Severity.ERROR,
        f'instalment {item.item} of {plan.id} waits for "{trigger}", which nothing records',
        view.where(plan, "items", number, "triggers"),
        nearest(trigger, TRIGGERS),
        clause=item.clause or plan.clause,
        subject=f"{plan.id}/{item.item}",
        touches=DUE,
    )


def no_plan(view: LintView) -> Iterator[Finding]:
    """W-NO-PLAN: something says when payment falls due."""
    if not view.all_of(PaymentPlan):
        yield Finding(
            "W-NO-PLAN",
            Severity.WARNING,
            "no payment_plan term says when payment falls due, so that nothing ever does",
            view.head_where(),
            "Add a payment_plan term.",
        )


def renewal_paid(view: LintView) -> Iterator[Finding]:
    """W-RENEWAL-NO-PLAN: a plan pays for the months by which the contract goes on, too."""
    plans = view.all_of(PaymentPlan)
    if not plans or plans[-1].mode in _WHOLE:
        return
    plan = plans[-1]
    bundles = {bundle.id for bundle in view.all_of(Bundle)}
    for renewal in view.all_of(Renewal):
        if bundles.intersection(renewal.applies_to):
            continue
        yield Finding(
            "W-RENEWAL-NO-PLAN",
            Severity.WARNING,
            f"the contract goes on by {plural(renewal.months, 'month')} unless somebody ends it "
            f"(clause {renewal.clause}), and the instalments of {plan.id} (clause "
            f"{plan.clause}) pay for the signed term alone: nothing says when those months "
            "are paid",
            view.where(renewal),
            "Agree on it before the contract goes on: an amendment that replaces the plan by one "
            "by the month or by the year.",
            clause=renewal.clause,
            subject=renewal.id,
        )


RULES = (
    shares_are_whole,
    instalments_are_total,
    prepaid_but_scored,
    credit_after_last,
    triggers_known,
    no_plan,
    renewal_paid,
)
