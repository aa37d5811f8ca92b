"""Is a target what the collector's how-to says?"""

from lineproof.model.target import TARGETS


def test_a_target_needs_a_circuit_and_an_address() -> None:
    """A canary is marked; everything else is a line to be judged."""
    needed = [column.name for column in TARGETS.columns if column.is_required]
    assert needed == ["circuit", "address"]
    assert [c.name for c in TARGETS.columns] == ["circuit", "address", "canary"]
