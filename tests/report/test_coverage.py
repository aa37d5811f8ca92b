"""Is it said how much of a contract executes? In both languages, and as JSON."""

import io
from fractions import Fraction

import pytest

from lineproof.assess.coverage import Coverage, Covered
from lineproof.report.coverage import coverage_json, print_coverage
from lineproof.report.printing import Printing, console_for
from lineproof.report.wording import Language

FOUND = Coverage(
    (
        Covered("1", "computed", ("PRICES",)),
        Covered("2", "in part", ("REPORT", "CARE"), ("CARE: no time to do it in",)),
        Covered("3", "absent", ()),
    ),
    Fraction(1, 3),
)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1 of 3 clauses compute: 33.3 %"), ("zh", "3 个条款中 1 个可计算：33.3 %")],
)
def test_the_share_is_said_in_both_languages(language: Language, said: str) -> None:
    """1 of 3 is 33.333… %, to one decimal."""
    out = io.StringIO()
    print_coverage(FOUND, Printing(console_for(out), language))
    assert said in out.getvalue()
    assert "CARE: no time to do it in" in out.getvalue()


def test_without_clauses_there_is_nothing_to_share_out() -> None:
    """The contract lists none."""
    out = io.StringIO()
    print_coverage(Coverage((), None), Printing(console_for(out), "en"))
    assert "lists no clauses" in out.getvalue()


def test_json_names_each_clause_and_why_not() -> None:
    """With the counts the share is of."""
    printed = coverage_json(FOUND)
    assert (printed["computed"], printed["count"]) == (1, 3)
    assert printed["clauses"][1] == {
        "clause": "2", "executes": "in part", "terms": ["REPORT", "CARE"],
        "why": ["CARE: no time to do it in"],
    }  # fmt: skip
