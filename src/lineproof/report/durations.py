"""How is a length of time said? Hours, minutes and seconds for people, seconds for programs."""

from __future__ import annotations

from lineproof.report.wording import Language, Word

_NS = 10**9


def duration_text(length_ns: int, language: Language) -> str:
    """Return a length of time in nanoseconds for people; hours are not made into days.

    >>> duration_text(12_000 * 10**9, "en"), duration_text(45 * 10**9, "zh")
    ('3 h 20 min', '45 秒')
    >>> duration_text(0, "en"), duration_text(1_500_000_000, "en")
    ('0', '1.5 s')
    """
    minutes, rest = divmod(length_ns, 60 * _NS)
    hours, minutes = divmod(minutes, 60)
    parts = [
        (f"{hours:,}", hours, Word.HOURS_N),
        (str(minutes), minutes, Word.MINUTES_N),
        (_seconds_text(rest), rest, Word.SECONDS_N),
    ]
    said = [word.said(language, count=text) for text, count, word in parts if count]
    return " ".join(said) or "0"


def seconds_of(length_ns: int) -> int | float:
    """Return a length of time in seconds, whole where it is.

    >>> seconds_of(60 * 10**9), seconds_of(1_500_000_000)
    (60, 1.5)
    """
    whole, rest = divmod(length_ns, _NS)
    return length_ns / _NS if rest else whole


def _seconds_text(length_ns: int) -> str:
    """Return seconds with as many decimals as they have."""
    whole, rest = divmod(length_ns, _NS)
    return f"{whole}.{rest:09d}".rstrip("0") if rest else str(whole)
