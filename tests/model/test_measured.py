"""Do states have the columns that settlement reads, and no others?"""

from lineproof.measure.states import STATE_SCHEMA
from lineproof.model.measured import STATES


def test_states_are_those_of_measuring_with_the_term_they_are_by() -> None:
    """lo, hi and known in their outer form: from, to, known_s; and the term."""
    outer = {"lo": "from", "hi": "to", "known": "known_s"}
    names = {"term", *(outer.get(name, name) for name in STATE_SCHEMA)}
    assert {column.name for column in STATES.columns} == names


def test_a_state_is_one_of_three_and_only_its_reason_may_be_blank() -> None:
    """Up, down or unknown: nothing else counts."""
    columns = {column.name: column for column in STATES.columns}
    assert columns["state"].choices == ("up", "down", "unknown")
    assert [name for name, column in columns.items() if not column.is_required] == ["reason"]
