"""Do the texts of a comparison take the values that it fills in?"""

from lineproof.report.reconcile_words import CheckWord


def test_a_tolerance_names_its_figures_in_both_languages() -> None:
    """Term, difference, limit and the figure that stands."""
    values = {"term": "TOL", "difference": "1.00", "limit": "2.00", "holds": "3.00"}
    for language in ("en", "zh"):
        text = CheckWord.INSIDE.said(language, **values)
        assert [value for value in values.values() if value not in text] == []
