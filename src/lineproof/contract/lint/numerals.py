"""Which numbers does a sentence name? Arabic and Chinese numerals, per cent and per mille, dates.

It knows no contract. Numbers of clauses, annexes and the like are not among them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from lineproof.model.money import parse_ratio

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCALES = {"亿": 10**8, "万": 10**4}
_PARTS = {"%": 100, "‰": 1000, "万分": 10**4, "千分": 1000, "百分": 100}

_HAN = "[" + "".join((*_DIGITS, *_TENS, *_SCALES)) + "]+"
_PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
#: What a single Chinese numeral must stand before to be a number and not part of a word.
_COUNTED = "年|个|天|日|月|周|小时|分钟|秒|工作日|倍|次(?!性)|元|圆|期|份|户|台|端|名|%|‰"
_CITED = re.compile(
    rf"第(?:{_HAN}|[0-9]+)[条款项章节期号]|(?:附件|附表|附录|表)(?:{_HAN}|[0-9]+)|[0-9]+(?:\.[0-9]+){{2,}}"
    r"|(?:articles?|art\.|clauses?|sections?|annex(?:es)?|appendix|schedules?|§+)\s*[0-9IVX][0-9IVX.]*",
    re.IGNORECASE,
)
_DATE = re.compile(r"([0-9]{4})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})日?")
_NUMBER = re.compile(
    rf"(?P<part>[百千万]分)之(?P<of>{_PLAIN}|{_HAN})"
    rf"|(?<![A-Za-z0-9.])(?P<plain>{_PLAIN})\s*(?P<scale>[万亿]?)\s*(?P<sign>[%‰]?)(?=(?P<year>年|\s*years?)?)"
    rf"|(?P<han>{_HAN})(?P<hansign>[%‰]?)(?=(?P<counted>{_COUNTED})?)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A number as a sentence names it: its text, and the values it may stand for."""

    text: str
    values: tuple[Fraction, ...]
    date: dt.date | None = None


def named_numbers(sentence: str) -> tuple[Named, ...]:
    """Return the numbers that a sentence names, in its order.

    A share may be kept as a ratio, as its complement, or as points; years also as months.

    >>> [(n.text, str(n.values[0])) for n in named_numbers("每日百分之三，30 days，第三十五条")]
    [('百分之三', '3/100'), ('30', '30')]
    """
    text = unicodedata.normalize("NFKC", sentence)
    text = _CITED.sub(lambda match: " " * len(match[0]), text)
    found: list[tuple[int, Named]] = []
    for match in _DATE.finditer(text):
        day = _date(match)
        if day is not None:
            found.append((match.start(), Named(match[0], (), day)))
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    for match in _NUMBER.finditer(text):
        values = _values(match)
        if values:
            found.append((match.start(), Named(match[0].strip(), values)))
    return tuple(named for _, named in sorted(found, key=lambda item: item[0]))


def _date(match: re.Match[str]) -> dt.date | None:
    """Return the date that was written, or None where there is no such day."""
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _values(match: re.Match[str]) -> tuple[Fraction, ...]:
    """Return the values that one number may stand for; none where it isn't one."""
    if match["part"]:
        value = _value(match["of"])
        return () if value is None else _shares(value, _PARTS[match["part"]])
    if match["plain"]:
        value = Fraction(match["plain"].replace(",", "")) * _SCALES.get(match["scale"], 1)
        if match["sign"]:
            return _shares(value, _PARTS[match["sign"]])
        return (value, value * 12) if match["year"] else (value,)
    return _han_values(match)


def _han_values(match: re.Match[str]) -> tuple[Fraction, ...]:
    """Return the values of a Chinese numeral, unless it is part of a word."""
    numeral, counted = match["han"], match["counted"] or match["hansign"]
    value = _value(numeral)
    has_digit = any(c in _DIGITS for c in numeral) or numeral in {"十", "拾"}
    if value is None or not has_digit or (len(numeral) == 1 and not counted):
        return ()
    if match["hansign"]:
        return _shares(value, _PARTS[match["hansign"]])
    return (value, value * 12) if counted == "年" else (value,)


def _shares(value: Fraction, whole: int) -> tuple[Fraction, ...]:
    """Return a share as a ratio, as what is left, and in points."""
    return (value / whole, 1 - value / whole, value)


def _value(text: str) -> Fraction | None:
    """Return the value of a numeral, Arabic or Chinese, or None where it isn't well formed."""
    if text[0].isascii():
        return parse_ratio(text.replace(",", ""))
    return chinese_number(text)


def chinese_number(text: str) -> Fraction | None:
    """Return the whole number that Chinese numerals spell, or None.

    >>> chinese_number("三十五"), chinese_number("玖拾玖万"), chinese_number("二〇二四")
    (Fraction(35, 1), Fraction(990000, 1), Fraction(2024, 1))
    """
    if text and all(c in _DIGITS for c in text):
        return Fraction(int("".join(str(_DIGITS[c]) for c in text)))
    for char, scale in _SCALES.items():
        before, found, after = text.rpartition(char)
        if found:
            high = chinese_number(before)
            low = chinese_number(after.lstrip("零")) if after else Fraction(0)
            return None if high is None or low is None else high * scale + low
    return _below_scales(text)


def _below_scales(text: str) -> Fraction | None:
    """Return the value of numerals below ten thousand, tens and hundreds among them."""
    total, digit = 0, None
    for char in text:
        if char in _TENS:
            total += _TENS[char] * (1 if digit is None else digit)
            digit = None
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
    return Fraction(total + (digit or 0)) if text else None
