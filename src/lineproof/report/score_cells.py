"""How does an item's month look among others? By the share of its points that was lost."""

from __future__ import annotations

from fractions import Fraction

from lineproof.assess.scorecard import ItemScore
from lineproof.report.day_cells import Look
from lineproof.report.wording import Bilingual, Language

_SHORT_UP_TO = Fraction(1, 4)
_LONG_UP_TO = Fraction(1, 2)


class Kept(Bilingual):
    """The legend of a scorecard's months."""

    ALL = ("all points", "未扣分")
    FEW = ("up to a quarter lost", "扣分不超过四分之一")
    MORE = ("up to half lost", "扣分不超过一半")
    MOST = ("more than half lost", "扣分超过一半")
    UNKNOWN = ("not known yet", "尚未确定")


_LEGEND = {
    Look.UP: Kept.ALL,
    Look.SHORT: Kept.FEW,
    Look.LONG: Kept.MORE,
    Look.WORST: Kept.MOST,
    Look.UNKNOWN: Kept.UNKNOWN,
}


def score_look(item: ItemScore) -> Look:
    """Return how an item's month looks; what isn't known looks like nothing else.

    >>> score_look(ItemScore("online", Fraction(10), Fraction(8), Fraction(8), ()))
    <Look.SHORT: 'short'>
    """
    if item.low != item.high:
        return Look.UNKNOWN
    lost = item.max_points - item.low
    if not lost:
        return Look.UP
    if lost <= item.max_points * _SHORT_UP_TO:
        return Look.SHORT
    return Look.LONG if lost <= item.max_points * _LONG_UP_TO else Look.WORST


def look_text(look: Look, language: Language) -> str:
    """Return what a look means, in words."""
    return _LEGEND[look].said(language)


def score_legend(language: Language) -> list[tuple[str, str]]:
    """Return every look and what it means, in their fixed order."""
    return [(look.value, word.said(language)) for look, word in _LEGEND.items()]
