"""Do the errors that end a command say why?"""

import pytest

from lineproof.model.errors import InputRefusedError, LineproofError, StoreError
from lineproof.model.finding import error


def test_a_refusal_says_its_first_reason_and_keeps_all() -> None:
    """Two reasons: the first is the message."""
    reasons = (error("E-A", "first"), error("E-B", "second"))
    refusal = InputRefusedError(reasons)
    assert str(refusal) == "first"
    assert refusal.findings == reasons


def test_a_refusal_without_reason_is_our_mistake() -> None:
    """A user could do nothing about it."""
    with pytest.raises(AssertionError):
        InputRefusedError(())


@pytest.mark.parametrize("kind", [InputRefusedError, StoreError])
def test_there_is_one_tree(kind: type[Exception]) -> None:
    """The command line catches its root."""
    assert issubclass(kind, LineproofError)
