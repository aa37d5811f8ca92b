"""Which declared column does a header mean? Names and aliases, however they are spelled.

It knows no rows: only the header's texts and where they stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lineproof.model.table import Column, Table

#: How many records may stand above the header: a title, a date, a contract number.
LEADING_MAX = 10

_BRACKETED = re.compile(r"[(\[{【〔「<《][^)\]}】〕」>》]*[)\]}】〕」>》]")
_IGNORED = re.compile(r"[\s_\ufeff\u200b]+")
_MATCHES_MIN = 2


def header_key(text: str) -> str:
    """Return what a header is compared by: no width, case, spaces, underscores or brackets.

    >>> header_key("月 租（元）"), header_key("Monthly_Rent [CNY]")
    ('月租', 'monthlyrent')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _IGNORED.sub("", _BRACKETED.sub("", plain))


def columns_by_key(table: Table) -> dict[str, Column]:
    """Return a table's columns by every header key that means them."""
    return {
        header_key(name): column
        for column in table.columns
        for name in (column.name, *column.aliases)
    }


def known_names(cells: Sequence[str], *, table: Table) -> set[str]:
    """Return the names of the declared columns that a record's cells mean."""
    known = columns_by_key(table)
    return {known[key].name for cell in cells if (key := header_key(cell)) in known}


def is_header(cells: Sequence[str], *, table: Table) -> bool:
    """Return whether a record reads like the table's header.

    It does where it names at least two known columns and half of the required ones.
    """
    found = known_names(cells, table=table)
    required = {column.name for column in table.columns if column.is_required}
    return len(found) >= _MATCHES_MIN and 2 * len(found & required) >= len(required)


def find_header(records: Sequence[Sequence[str]], *, table: Table) -> int | None:
    """Return the index of the header among a file's first records, or None without any text.

    A record that reads like the header wins; otherwise it is the first one that isn't blank and
    has half as many cells as the widest: a title has one.
    """
    leading = records[: LEADING_MAX + 1]
    counts = [sum(1 for cell in cells if cell.strip()) for cells in leading]
    filled = [index for index, count in enumerate(counts) if count]
    likely = (index for index in filled if is_header(records[index], table=table))
    wide = (index for index in filled if 2 * counts[index] >= max(counts))
    return next(likely, next(wide, None))
