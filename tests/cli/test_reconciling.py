"""Are months, folders and bills found as they are named on the command line?"""

import datetime as dt

import pytest

from lineproof.cli.reconciling import months_of
from lineproof.model.errors import LineproofError

D = dt.date


@pytest.mark.parametrize(
    ("given", "ends", "expected"),
    [
        (["2025-03", "2025-01", "2025-03"], (None, None), [D(2025, 1, 1), D(2025, 3, 1)]),
        ([], ("2024-12", "2025-02"), [D(2024, 12, 1), D(2025, 1, 1), D(2025, 2, 1)]),
        ([], ("2025-02", "2025-02"), [D(2025, 2, 1)]),
    ],
)
def test_months_are_named_or_run_from_one_to_another(
    given: list[str], ends: tuple[str | None, str | None], expected: list[dt.date]
) -> None:
    """Each once, in order."""
    assert months_of(given, *ends) == expected


@pytest.mark.parametrize(
    ("given", "ends"),
    [([], (None, None)), ([], ("2025-01", None)), (["2025-01"], (None, "2025-02")),
     ([], ("2025-02", "2025-01"))],
)  # fmt: skip
def test_months_that_make_no_sense_are_refused(
    given: list[str], ends: tuple[str | None, str | None]
) -> None:
    """None at all, one end only, both ways, backwards."""
    with pytest.raises(LineproofError):
        months_of(given, *ends)
