"""What may be answered, and what does an answer change? One table of questions.

A question stands where the signed text leaves a field open or contradicts itself; the answer of
both parties fills that field, from the day it was given on.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from lineproof.contract.contract import Amendment, Answer, Calendar, Contract
from lineproof.contract.terms.pricing import Proration
from lineproof.contract.terms.scoring import StepItem
from lineproof.model.money import parse_ratio

AS_SIGNED = "as_signed"
LARGEST_ONLY = "largest_only"
CONTRACT = "contract"
"""The subject of questions about the contract as a whole."""

#: Question code → the values its answer may take; blank: the finding itself lists them.
ANSWERS: dict[str, tuple[str, ...]] = {
    "Q-MONTHLY-BASE": ("month_rent", "total_over_12", "total_over_months"),
    "Q-PREPAID-SCORED": ("next_payment", "next_month", "same_month"),
    "Q-RATE-CITED": (),
    "Q-STEP-PART": ("counts", "free"),
    "Q-STEP-BOUNDARY": ("within", "over"),
    "Q-POINT-PART": ("counts", "free"),
    "Q-TAX-INCLUSIVE": ("inclusive", "exclusive"),
    "Q-TAX-NATURE": ("price_reduction", "out_of_scope"),
    "Q-TAX-INTEREST": ("out_of_scope", "taxable_surcharge"),
    "Q-TAX-RATE-CHANGE": ("gross_fixed", "net_fixed"),
    "Q-DAYS-UNIT": ("days", "workdays", "months"),
    "Q-ROLL": ("none", "next_workday", "statutory_holiday"),
    "Q-TOLERANCE-OF": ("provider", "buyer", "larger", "smaller"),
    "Q-CAP-ORDER": ("before_factor", "after_factor"),
    "Q-CREDIT-AFTER-LAST": ("refund", "lapse"),
    "Q-INTEREST-BASE": ("overdue_amount", "contract_amount"),
    "Q-PERIOD": ("calendar", "anniversary"),
    "Q-PRORATION": ("actual_days", "thirty", "half_month", "annual_365", "none"),
    "Q-SUSPENSION": ("no_rent", "rent"),
}

Change = Callable[[Any, str, str], Any]


def known_answers(contract: Contract, *, as_known: dt.date | None) -> tuple[Answer, ...]:
    """Return the answers both parties had given by a day (all, where it is None), by their day."""
    known = (
        answer
        for answer in contract.answer
        if {"buyer", "provider"} <= set(answer.by) and (as_known is None or answer.on <= as_known)
    )
    return tuple(sorted(known, key=lambda answer: answer.on))


def with_answers(contract: Contract, answers: Iterable[Answer]) -> Contract:
    """Return the contract with the answers' values in the fields they are about.

    Of two answers to one question the later holds. One whose value its question doesn't take, or
    whose subject has no such field, changes nothing: the lint says so.
    """
    for answer in answers:
        contract = _with_answer(contract, answer)
    return contract


def _with_answer(contract: Contract, answer: Answer) -> Contract:
    """Return the contract with one answer's value in its field."""
    if ANSWERS.get(answer.code) and answer.value not in ANSWERS[answer.code]:
        return contract
    if answer.code in _HEAD_CHANGES:
        return _HEAD_CHANGES[answer.code](contract, answer)
    if answer.code not in _CHANGES:
        return contract
    change = _CHANGES[answer.code]
    owner, _, part = (answer.subject or "").partition("/")

    def changed(terms: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(change(t, part, answer.value) if t.id == owner else t for t in terms)

    amendments = tuple(_amended(a, changed) for a in contract.amendment)
    return dataclasses.replace(contract, term=changed(contract.term), amendment=amendments)


def _amended(
    amendment: Amendment, changed: Callable[[tuple[Any, ...]], tuple[Any, ...]]
) -> Amendment:
    """Return an amendment with its terms changed."""
    adds, replaces = changed(amendment.adds), changed(amendment.replaces)
    return dataclasses.replace(amendment, adds=adds, replaces=replaces)


def _set(name: str, convert: Callable[[str], object] = str) -> Change:
    """Return a change that sets one field of a term, or of the part of it that is answered."""

    def change(term: Any, part: str, value: str) -> Any:  # noqa: ANN401 - any kind of term
        if not part:
            return _with(term, name, convert(value))
        if not hasattr(term, "items"):
            return term
        items = tuple(
            _item_with(item, name, convert(value)) if item.item == part else item
            for item in term.items
        )
        return dataclasses.replace(term, items=items)

    return change


def _with(owner: Any, name: str, value: object) -> Any:  # noqa: ANN401 - a term or an item
    """Return a term or item with the field set, or as it is where it has no such field."""
    return dataclasses.replace(owner, **{name: value}) if hasattr(owner, name) else owner


def _item_with(item: Any, name: str, value: object) -> Any:  # noqa: ANN401 - any kind of item
    """Return a plan's or scorecard's item with the field set, on its steps where it has some."""
    if isinstance(item, StepItem):
        return dataclasses.replace(item, steps=tuple(_with(s, name, value) for s in item.steps))
    return _with(item, name, value)


def _set_rate(term: Any, part: str, value: str) -> Any:  # noqa: ANN401 - any kind of term
    """Set the rate of interest to one of the two that the contract names."""
    rates = (getattr(term, "rate", None), getattr(term, "rate_cited", None))
    chosen = [rate for rate in rates if rate is not None and not part and _is(rate, value)]
    return _with(term, "rate", chosen[0]) if chosen else term


def _is(rate: Fraction, text: str) -> bool:
    """Whether a text is a rate, written as a plain decimal."""
    try:
        return parse_ratio(text) == rate
    except ValueError:
        return False


def _set_period(contract: Contract, answer: Answer) -> Contract:
    """Set what a month of the contract is."""
    head = dataclasses.replace(contract.contract, period=answer.value)  # type: ignore[arg-type]
    return dataclasses.replace(contract, contract=head)


def _set_roll(contract: Contract, answer: Answer) -> Contract:
    """Set what a deadline's last day does on a day off."""
    calendar = contract.contract.calendar or Calendar()
    calendar = dataclasses.replace(calendar, roll=answer.value)  # type: ignore[arg-type]
    head = dataclasses.replace(contract.contract, calendar=calendar)
    return dataclasses.replace(contract, contract=head)


def _add_proration(contract: Contract, answer: Answer) -> Contract:
    """Add the proration the parties agreed on; its clause is their answer."""
    clause = f"answer to {answer.code}, {answer.on}"
    term = Proration(id=answer.code, clause=clause, kind="proration", method=answer.value)  # type: ignore[arg-type]
    return dataclasses.replace(contract, term=(*contract.term, term))


_CHANGES: dict[str, Change] = {
    "Q-MONTHLY-BASE": _set("monthly_base"),
    "Q-PREPAID-SCORED": _set("cycle"),
    "Q-RATE-CITED": _set_rate,
    "Q-STEP-PART": _set("part_step"),
    "Q-STEP-BOUNDARY": _set("boundary"),
    "Q-POINT-PART": _set("part_point"),
    "Q-TAX-INCLUSIVE": _set("inclusive", "inclusive".__eq__),
    "Q-TAX-NATURE": _set("tax_nature"),
    "Q-TAX-INTEREST": _set("tax_nature"),
    "Q-TAX-RATE-CHANGE": _set("on_rate_change"),
    "Q-DAYS-UNIT": _set("unit"),
    "Q-TOLERANCE-OF": _set("of"),
    "Q-CAP-ORDER": _set("cap_order"),
    "Q-CREDIT-AFTER-LAST": _set("after_last"),
    "Q-INTEREST-BASE": _set("base"),
    "Q-SUSPENSION": _set("while_suspended"),
}
_HEAD_CHANGES: dict[str, Callable[[Contract, Answer], Contract]] = {
    "Q-PERIOD": _set_period,
    "Q-ROLL": _set_roll,
    "Q-PRORATION": _add_proration,
}
