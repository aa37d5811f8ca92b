"""How are changes from month to month written as a spreadsheet? With formulas, and a native chart.

A waterfall is a stacked column chart whose lowest part isn't drawn; what lies below zero is stacked
downwards, as spreadsheets do.
"""

from __future__ import annotations

import datetime as dt
import io

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from lineproof.model.period import calendar_month, parse_month
from lineproof.report.causes import cause_name
from lineproof.report.changes import Bar, Changes, bars_of, savings_rows
from lineproof.report.changes_pages import scale_of
from lineproof.report.wording import Language
from lineproof.report.wording_changes import Change
from lineproof.report.xlsx_cells import Book, Sheet

_PAPER_A4 = 9
_HEAD = 3
_LABEL, _AMOUNT, _LEVEL, _FIRST_SERIES = 0, 1, 2, 4
#: Each series: what it is called, and its colour; the base isn't drawn. Those after the first four
#: hold what lies below zero.
_SERIES = (
    (Change.BASE, None), (Change.TOTAL, "#1F4E79"), (Change.UP, "#DD6B20"),
    (Change.DOWN, "#7AA6C9"),
)  # fmt: skip
_SIZE = {"width": 900, "height": 420}


def changes_xlsx(changes: Changes, *, language: Language) -> bytes:
    """Return the report as a workbook with a chart; the same bytes for the same changes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
               "strings_to_urls": False}  # fmt: skip
    workbook = Workbook(out, options)
    last = calendar_month(parse_month(changes.steps[-1].month)).end - dt.timedelta(days=1)
    title = f"{Change.REPORT.said(language)} {changes.contract}"
    workbook.set_properties({"title": title, "created": dt.datetime.combine(last, dt.time.min)})
    book = Book(workbook, language, changes.digits)
    front, back = (_sheet(book, word) for word in (Change.REPORT, Change.SAVINGS))
    _write_bars(front, changes)
    _write_savings(back, changes)
    workbook.close()
    return out.getvalue()


def _sheet(book: Book, word: Change) -> Sheet:
    """Return an empty sheet, ready to print on A4."""
    worksheet = book.workbook.add_worksheet(book.said(word)[:31])
    worksheet.set_paper(_PAPER_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_footer("&R&8&P / &N")
    return Sheet(book, worksheet)


def _write_bars(sheet: Sheet, changes: Changes) -> None:
    """Write each bar's amount, the level it leads to as a formula, and the chart of them."""
    said = sheet.book.said
    sheet.text(0, 0, said(Change.REPORT), "title")
    sheet.text(1, 0, f"{changes.contract}  {changes.about}  {changes.currency}", "label")
    for column, width in enumerate((30, 16, 16, 3, *(14,) * (2 * len(_SERIES) - 1))):
        sheet.worksheet.set_column(column, column, width)
    sheet.text(_HEAD, _LABEL, said(Change.WHAT_CHANGED), "head")
    sheet.text(_HEAD, _AMOUNT, said(Change.AMOUNT), "head_right")
    sheet.text(_HEAD, _LEVEL, said(Change.LEVEL), "head_right")
    for index in range(2 * len(_SERIES)):
        word, _ = _SERIES[index % len(_SERIES)]
        below = " < 0" if index >= len(_SERIES) else ""
        sheet.text(_HEAD, _FIRST_SERIES + index, said(word) + below, "head_right")
    bars = bars_of(changes, sheet.book.language)
    for row, bar in enumerate(bars, start=_HEAD + 1):
        _write_bar(sheet, row, bar)
    _insert_chart(sheet, bars, row=_HEAD + len(bars) + 3)


def _write_bar(sheet: Sheet, row: int, bar: Bar) -> None:
    """Write one bar; its parts on either side of zero are what the chart stacks."""
    sheet.text(row, _LABEL, bar.label, "strong_text" if bar.is_total else "after")
    sheet.amount(row, _AMOUNT, bar.amount)
    own, above = (xl_rowcol_to_cell(row - n, c) for n, c in ((0, _AMOUNT), (1, _LEVEL)))
    sheet.formula((row, _LEVEL), f"={own}" if bar.is_total else f"={above}+{own}", bar.level)
    which = 1 if bar.is_total else 2 if bar.amount > 0 else 3
    parts = {0: max(0, bar.low), which: max(0, bar.high) - max(0, bar.low)}
    parts |= {len(_SERIES): min(0, bar.high),
              len(_SERIES) + which: min(0, bar.low) - min(0, bar.high)}  # fmt: skip
    for index in range(2 * len(_SERIES)):
        sheet.amount(row, _FIRST_SERIES + index, parts.get(index, 0))


def _insert_chart(sheet: Sheet, bars: tuple[Bar, ...], *, row: int) -> None:
    """Insert the chart below the bars."""
    chart = sheet.book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    name = sheet.worksheet.get_name()
    first, last = _HEAD + 1, _HEAD + len(bars)
    is_below = any(bar.low < 0 for bar in bars)
    for index in range(len(_SERIES) * (2 if is_below else 1)):
        column = _FIRST_SERIES + index
        _, colour = _SERIES[index % len(_SERIES)]
        fill = {"none": True} if colour is None else {"color": colour}
        chart.add_series({
            "name": [name, _HEAD, column],
            "categories": [name, first, _LABEL, last, _LABEL],
            "values": [name, first, column, last, column],
            "fill": fill,
            "border": {"none": True},
            "gap": 40,
        })  # fmt: skip
    start, _ = scale_of(bars)
    chart.set_y_axis({
        "num_format": "#,##0",
        "major_gridlines": {"visible": True, "line": {"color": "#D5DAE1"}},
        **({"min": sheet.number(start)} if start > 0 else {}),
    })  # fmt: skip
    chart.set_x_axis({"num_font": {"rotation": -45}})
    chart.set_legend({"none": True})
    chart.set_title({"name": sheet.book.said(Change.REPORT), "overlay": False})
    chart.set_size(_SIZE)
    sheet.worksheet.insert_chart(row, _LABEL, chart)


def _write_savings(sheet: Sheet, changes: Changes) -> None:
    """Write what checking the bills brought, and the causes."""
    said, language = sheet.book.said, sheet.book.language
    sheet.worksheet.set_column(0, 0, 44)
    sheet.worksheet.set_column(1, 1, 16)
    sheet.text(0, 0, said(Change.SAVINGS), "title")
    row = 2
    for label, amount in savings_rows(changes, language):
        sheet.text(row, 0, label)
        sheet.amount(row, 1, amount)
        row += 1
    row += 1
    sheet.text(row, 0, said(Change.CAUSE), "head")
    sheet.text(row, 1, said(Change.DISPUTED), "head_right")
    first = row = row + 1
    for cause, amount in changes.savings.causes:
        sheet.text(row, 0, cause_name(cause, language))
        sheet.amount(row, 1, amount)
        row += 1
    if changes.savings.causes:
        sheet.formula(
            (row, 1), f"=SUM(B{first + 1}:B{row})", changes.savings.disputed, "strong_amount"
        )
