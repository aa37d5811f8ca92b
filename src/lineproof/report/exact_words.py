"""What do a finding's own words say in Chinese? They are matched against what our code can say.

The words of a finding are made where it is found, in English. A catalogue has each of them with
numbered places, and its Chinese; a value that is a phrase of ours is said in Chinese, too. What
stands in quotes is somebody's and stays, and so does whatever no catalogue knows.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from lineproof.report.chinese_codes import general_texts
from lineproof.report.column_words import column_meanings
from lineproof.report.wording import Language

#: Texts as the code has them, and phrases that stand in their places.
FILES = ("exact_zh.txt", "exact_parts_zh.txt")
#: A text in English, and indented on the next line in Chinese; `#` begins a remark.
_CHINESE = "    "
PLACE = re.compile(r"\{([0-9]+)\}")
_QUOTE = '"'
_WORD = re.compile(r"[A-Za-z']+")
_LIST, _LIST_SAID = "; ", "；"
_PROSE = re.compile(r"[a-z]{2}")
_REMEMBERED = 1 << 16
#: A longer text isn't ours alone: how often a pattern tries grows with it.
_LONG = 1000


@dataclass(frozen=True, slots=True)
class _Template:
    """A text with places. quoted: which of them stand in quotes. weight: how much it says."""

    pattern: re.Pattern[str]
    chinese: tuple[str | int, ...]
    quoted: frozenset[int]
    weight: int

    def said(self, match: re.Match[str]) -> str:
        """Return its Chinese with the values of a match, phrases of ours among them in Chinese."""
        return "".join(
            part if isinstance(part, str) else self._value(part, match[part])
            for part in self.chinese
        )

    def _value(self, place: int, value: str) -> str:
        """Return a value; the blanks around a phrase are of the English sentence."""
        if place in self.quoted or not _PROSE.search(value):
            return value
        if (whole := _chinese(value.strip())) is not None:
            return whole
        each = value.split(_LIST)
        said = [_chinese(part) for part in each]
        if not any(said):
            return value
        return _LIST_SAID.join(chinese or own for chinese, own in zip(said, each, strict=True))


def exact_words(text: str, language: Language) -> str:
    """Return a finding's own words, or what is to be done about it, in a language.

    >>> exact_words("line 7 has no circuit id", "zh")
    '线路 7 没有电路编号'
    """
    return text if language == "en" else _chinese(text) or text


@functools.lru_cache(maxsize=_REMEMBERED)
def _chinese(text: str) -> str | None:
    """Return a text in Chinese; None where the catalogue hasn't got it."""
    if (whole := _whole().get(text)) is not None:
        return whole
    if len(text) > _LONG:
        return None
    by_word = _templates()
    words = {"", *_WORD.findall(text)}
    possible = {id(each): each for word in words for each in by_word.get(word, ())}
    for each in sorted(possible.values(), key=lambda template: -template.weight):
        if (match := each.pattern.fullmatch(text)) is not None:
            return each.said(match)
    return None


@functools.cache
def _whole() -> dict[str, str]:
    """Return the texts that are known without any value in them."""
    return {**column_meanings(), **general_texts()}


@functools.cache
def _templates() -> dict[str, list[_Template]]:
    """Return the templates by the rarest word that a text of each must have; "": it has none."""
    pairs = {english: chinese for name in FILES for english, chinese in catalogue(name).items()}
    words = {english: _own_words(english) for english in pairs}
    how_often = Counter(word for own in words.values() for word in own)
    found: dict[str, list[_Template]] = {}
    for english, chinese in pairs.items():
        rarest = min(words[english], key=lambda word: (how_often[word], word), default="")
        found.setdefault(rarest, []).append(_template(english, chinese))
    return found


def _own_words(english: str) -> set[str]:
    """Return the words of a text that no value can lengthen."""
    bare = PLACE.sub("{}", english)
    return {
        match[0]
        for match in _WORD.finditer(bare)
        if bare[match.start() - 1 : match.start()] != "}" and bare[match.end() :][:1] != "{"
    }


def _template(english: str, chinese: str) -> _Template:
    """Return a text with its places, made to be matched."""
    pieces = PLACE.split(english)
    pattern = "".join(
        "(.*?)" if is_place else re.escape(piece)
        for piece, is_place in zip(pieces, _alternating(len(pieces)), strict=True)
    )
    said = PLACE.split(chinese)
    return _Template(
        re.compile(pattern, re.DOTALL),
        tuple(
            int(piece) if is_place else piece
            for piece, is_place in zip(said, _alternating(len(said)), strict=True)
        ),
        frozenset(_quoted(pieces)),
        sum(len(piece) for piece in pieces[::2]),
    )


def _quoted(pieces: list[str]) -> Iterator[int]:
    """Yield the places of a split text that stand in quotes: behind an odd number of them."""
    quotes = 0
    for before, place in zip(pieces[::2], pieces[1::2], strict=False):
        quotes += before.count(_QUOTE)
        if quotes % 2:
            yield int(place)


def _alternating(count: int) -> list[bool]:
    """Return which pieces of a split text are places: every other one."""
    return [place % 2 == 1 for place in range(count)]


@functools.cache
def catalogue(name: str) -> dict[str, str]:
    """Return a file's texts in English, each with its Chinese."""
    text = resources.files("lineproof.report").joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {
        english: chinese.removeprefix(_CHINESE)
        for english, chinese in zip(lines[::2], lines[1::2], strict=True)
    }
