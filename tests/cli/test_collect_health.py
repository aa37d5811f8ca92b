"""Is a trouble told once, and its end too?"""

from __future__ import annotations

from lineproof.cli.collect_health import Health


def test_a_trouble_is_told_when_it_begins_changes_and_ends() -> None:
    """Five looks: full, full, read-only, well, well. Three of them are news."""
    told: list[str] = []
    health = Health(told.append)
    for why in ("full", "full", "read-only"):
        health.bad("journal", why)
        assert health.troubles == {"journal": why}
    health.good("journal")
    health.good("journal")
    assert told == ["full", "read-only", "journal: works again"]
    assert health.troubles == {}
