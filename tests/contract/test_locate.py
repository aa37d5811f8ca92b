"""Is a key's line found in the shapes contracts are written in?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.contract.locate import Path, locate

TEXT = '''\
schema = "contract/1"
[contract]
id = "x"  # a comment
quote = """
id = "not a key"
"""
list = [
  # a comment
  "a", "b",
  {k = "]"},
]
[contract.parties.buyer]
name = "B"
[[term]]
id = "P"
[[term]]
  "id" = 'Q'
  [[term.items]]
  item = "one"
  [[term.items]]
  item = "two"
[[amendment]]
adds = [
  {id = "A"},
  {id = "B",
   kind = "tax"},
  {id = "C"},
]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("schema",), 1),
        (("contract",), 2),
        (("contract", "id"), 3),
        (("contract", "quote"), 4),
        (("contract", "list"), 7),
        (("contract", "list", 0), 9),
        (("contract", "list", 1), 10),
        (("contract", "parties", "buyer", "name"), 13),
        (("term", 0), 14),
        (("term", 0, "id"), 15),
        (("term", 1, "id"), 17),
        (("term", 1, "items", 0, "item"), 19),
        (("term", 1, "items", 1, "item"), 21),
        (("amendment", 0, "adds", 0), 24),
        (("amendment", 0, "adds", 1), 25),
        (("amendment", 0, "adds", 2), 27),
    ],
)
def test_a_part_is_found_where_it_begins(path: Path, line: int) -> None:
    """Counted by hand in the text above."""
    assert locate(TEXT, file="c.toml").of(*path) == f"c.toml:{line}"


@pytest.mark.parametrize(
    ("path", "where"),
    [(("term", 0, "missing"), "c.toml:14"), (("term", 7), "c.toml"), (("gone",), "c.toml")],
)
def test_what_is_missing_is_where_its_owner_is(path: Path, where: str) -> None:
    """The closest table, else the file."""
    assert locate(TEXT, file="c.toml").of(*path) == where


@given(st.text(alphabet="[]{}=\"'#ab.\n ", max_size=60))
def test_any_text_is_scanned(text: str) -> None:
    """Without an exception; lines lie in the text."""
    lines = locate(text, file="c.toml").lines.values()
    assert all(1 <= line <= len(text.splitlines()) for line in lines)
