"""Is an unknown id likened to the right one of ours, and to none where none is near?"""

import polars as pl
import pytest

from lineproof.reconcile.likeness import suggestions

OURS = pl.Series(["CE7BC2B501", "C1356F417B", "C6ABBA38DF", "SHORT1", None])
NONE = pl.Series([], dtype=pl.String)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("CE7BC2B5O1", "CE7BC2B501", id="O for 0"),
        pytest.param("CE7-BC2 B50l", "CE7BC2B501", id="separators, and l for 1"),
        pytest.param("C1356F417E", "C1356F417B", id="its last letter"),
        pytest.param("D1356F417B", "C1356F417B", id="its first letter"),
        pytest.param("C6ABBA83DF", "C6ABBA38DF", id="two letters swapped"),
        pytest.param("C6ABBA38F", "C6ABBA38DF", id="a letter left out"),
        pytest.param("C6XBBA38XX", None, id="three slips are too many"),
        pytest.param("ZZZZZZZZZZ", None, id="nothing like it"),
        pytest.param("C1", None, id="too short to liken"),
    ],
)
def test_the_nearest_id_is_suggested(text: str, expected: str | None) -> None:
    """One slip in six characters, two at most."""
    assert suggestions(pl.Series([text]), missing=NONE, known=OURS).get(text) == expected


def test_what_wasnt_billed_is_likelier() -> None:
    """AB10 is a slip from both; only AB11 was expected and isn't billed."""
    found = suggestions(
        pl.Series(["AB10"]), missing=pl.Series(["AB11"]), known=pl.Series(["AB12", "AB11"])
    )
    assert found == {"AB10": "AB11"}


def test_no_unknown_ids_have_no_suggestions() -> None:
    """Nothing is asked, or nothing is ours."""
    assert suggestions(NONE, missing=NONE, known=OURS) == {}
    assert suggestions(pl.Series(["C1356F417E"]), missing=NONE, known=NONE) == {}
