"""A header is known by name or alias, however it is spelled."""

from __future__ import annotations

import pytest

from lineproof.model.circuit import CIRCUITS
from lineproof.sources.headers import find_header, header_key, is_header


@pytest.mark.parametrize(
    "text",
    ["monthly_rent", "Monthly Rent", "ＭＯＮＴＨＬＹ rent", "monthly\nrent(CNY)", "﻿monthlyrent"],
)
def test_case_width_spaces_and_brackets_do_not_matter(text: str) -> None:
    """All of them are `monthlyrent`."""
    assert header_key(text) == "monthlyrent"


def test_another_word_is_another_header() -> None:
    """Only brackets' content is left out."""
    assert header_key("monthly rent CNY") == "monthlyrentcny"


def test_two_known_headers_and_half_the_required_make_a_header() -> None:
    """Circuits require line and monthly_rent: one of the two is half."""
    assert is_header(["序号", "站点"], table=CIRCUITS)
    assert not is_header(["序号", "附件"], table=CIRCUITS)
    assert not is_header(["站点", "带宽"], table=CIRCUITS)


def test_the_header_is_found_below_titles() -> None:
    """Ten records may stand above it, not eleven."""
    header = ["序号", "月租"]
    assert find_header([["附件"]] * 10 + [header], table=CIRCUITS) == 10
    assert find_header([["附件"]] * 11 + [header], table=CIRCUITS) == 0


def test_without_a_known_header_the_first_text_is_it() -> None:
    """Then its columns are told as unknown."""
    assert find_header([[""], ["x"], ["y"]], table=CIRCUITS) == 1
    assert find_header([[" "], []], table=CIRCUITS) is None
