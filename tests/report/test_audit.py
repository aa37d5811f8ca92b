"""Does the pack say which links are missing, and never take one for granted?"""

from __future__ import annotations

from tests.report.audited import PACK

from lineproof.reconcile.trace import KINDS
from lineproof.report.audit import (
    KIND_WORDS,
    audit_json,
    facts_of,
    link_short,
    method_text,
    remarks,
    why_text,
)


def test_lines_with_a_link_missing_are_counted() -> None:
    """The payment of both, and of the second line three links more."""
    assert [trace.missing for trace in PACK.traces] == [
        ("payment",), ("order", "acceptance", "settlement", "payment"),
    ]  # fmt: skip
    assert PACK.incomplete == 2
    assert ("Lines with every link", "0 / 2") in facts_of(PACK, "en")


def test_the_method_and_the_seed_are_stated() -> None:
    """2 of 12 lines; 1,999.00 + 90.00 of 2,500.00."""
    assert method_text(PACK, "en").startswith("2 of 12 billed lines")
    assert ("Money covered", "2,089.00 of 2,500.00 CNY") in facts_of(PACK, "en")
    assert ("种子", "seed-1") in facts_of(PACK, "zh")


def test_a_missing_link_says_so() -> None:
    """A day, a tick where there is none, or the word."""
    assert [link_short(link, "en") for link in PACK.traces[0].links] == [
        "2024-10-23", "2024-11-01", "✓", "2025-04-08", "2025-04-09", "missing",
    ]  # fmt: skip
    assert link_short(PACK.traces[1].links[0], "zh") == "缺失"


def test_what_is_to_be_noted_of_a_line() -> None:
    """Taken for its amount; differing by its cause."""
    assert remarks(PACK, 0, "en") == "taken for its amount alone"
    assert remarks(PACK, 1, "zh") == "差异：未订购的电路"


def test_reasons_are_trees_or_say_that_nothing_is_owed() -> None:
    """1,999.00 for the first, nothing for the second."""
    assert "1,999.00" in why_text(PACK.traces[0], PACK, "en")
    assert why_text(PACK.traces[1], PACK, "en") == "Nothing is owed for it."


def test_json_has_every_link() -> None:
    """Six links a line, each with where it is recorded, or nowhere."""
    first, second = audit_json(PACK)["picked"]
    assert [link["link"] for link in first["links"]] == list(KINDS) == list(KIND_WORDS)
    assert second["links"][0]["where"] == []
    assert (first["sure"], second["cause"]) == (True, "unknown_id")
