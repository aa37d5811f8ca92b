"""Are the same values the same bytes, whatever order they came in?"""

import datetime as dt
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.canonical import canonical_csv, canonical_json, sha256_hex

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": 2}, '{"a":2,"b":1}'),
        ({"é": 1, "z": 2}, '{"z":2,"é":1}'),
        ({"\ufb01": 1, "😀": 2}, '{"😀":2,"\ufb01":1}'),
        ([2**53, 2**53 + 1], '[9007199254740992,"9007199254740993"]'),
        (-(2**53) - 1, '"-9007199254740993"'),
        ((True, None), "[true,null]"),
        ('"\n', '"\\"\\n"'),
    ],
)  # fmt: skip
def test_json_has_one_form(value: object, text: str) -> None:
    """Keys by UTF-16 (0xD83D, a surrogate, before 0xFB01), no spaces, large integers as text."""
    assert canonical_json(value).decode() == text


@given(st.dictionaries(st.text(), values, max_size=5), st.randoms())
def test_the_order_of_keys_never_matters(table: dict[str, object], random: object) -> None:
    """Shuffled, the bytes are the same; read back, so are the values."""
    keys = list(table)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert canonical_json({key: table[key] for key in keys}) == canonical_json(table)
    assert json.loads(canonical_json(table)) == table


@pytest.mark.parametrize("value", [0.5, {"a": 0.5}, dt.date(2024, 1, 1), b"x"])
def test_what_has_no_canonical_form_is_our_mistake(value: object) -> None:
    """A float would be written differently by another machine."""
    with pytest.raises(AssertionError, match="no canonical form"):
        canonical_json(value)


def test_csv_is_quoted_only_where_it_must_be() -> None:
    """LF, nulls empty, UTF-8."""
    frame = pl.DataFrame({"line": ["1", "a,b", 'c"d', None], "amount": [1, None, -3, 4]})
    assert canonical_csv(frame).decode() == 'line,amount\n1,1\n"a,b",\n"c""d",-3\n,4\n'


def test_hashes_are_lower_case_hexadecimal() -> None:
    """NIST's example for "abc" (FIPS 180-2, B.1)."""
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_hex(b"abc") == expected
