"""Does a column get its meaning from a person first, then its header, then its cells?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from lineproof.model.errors import LineproofError
from lineproof.sources.bill_sheet_table import BILL_SHEET, ROLES
from lineproof.sources.guess import Sheet, guess_columns
from lineproof.sources.profile import Known, profile
from lineproof.sources.start_tables import BILL, SCHEDULE


def meanings(
    columns: Mapping[str, Sequence[str]],
    given: Mapping[str, str] | None = None,
    *,
    known: Known | None = None,
) -> dict[str, tuple[str, str | None]]:
    """Return what each header of a schedule, or of a bill where something is known, means."""
    profiles = tuple(
        profile(pl.Series(cells), digits=2, known=known or Known()) for cells in columns.values()
    )
    sheet = Sheet("a.xlsx", "--column", tuple(columns), profiles)
    table = BILL if known else SCHEDULE
    found = guess_columns(sheet, table=table, given=given or {})
    return {guess.header: (guess.name, guess.why) for guess in found}


def test_headers_are_known_in_english_and_chinese() -> None:
    """Names of our own, aliases, and whatever stands in brackets behind them."""
    assert meanings({"电路编号": ["a1"], "月租费(元)": ["900"]}) == {
        "电路编号": ("id", "header"),
        "月租费(元)": ("monthly_rent", "header"),
    }


def test_a_longer_header_that_holds_a_name_is_similar() -> None:
    """`Monthly rent 2024 net` holds `monthly rent`."""
    found = meanings({"Circuit": ["a1"], "Monthly rent 2024 net": ["900"]})
    assert found["Monthly rent 2024 net"] == ("monthly_rent", "similar header")


def test_a_header_whose_cells_do_not_suit_it_is_not_believed() -> None:
    """A `rent` full of names is none."""
    found = meanings({"rent": ["yes", "no"], "x": ["900.50", "812.90"]})
    assert found["x"] == ("monthly_rent", "content")


def test_a_person_is_believed_first() -> None:
    """By the header's text or by what headers are compared by."""
    columns = {"Rent": ["900"], "New  Price (EUR)": ["800"]}
    found = meanings(columns, {"monthly_rent": "new price"})
    assert found["New  Price (EUR)"] == ("monthly_rent", "given")
    assert found["Rent"][0] != "monthly_rent"


def test_of_several_headers_of_one_meaning_the_best_name_wins() -> None:
    """`monthly rent` comes before `price`."""
    found = meanings({"price": ["700"], "monthly rent": ["900"]})
    assert found["monthly rent"] == ("monthly_rent", "header")
    assert found["price"] == ("", None)


def test_a_bill_is_read_by_what_the_schedule_has() -> None:
    """The column with its ids is the id, whatever another one is called."""
    known = Known(frozenset({"C1", "C2"}), frozenset({90000}))
    columns = {"Circuit id": ["8801", "8802"], "Ref": ["c1", "c2"], "Tax": ["54", "54"],
               "Amount": ["900", "900"]}  # fmt: skip
    found = meanings(columns, known=known)
    assert found["Ref"] == ("id", "content")
    assert found["Amount"] == ("amount", "header")


@pytest.mark.parametrize(
    ("given", "said"),
    [({"rents": "Rent"}, "there is no such column"), ({"id": "Rents"}, 'did you mean "Rent"?')],
)
def test_names_and_headers_that_there_are_not_are_refused(given: dict[str, str], said: str) -> None:
    """The message says which there are."""
    with pytest.raises(LineproofError) as refusal:
        meanings({"Rent": ["900"]}, given)
    assert said in str(refusal.value)


def test_a_role_leads_the_guess_by_content_to_a_column_of_another_name() -> None:
    """A bill's sheet calls "id" circuit and "amount" net; the headers say nothing."""
    columns = {"a": ["X-1", "X-2"], "b": ["1.50", "2.50"]}
    profiles = tuple(profile(pl.Series(cells), digits=2) for cells in columns.values())
    sheet = Sheet("a.csv", "--column", tuple(columns), profiles, ROLES)
    found = guess_columns(sheet, table=BILL_SHEET, given={})
    assert [(guess.name, guess.why) for guess in found] == [
        ("circuit", "content"),
        ("net", "content"),
    ]
