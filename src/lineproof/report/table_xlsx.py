"""How is a table of texts written to a spreadsheet that can be imported again? As it stands.

Nothing in it is a formula or a link, whatever people wrote; amounts are numbers where a
spreadsheet holds them exactly.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

#: A sheet's rows, header included; a spreadsheet has no more.
ROWS_MAX = 1_048_576
#: So many digits a spreadsheet's number holds.
_EXACT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,3})?", re.ASCII)
_WIDTH_MIN, _WIDTH_MAX = 10, 40


def table_xlsx(frame: pl.DataFrame, figures: Collection[str]) -> bytes:
    """Return a workbook with one sheet: a header row, then a row each.

    frame: texts, null where there is none. figures: the columns whose texts are plain numbers.
    """
    assert frame.height < ROWS_MAX, "a caller looks first"
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(frame.columns):
            longest = frame.get_column(name).str.len_chars().max()
            width = max(_WIDTH_MIN, len(name), longest if isinstance(longest, int) else 0)
            sheet.set_column(place, place, min(_WIDTH_MAX, width + 2))
        sheet.write_row(0, 0, frame.columns, head)
        for row, cells in enumerate(frame.iter_rows(), start=1):
            for place, text in enumerate(cells):
                if text is None:
                    continue
                if frame.columns[place] in figures and _EXACT.fullmatch(text):
                    sheet.write_number(row, place, float(text))
                else:
                    sheet.write_string(row, place, text)
    return buffer.getvalue()
