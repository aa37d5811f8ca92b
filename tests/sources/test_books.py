"""Are the outside books' files read from where they lie, and refused with every reason?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from lineproof.ledger.accounts import Account
from lineproof.ledger.books import Books
from lineproof.model.errors import InputRefusedError
from lineproof.sources.books import read_books, read_cost_centres

BOOKS = """\
currency = "EUR"

[rates]
CNY = "CNY-EUR"

[accounts]
cost = "66.02"

[budgets]
"NET 2024" = "1000.00"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a contract folder within another."""
    (tmp_path / "c").mkdir()
    return tmp_path / "c"


def test_books_lie_in_the_folder_or_around_it(folder: Path) -> None:
    """The contract's own go before those of all; without any the usual names hold."""
    assert read_books(folder) == Books()
    (folder.parent / "books.toml").write_text(BOOKS, "utf-8")
    found = read_books(folder)
    assert (found.currency, found.rates) == ("EUR", {"CNY": "CNY-EUR"})
    assert found.accounts == {Account.COST: "66.02"}
    assert found.budgets == {"NET 2024": Decimal("1000.00")}
    (folder / "books.toml").write_text('currency = "CNY"\n', "utf-8")
    assert read_books(folder).currency == "CNY"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("currency = ", "isn't TOML"),
        ("[accounts]\ncosts = '1'\n", "accounts.costs"),
        ("colour = 'red'\n", "colour"),
        ("[budgets]\nA = 1000.0\n", "in quotes"),
        ("[budgets]\nA = '-1'\n", "negative"),
        ("\x00", "isn't TOML"),
    ],
)
def test_what_cannot_be_is_told(folder: Path, text: str, told: str) -> None:
    """No TOML, unknown names, a float and a negative amount."""
    (folder / "books.toml").write_text(text, "utf-8")
    with pytest.raises(InputRefusedError) as refused:
        read_books(folder)
    assert {f.code for f in refused.value.findings} == {"E-BOOKS"}
    assert told in refused.value.findings[0].message


def test_bytes_that_are_no_text_are_told(folder: Path) -> None:
    """Not UTF-8."""
    (folder / "books.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputRefusedError):
        read_books(folder)


def test_cost_centres_are_read_with_chinese_headers(folder: Path) -> None:
    """Two shares of a site; without a file there are no rules."""
    assert read_cost_centres(folder, digits=2).is_empty()
    text = "成本中心,比例,站点\nA,0.5,north\nB,0.5,north\n"
    (folder / "cost-centres.csv").write_text(text, "utf-8")
    found = read_cost_centres(folder, digits=2)
    assert found.select("cost_centre", "share", "site").rows() == [
        ("A", "0.5", "north"), ("B", "0.5", "north")]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["cost_centre,share\nA,0.9\n", "share\n1\n", "cost_centre,share\nA,x\n"]
)
def test_wrong_rules_are_told(folder: Path, text: str) -> None:
    """Shares below 1, no cost centre, a share that is no number."""
    (folder / "cost-centres.csv").write_text(text, "utf-8")
    with pytest.raises(InputRefusedError):
        read_cost_centres(folder, digits=2)
