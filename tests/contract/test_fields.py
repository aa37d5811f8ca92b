"""Do a contract's types take what they should, and nothing that only looks like it?"""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from lineproof.contract.fields import Amount, Count, Day, Flag, Id, Positive, Ratio, Sha256


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        (Amount, "812.90", Decimal("812.90")),
        (Amount, "0", Decimal(0)),
        (Ratio, "0.003", Fraction(3, 1000)),
        (Id, "00123", "00123"),
        (Id, "线路 1", "线路 1"),
        (Count, 0, 0),
        (Positive, 1, 1),
        (Sha256, "a" * 64, "a" * 64),
        (Day, dt.date(2024, 1, 1), dt.date(2024, 1, 1)),
        (Flag, True, True),
    ],
)
def test_a_right_value_is_taken(type_: Any, value: object, expected: object) -> None:  # noqa: ANN401 - any field's type
    """Exactly as it is written."""
    assert TypeAdapter(type_).validate_python(value) == expected


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (Amount, 812.9),
        (Amount, 812),
        (Amount, "812,90"),
        (Amount, "-1"),
        (Amount, "+1"),
        (Amount, "01"),
        (Amount, ".5"),
        (Amount, "1e5"),
        (Amount, "NaN"),
        (Amount, "１"),
        (Ratio, 0.003),
        (Ratio, "3/1000"),
        (Ratio, "3%"),
        (Id, ""),
        (Id, " x"),
        (Id, "a\nb"),
        (Id, 7),
        (Id, "x" * 201),
        (Count, -1),
        (Count, 1.0),
        (Count, True),
        (Positive, 0),
        (Positive, 10**9 + 1),
        (Sha256, "A" * 64),
        (Sha256, "a" * 63),
        (Day, "2024-01-01"),
        (Flag, 1),
        (Flag, "true"),
    ],
)
def test_a_wrong_value_is_refused(type_: Any, value: object) -> None:  # noqa: ANN401 - any field's type
    """Nothing is converted, guessed or rounded."""
    with pytest.raises(ValidationError):
        TypeAdapter(type_).validate_python(value)
