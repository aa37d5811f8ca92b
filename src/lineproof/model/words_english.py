"""How is an amount written in English words? In the form of cheques and contracts, both ways.

The fraction stands as hundredths over 100, after "and". The module knows how amounts are spelled,
not which amount a contract should state.
"""

from __future__ import annotations

import re
import unicodedata

# fmt: off
_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
]
# fmt: on
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: number for number, word in enumerate(_ONES)}
_TENFOLD = {word: number * 10 for number, word in enumerate(_TENS, 2)}
# From the greatest: what stands after a scale is a number below it, and before it one below 1,000
# (below 10 for "hundred").
_SCALES = (
    (10**18, "quintillion"),
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
    (10**2, "hundred"),
)

_HUNDREDTHS = 100


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)\(?(?:{pattern})\)?(?!\w)", re.IGNORECASE | re.ASCII)


# The names of a currency, and of its hundredth.
_CURRENCIES = (
    (_word(r"(?:(?:renminbi|rmb|chinese) )?yuan|renminbi|rmb|cny"), _word("fen|cents?")),
    (_word(r"(?:(?:us|u\.s\.|hong kong|hk) )?dollars?|usd|hkd"), _word("cents?")),
    (_word("euros?|eur"), _word("(?:euro )?cents?")),
    (_word("pounds?(?: sterling)?|gbp"), _word("pence|penny")),
    (_word("(?:japanese )?yen|jpy"), _word("(?!)")),
)
_ANY_HUNDREDTH = _word("fen|(?:euro )?cents?|pence|penny")
# Any other code: three capitals that are no word of an amount.
_CODE = re.compile(r"(?<!\w)\(?((?!AND|FEN|ONE|SAY|SIX|TEN|TWO)[A-Z]{3})\)?(?!\w)")
# What an amount looks like once ¤ stands for its currency and ¢ for the hundredth.
_MARKED = re.compile(
    r"(?:say )?(?:(?P<sign>minus|negative) )?(?:¤ )?(?:(?P<sign_after>minus|negative) )?"
    r"(?P<amount>.+?)(?: only| exactly)?\.?"
)
_FORMS = (
    re.compile(r"(?P<whole>[a-z ]+?)(?: ¤)?(?:(?: and)? (?P<over_100>[0-9]{1,2}|no)/100(?: ¤)?)?"),
    re.compile(r"(?P<whole>[a-z ]+) ¤(?: and)? (?P<part>[a-z ]+) ¢"),
    re.compile(r"(?P<part>[a-z ]+) ¢"),
)


def english_words(minor: int, *, currency: str, digits: int) -> str:
    """Return an amount in English words, as finance departments write it in contracts.

    minor: the amount in minor units. currency: an ISO 4217 code. digits: how many decimal digits
    the minor unit stands for (CNY 2, JPY 0, KWD 3). From 10²¹ units on, "quintillion" repeats.

    >>> english_words(99_000_000, currency="CNY", digits=2)
    'CNY nine hundred ninety thousand and 00/100'
    >>> english_words(-1_200, currency="JPY", digits=0)
    'JPY minus one thousand two hundred'
    """
    assert digits >= 0, "a currency has no negative number of decimal digits"
    whole, fraction = divmod(abs(minor), 10**digits)
    words = f"{currency} {'minus ' if minor < 0 else ''}{_spell(whole)}"
    return f"{words} and {fraction:0{digits}d}/{10**digits}" if digits else words


def _spell(number: int) -> str:
    for scale, name in _SCALES:
        if number >= scale:
            high, low = divmod(number, scale)
            return f"{_spell(high)} {name}" + (f" {_spell(low)}" if low else "")
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")


def parse_english_words(text: str) -> int | None:
    """Return the amount that words state, in hundredths; None where they aren't a well-formed one.

    The currency must be named, before or after, but isn't judged. Accepted: any case, hyphens,
    commas, "and" before the last two digits, a fraction as `50/100`, as "and ninety fen" or left
    out, "only" or "exactly" at the end, "say" at the front, "minus" or "negative".
    Refused: "twelve hundred", scales out of order, two currencies, hundredths above 99.

    >>> parse_english_words("Eight hundred and twelve yuan and ninety fen only")
    81290
    >>> parse_english_words("CNY ninety nine nine and 00/100") is None
    True
    """
    marked = _mark_currency(text)
    match = marked and _MARKED.fullmatch(marked)
    if not match or (match["sign"] and match["sign_after"]):
        return None
    forms = (form.fullmatch(match["amount"]) for form in _FORMS)
    found = next((form.groupdict() for form in forms if form), None)
    if found is None:
        return None
    whole = _parse_zero_or(found.get("whole") or "zero")
    part = _parse_zero_or(found.get("part") or "zero")
    if whole is None or part is None or part >= _HUNDREDTHS:
        return None
    over_100 = found.get("over_100") or "no"
    minor = whole * _HUNDREDTHS + part + (0 if over_100 == "no" else int(over_100))
    if match["sign"] or match["sign_after"]:
        return -minor or None
    return minor


def _mark_currency(text: str) -> str | None:
    """Return the text in small letters with ¤ and ¢ for its one currency; None without one."""
    normal = " ".join(re.sub("[-‐–,]", " ", unicodedata.normalize("NFKC", text)).split())
    hundredths = []
    for unit, hundredth in _CURRENCIES:
        normal, count = unit.subn("¤", normal)
        hundredths += [hundredth] * bool(count)
    other_codes = set(_CODE.findall(normal))
    if len(hundredths) + len(other_codes) > 1:
        return None
    hundredth = hundredths[0] if hundredths else _ANY_HUNDREDTH
    normal, count = hundredth.subn("¢", _CODE.sub("¤", normal))
    if not (hundredths or other_codes or count):
        return None
    return re.sub("(?:¤ )+¤", "¤", normal).lower()


def _parse_zero_or(text: str) -> int | None:
    words = text.split()
    return 0 if words == ["zero"] else _parse(words, 0)


def _parse(words: list[str], level: int) -> int | None:
    """Return the positive number that words spell with the scales from `level` down."""
    if level == len(_SCALES):
        return _parse_small(words)
    scale, name = _SCALES[level]
    if name not in words:
        return _parse(words, level + 1)
    at = words.index(name)
    high = _parse(words[:at], max(level + 1, len(_SCALES) - 1))
    low = _parse_after(words[at + 1 :], level + 1)
    if high is None or low is None or (name == "hundred" and high >= _SMALL["ten"]):
        return None
    return high * scale + low


def _parse_after(words: list[str], level: int) -> int | None:
    """Return what follows a scale: nothing, a number, or "and" with one below a hundred."""
    if not words:
        return 0
    return _parse_small(words[1:]) if words[0] == "and" else _parse(words, level)


def _parse_small(words: list[str]) -> int | None:
    match words:
        case [word]:
            return _SMALL.get(word) or _TENFOLD.get(word)
        case [tens, ones] if tens in _TENFOLD and 0 < _SMALL.get(ones, 0) < _SMALL["ten"]:
            return _TENFOLD[tens] + _SMALL[ones]
    return None
