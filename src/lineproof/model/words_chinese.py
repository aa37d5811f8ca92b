"""How is an amount written in Chinese words? In financial numerals, from an amount and back to it.

Source: 《正确填写票据和结算凭证的基本规定》, the annex of 《支付结算办法》 (People's Bank of China,
银发〔1997〕393号), items 1, 2 and 4; below "the annex". It governs yuan; other currencies are
written after its pattern. The module knows how amounts are spelled, not which amount a contract
should state.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_NUMERALS = "零壹贰叁肆伍陆柒捌玖"
# From the greatest: what stands before and after a unit is a number below it.
_SCALES = ((10**8, "亿"), (10**4, "万"), (10**3, "仟"), (10**2, "佰"), (10, "拾"))
_GROUP_DIGITS = 4
# 圆 and 正 stand beside 元 and 整 in the annex; it also admits these traditional forms (item 1).
_VARIANTS = str.maketrans("圆圓正萬億貳陸", "元元整万亿贰陆")
_AMOUNT = re.compile(
    "(?:人民币)?(?P<sign>负)?"
    "(?:(?P<yuan>[^元]+)元)?"
    "(?P<gap>零)?"
    f"(?:(?P<jiao>[{_NUMERALS}])角)?"
    f"(?:(?P<fen>[{_NUMERALS}])分)?"
    "(?P<exactly>整)?"
)


class _Currency(NamedTuple):
    """A unit's name and its subunits', each a tenth or a hundredth of it."""

    unit: str
    tenth: str = ""
    hundredth: str = ""


_CURRENCIES = {
    "CNY": _Currency("元", "角", "分"),
    "EUR": _Currency("欧元", hundredth="欧分"),
    "GBP": _Currency("英镑", hundredth="便士"),
    "HKD": _Currency("港元", "角", "分"),
    "JPY": _Currency("日元"),
    "USD": _Currency("美元", hundredth="美分"),
}


def chinese_words(minor: int, *, currency: str, digits: int) -> str:
    """Return an amount in Chinese financial numerals.

    minor: the amount in minor units. currency: an ISO 4217 code; one without a Chinese name here
    keeps its code. digits: how many decimal digits the minor unit stands for (CNY 2, JPY 0); a
    fraction that the currency's subunits cannot say is read after a decimal point (点).

    整 follows a whole unit (the annex: must) and 角 (may), never 分. 零 is written where digits
    are skipped, and left out where the annex's item 4 (3) leaves the choice: an empty 元 or 万.
    Above 10¹⁶ units 亿 repeats.

    >>> chinese_words(99_000_000, currency="CNY", digits=2)
    '玖拾玖万元整'
    >>> chinese_words(81_290, currency="CNY", digits=2)
    '捌佰壹拾贰元玖角整'
    >>> chinese_words(-12_345, currency="CHF", digits=2)
    '负壹佰贰拾叁点肆伍CHF'
    """
    assert digits >= 0, "a currency has no negative number of decimal digits"
    names = _CURRENCIES.get(currency, _Currency(currency))
    whole, fraction = divmod(abs(minor), 10**digits)
    sign = "负" if minor < 0 else ""
    if not fraction:
        return f"{sign}{_spell(whole)}{names.unit}整"
    if not names.hundredth or digits > len("角分"):
        decimals = f"{fraction:0{digits}d}".translate(str.maketrans("0123456789", _NUMERALS))
        return f"{sign}{_spell(whole)}点{decimals}{names.unit}"
    hundredths = fraction * 10 ** (len("角分") - digits)
    spelled = _spell_tenths if names.tenth else _spell_hundredths
    unit = f"{_spell(whole)}{names.unit}" if whole else ""
    return sign + unit + spelled(hundredths, names, after_unit=bool(whole))


def _spell(number: int) -> str:
    for scale, unit in _SCALES:
        if number >= scale:
            high, low = divmod(number, scale)
            skipped = "零" if 0 < low < scale // 10 else ""
            return _spell(high) + unit + (skipped + _spell(low) if low else "")
    return _NUMERALS[number]


def _spell_tenths(hundredths: int, names: _Currency, *, after_unit: bool) -> str:
    tenths, rest = divmod(hundredths, 10)
    if not tenths:
        return ("零" if after_unit else "") + _NUMERALS[rest] + names.hundredth
    end = _NUMERALS[rest] + names.hundredth if rest else "整"
    return _NUMERALS[tenths] + names.tenth + end


def _spell_hundredths(hundredths: int, names: _Currency, *, after_unit: bool) -> str:
    skipped = "零" if after_unit and hundredths < len(_NUMERALS) else ""
    return skipped + _spell(hundredths) + names.hundredth


def parse_chinese_words(text: str) -> int | None:
    """Return the amount that words state, in fen; None where they aren't a well-formed amount.

    Accepted beside `chinese_words`' own spelling: 圆 for 元, 正 for 整, the traditional forms that
    the annex admits, spaces and full-width forms, 人民币 in front, 拾 for a leading 壹拾, no 整,
    零元, 零角 and 零分 written out, and 零 left out or repeated where digits are skipped and the
    next numeral names its own unit. 壹佰伍元 is refused: it is said for both 105 and 150.
    Refused too: ordinary numerals (一二三), which the annex forbids, and 整 after 分.

    >>> parse_chinese_words("人民币 玖拾玖万圆正")
    99000000
    >>> parse_chinese_words("玖玖万元整") is None
    True
    """
    normal = "".join(unicodedata.normalize("NFKC", text).split()).translate(_VARIANTS)
    match = _AMOUNT.fullmatch(normal)
    if match is None:
        return None
    yuan = _yuan(match["yuan"])
    fen = None if yuan is None else _fen(match, yuan)
    if yuan is None or fen is None:
        return None
    minor = yuan * 100 + fen
    if match["sign"]:
        return -minor or None
    return minor


def _yuan(text: str | None) -> int | None:
    """Return the amount before 元; zero where nothing is written or 零 is."""
    if text is None or text == "零":
        return 0
    return _parse("壹" + text if text.startswith("拾") else text, 0)


def _fen(match: re.Match[str], yuan: int) -> int | None:
    """Return the amount after 元, in fen."""
    has_unit = match["yuan"] is not None
    jiao, fen = match["jiao"], match["fen"]
    if fen and match["exactly"]:
        return None
    if not (has_unit or jiao or fen):
        return None
    zero_is_due = has_unit and (yuan % 10 == 0 != yuan if jiao else fen is not None)
    if match["gap"] and not zero_is_due:
        return None
    if jiao == "零" and (match["gap"] or not (has_unit and fen)):
        return None
    if fen == "零" and not jiao:
        return None
    return 10 * _NUMERALS.index(jiao or "零") + _NUMERALS.index(fen or "零")


def _parse(text: str, level: int) -> int | None:
    """Return the positive number that numerals spell with the scales from `level` down."""
    if level == len(_SCALES):
        return _NUMERALS.index(text) if text in set(_NUMERALS[1:]) else None
    scale, unit = _SCALES[level]
    before, found, after = text.partition(unit)
    if not found:
        return _parse(text, level + 1)
    is_group = scale >= _SCALES[1][0]
    high = _parse(before, level + 1 if is_group else len(_SCALES))
    if high is None or not after:
        return high and high * scale
    numerals = after.lstrip("零")
    low = _parse(numerals, level + 1)
    if low is None or not _is_zero_right(high * scale, low, written=len(after) - len(numerals)):
        return None
    return high * scale + low


def _is_zero_right(high: int, low: int, *, written: int) -> bool:
    """Tell whether as many 零 stand between two parts as may: one a skipped digit, or one in all.

    None at all is unmistakable only where the next numeral is followed by 拾, 佰 or 仟.
    """
    trailing_zeros = len(str(high)) - len(str(high).rstrip("0"))
    skipped = trailing_zeros - len(str(low))
    is_bare = len(str(low)) % _GROUP_DIGITS == 1
    return written <= skipped and not (is_bare and skipped and not written)
