"""Does a record's `value` suit its event? A new rent is money, a new bandwidth a number."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from lineproof.model.finding import Finding, error

_LISTED_MAX = 100
_NUMBER = r"^(0|[1-9][0-9]{0,13})(\.[0-9]{1,9})?$"


def wrong_values(frame: pl.DataFrame, *, kind: str, file: str, digits: int) -> Iterator[Finding]:
    """Yield an error for each lifecycle row whose `value` isn't of the form its event needs.

    digits: decimals of the currency. At most 100 are listed; a last one counts the others.
    """
    if kind != "lifecycle":
        return
    value, event = pl.col("value").fill_null(""), pl.col("event")
    decimals = rf"(\.[0-9]{{1,{digits}}}0*)?" if digits else ""
    is_wrong = {
        "repriced": ~value.str.contains(rf"^(0|[1-9][0-9]{{0,12}}){decimals}$"),
        "bandwidth_changed": ~value.str.contains(_NUMBER),
        "reidentified": value == "",
        "moved": value == "",
    }
    needs = {
        "repriced": f"the new monthly rent, a plain amount with at most {digits} decimals",
        "bandwidth_changed": "the new bandwidth in Mbit/s, a plain number",
        "reidentified": "the new circuit id",
        "moved": "the new site",
    }
    wrong = [(event == name) & test for name, test in is_wrong.items()]
    rows = frame.filter(pl.any_horizontal(wrong))
    for name, text, row in rows.head(_LISTED_MAX).select("event", "value", "row").iter_rows():
        message = f'{name} has the value "{text or ""}"'
        fix = f"Write {needs[name]}."
        yield error("E-RECORD-VALUE", message, where=f"{file}:{row}", fix=fix)
    if rows.height > _LISTED_MAX:
        message = f"{rows.height - _LISTED_MAX} more rows have a value that doesn't suit the event"
        yield error("E-RECORD-VALUE", message, where=file, fix="Correct them in the same way.")
