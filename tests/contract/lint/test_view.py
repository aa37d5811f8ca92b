"""What do rules see of a case: which rows together, for how many months, and where?"""

import datetime as dt
from collections.abc import Callable

from lineproof.contract.case import Case, view
from lineproof.contract.lint.view import LintView, lint_view
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines

Minimal = Callable[..., Case]
DAY = dt.date
ROW = {"line": "7", "id": "C7", "monthly_rent": 90000}


def seen(case: Case) -> LintView:
    """Return a case as rules read it."""
    return lint_view(view(case, is_answered=False))


def replaced(minimal: Minimal, **changes: object) -> Case:
    """Return a case whose schedule an amendment replaces from July on."""
    schedule = {"id": "SCHEDULE", "kind": "circuit_schedule", "file": "circuits.csv",
                "clause": "A"}  # fmt: skip
    amendment = {"id": "A", "signed": DAY(2024, 6, 1), "effective_from": DAY(2024, 7, 1),
                 "known_at": DAY(2024, 6, 1), "clause": "A", "replaces": [schedule]}  # fmt: skip
    return minimal(circuits=[ROW], amendment=[amendment], **changes)


def test_a_replaced_schedule_is_never_together_with_the_one_before(minimal: Minimal) -> None:
    """Two versions, each alone; only the first was signed."""
    lint = seen(replaced(minimal))
    assert [rows.height for _, rows in lint.circuits_together()] == [1, 1]
    assert (lint.circuits.height, lint.signed_circuits.height) == (2, 1)
    assert [len(held) for _, held in lint.together(CircuitSchedule, PriceLines)] == [2, 2]


def test_a_version_costs_the_months_it_was_agreed_for(minimal: Minimal) -> None:
    """12 as signed, whatever the amendment cuts; 6 from July on."""
    lint = seen(replaced(minimal))
    schedules = [v for v in lint.versions if isinstance(v.term, CircuitSchedule)]
    assert [lint.months_of(version) for version in schedules] == [12, 6]
    assert lint.circuits.get_column("months_high").to_list() == [12, 6]


def test_a_missing_file_has_no_rows(minimal: Minimal) -> None:
    """Its reader says so; no rule falls over it."""
    schedule = {"id": "S", "kind": "circuit_schedule", "file": "gone.csv"}
    assert seen(minimal(more=[schedule])).circuits.is_empty()


def test_a_start_not_known_yet_leaves_the_months_agreed(minimal: Minimal) -> None:
    """By the later signature, which nobody recorded: 12 months for a line without dates."""
    head = {"start": None, "start_rule": "later_signature"}
    lint = seen(minimal(circuits=[ROW], head=head))
    assert lint.term_days is None
    assert lint.circuits.get_column("amount_minor").to_list() == [1080000]


def test_a_term_knows_its_place_in_the_file(minimal: Minimal) -> None:
    """An amendment's too; a part of it falls back to the term."""
    case = replaced(minimal)
    lint = seen(case)
    original, amended = (t for t in lint.terms if isinstance(t, CircuitSchedule))
    assert lint.where(original, "file") == case.positions.of("term", 2, "file")
    assert lint.where(amended).startswith("contract.toml:")
    assert lint.where(amended) != lint.where(original)
