"""How are the parts of a month drawn and told? A waterfall, and the same as rows of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lineproof.report.changes import Bar
from lineproof.report.changes_pages import bar_amount, bars_data
from lineproof.report.phrases import charge_name
from lineproof.report.picture import Form, drawn
from lineproof.report.wording import Bilingual, Language, Word
from lineproof.settle.month_parts import CARRIED, DEFERRED, DUE, TAX, MonthParts, Step
from lineproof.settle.settlement import Settlement


class Part(Bilingual):
    """The texts of a month's parts."""

    TITLE = ("How the month comes about", "本月构成")
    TAX = ("Tax", "税额")
    DEFERRED = ("Credits that reach the buyer later", "计入以后月份的抵扣")
    CARRIED = ("Credits of earlier months", "以前月份抵扣")
    DUE = ("Due by other months", "计入其他月份的应付")


_WORDS = {TAX: Part.TAX, DEFERRED: Part.DEFERRED, CARRIED: Part.CARRIED, DUE: Part.DUE}


@dataclass(frozen=True, slots=True)
class ToldPart:
    """One step in one language."""

    label: str
    amount: str
    is_total: bool


def parts_bars(parts: MonthParts, language: Language) -> tuple[Bar, ...]:
    """Return the bars of a month: what made it, what it earned, what moves, what is payable."""
    return tuple(_bars(parts, language))


def _bars(parts: MonthParts, language: Language) -> Iterator[Bar]:
    """Yield the bars, in order."""
    level = 0
    for step in parts.earned:
        level += step.amount
        yield _bar(step, level, language)
    yield _total(Word.GROSS.said(language), parts.gross)
    for step in parts.moved:
        level += step.amount
        yield _bar(step, level, language)
    yield _total(Word.PAYABLE.said(language), parts.payable)


def _bar(step: Step, level: int, language: Language) -> Bar:
    """Return a step's bar, which ends at a level."""
    before = level - step.amount
    low, high = min(before, level), max(before, level)
    return Bar(_label(step, language), low, high, level, step.amount, is_total=False)


def _total(label: str, amount: int) -> Bar:
    """Return a bar from 0."""
    return Bar(label, min(0, amount), max(0, amount), amount, amount, is_total=True)


def _label(step: Step, language: Language) -> str:
    """Return what a step is, and by which clause."""
    if step.charge in _WORDS:
        return _WORDS[step.charge].said(language)
    name = charge_name(step.charge, language)
    return f"{name}  {step.clause}" if step.clause else name


def told_parts(parts: MonthParts, language: Language, *, digits: int) -> tuple[ToldPart, ...]:
    """Return a month's steps as rows of texts."""
    return tuple(
        ToldPart(bar.label, bar_amount(bar, digits=digits), bar.is_total)
        for bar in parts_bars(parts, language)
    )


def draw_parts(
    settlement: Settlement, parts: MonthParts, language: Language, *, form: Form
) -> bytes:
    """Return a month's waterfall as one picture; the same bytes for the same month."""
    about = f"{settlement.contract}  {settlement.month}  {settlement.currency}"
    data = {
        "language": language,
        "title": Part.TITLE.said(language),
        "about": about,
        "subtitle": [],
        "legend": [],
        **bars_data(parts_bars(parts, language), digits=settlement.digits, language=language),
    }
    return drawn("waterfall", data, form=form)
