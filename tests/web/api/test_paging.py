"""Is a long list read whole, page by page, and never without end?"""

from __future__ import annotations

import pytest
from tests.web.api.conftest import Called

from lineproof.web.api.paging import latest_of, page_of, slice_of
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role


def test_pages_are_the_whole_list(organisation: Organisation) -> None:
    """Five, two a page: 2 + 2 + 1, each once; the latest first likewise."""
    for name in "bcde":
        Organisation.objects.create(name=name)
    names = ["Buyer A", "b", "c", "d", "e"]
    for made, expected in ((page_of, names), (latest_of, names[::-1])):
        read: list[object] = []
        after: str | None = None
        for size in (2, 2, 1):
            page = made(Organisation.objects.all(), str, after=after, limit=2)
            items, following = page["items"], page["next"]
            assert isinstance(items, list)
            assert len(items) == size
            assert following is None or isinstance(following, str)
            read, after = read + items, following
        assert (read, after) == (expected, None)
    assert organisation.pk


def test_a_slice_ends_with_what_it_is_of() -> None:
    """Of 5: 0–1, 2–3, 4; behind the end nothing, and no next."""

    def told(start: int, count: int) -> list[int]:
        return list(range(start, start + count))

    assert slice_of(5, told, after=None, limit=2) == {"items": [0, 1], "next": "2"}
    assert slice_of(5, told, after="4", limit=2) == {"items": [4], "next": None}
    assert slice_of(5, told, after="9" * 18, limit=2) == {"items": [], "next": None}


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "after=-1", "after=1e3"])
def test_a_page_has_its_limits(query: str, program: Called) -> None:
    """From 1 to 200 items, from a place that a page named."""
    assert program(Role.VIEWER).get(f"/contracts?{query}").status_code == 422
