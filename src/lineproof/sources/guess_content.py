"""What can a column mean whose header says nothing? Only its cells are looked at.

It is careful with what would change figures: rents are the numbers that are left over, not the
first ones found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lineproof.sources.profile import Profile

_SURE_MIN = 0.85
_KNOWN_MIN = 0.3
_ID_DISTINCT_MIN = 0.9
_NAME_DISTINCT_MAX = 0.3
_FILLED_MIN = 0.5
#: Numbers from here on (in minor units) that all differ are rather ids than amounts.
_ID_NUMBER_MIN = 100_000_00


def known_columns(profiles: Sequence[Profile], names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the column that holds another file's ids, whatever its header says."""
    shares = [found.known_ids for found in profiles]
    if "id" in names and shares and max(shares) >= _KNOWN_MIN:
        yield "id", shares.index(max(shares))


def by_content(
    profiles: Sequence[Profile], names: Sequence[str], *, taken: set[int]
) -> Iterator[tuple[str, int]]:
    """Yield what columns mean by their cells alone.

    names: the meanings that no column has yet. taken: the columns that have one.
    """
    left = [i for i, found in enumerate(profiles) if i not in taken and found.filled]
    for chosen in (_days, _months, _lines, _ids, _amounts, _speeds, _texts):
        for name, position in chosen(profiles, left, names):
            yield name, position
            left.remove(position)


def _days(
    profiles: Sequence[Profile], left: list[int], names: Sequence[str]
) -> list[tuple[str, int]]:
    """Return the first and the last day: the order of the columns tells them apart."""
    days = [i for i in left if profiles[i].days >= _SURE_MIN and not profiles[i].counting]
    wanted = [name for name in ("start", "end") if name in names]
    return list(zip(wanted, days, strict=False))


def _months(
    profiles: Sequence[Profile], left: list[int], names: Sequence[str]
) -> list[tuple[str, int]]:
    """Return the column of months."""
    months = [i for i in left if profiles[i].months >= _SURE_MIN]
    return [("period", months[0])] if months and "period" in names else []


def _lines(
    profiles: Sequence[Profile], left: list[int], names: Sequence[str]
) -> list[tuple[str, int]]:
    """Return the column that counts."""
    lines = [i for i in left if profiles[i].counting and profiles[i].filled == 1]
    return [("line", lines[0])] if lines and "line" in names else []


def _ids(
    profiles: Sequence[Profile], left: list[int], names: Sequence[str]
) -> list[tuple[str, int]]:
    """Return the column whose cells look like ids and nearly all differ."""

    def is_id(found: Profile) -> bool:
        """Return whether it may be one; large numbers may, amounts may not."""
        is_amount = found.money >= _SURE_MIN and (found.cents or found.median < _ID_NUMBER_MIN)
        is_distinct = found.distinct >= _ID_DISTINCT_MIN and not found.counting
        return is_distinct and found.ids >= _SURE_MIN and not is_amount

    ids = sorted((i for i in left if is_id(profiles[i])), key=lambda i: -profiles[i].filled)
    return [("id", ids[0])] if ids and "id" in names else []


def _amounts(
    profiles: Sequence[Profile], left: list[int], names: Sequence[str]
) -> list[tuple[str, int]]:
    """Return the rent, or a bill's amount; what a rent comes to over a term is larger than it."""
    numbers = [i for i in left if _is_number(profiles[i])]
    figures = [i for i in numbers if profiles[i].speeds < _SURE_MIN]
    if "amount" in names:
        ranked = sorted(numbers, key=lambda i: (-profiles[i].known_rents, -profiles[i].median))
        return [("amount", ranked[0])] if ranked else []
    if not figures:
        # all of them may be speeds: the largest are the likeliest to be money
        figures = sorted(numbers, key=lambda i: -profiles[i].median)[:1]
    figures.sort(key=lambda i: profiles[i].median)
    return [("monthly_rent", figures[0])] if figures and "monthly_rent" in names else []


def _is_number(found: Profile) -> bool:
    """Return whether a column may hold amounts."""
    return found.money >= _SURE_MIN and not found.counting and found.days < _SURE_MIN


def _speeds(
    profiles: Sequence[Profile], left: list[int], names: Sequence[str]
) -> list[tuple[str, int]]:
    """Return the column of bandwidths."""
    speeds = [i for i in left if profiles[i].speeds >= _SURE_MIN and not profiles[i].counting]
    return [("bandwidth", speeds[0])] if speeds and "bandwidth" in names else []


def _texts(
    profiles: Sequence[Profile], left: list[int], names: Sequence[str]
) -> list[tuple[str, int]]:
    """Return the texts: few different ones are services, many are sites or descriptions."""
    texts = [
        i
        for i in left
        if profiles[i].filled >= _FILLED_MIN
        and max(profiles[i].money, profiles[i].days, profiles[i].speeds) < _SURE_MIN
    ]
    few = [i for i in texts if profiles[i].distinct <= _NAME_DISTINCT_MAX]
    found = [("service", few[0])] if few and "service" in names else []
    rest = [i for i in texts if ("service", i) not in found]
    rest.sort(key=lambda i: -profiles[i].distinct)
    wanted = [name for name in ("site", "description") if name in names]
    return found + list(zip(wanted, rest, strict=False))
