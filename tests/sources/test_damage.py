"""A reader that fails, or panics, refuses its file."""

from __future__ import annotations

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.damage import damage_refused


class PanicException(BaseException):
    """What a panic in Rust is in Python."""


@pytest.mark.parametrize("problem", [OSError("cut off"), OSError(), PanicException("unwrap")])
def test_failures_and_panics_refuse_the_file(problem: BaseException) -> None:
    """Each says which file."""
    with pytest.raises(InputRefusedError) as refusal, damage_refused("a.xlsx", OSError):
        raise problem
    (finding,) = refusal.value.findings
    assert (finding.code, finding.where) == ("E-FILE-DAMAGED", "a.xlsx")


@pytest.mark.parametrize("problem", [KeyError, KeyboardInterrupt, MemoryError])
def test_anything_else_is_no_damage(problem: type[BaseException]) -> None:
    """A bug of ours stays one."""
    with pytest.raises(problem), damage_refused("a.xlsx", OSError):
        raise problem
