"""Is a circuit found by how a text of it begins, and page after page in one order?"""

from __future__ import annotations

import pytest
from django.db import connection

from lineproof.web.kept.bytewise import beginning, behind
from lineproof.web.kept.contracts import Circuit, Contract

#: In the order of their bytes; a German or Chinese order would be another.
SITES = ["A", "B", "Ba", "BÄ", "a", "b", "ba", "É", "楼", "楼1", "🏢"]


@pytest.fixture
def many(contract: Contract) -> list[Circuit]:
    """Return circuits at these sites, kept in another order, two at each."""
    schedule = contract.in_force.schedules.get()
    return [
        Circuit.objects.create(
            schedule=schedule, row=row, line=f"L{row}", site=site, monthly_rent=1
        )
        for row, site in enumerate([*reversed(SITES), *SITES], start=100)
    ]  # fmt: skip


def test_it_begins_so_or_it_doesn_t(many: list[Circuit]) -> None:
    """Case counts, and so do accents; `%` and `_` are letters as any."""
    added = Circuit.objects.filter(row__gte=100)
    for text in ("B", "b", "楼", "BÄ", "%", "_", "🏢", "É"):
        expected = sorted(c.row for c in many if c.site.startswith(text))
        assert sorted(c.row for c in beginning(added, "site", text)) == expected


def test_pages_are_in_one_order_and_whole(many: list[Circuit]) -> None:
    """Three at a time, each behind the last of the page before: every circuit once."""
    added = Circuit.objects.filter(row__gte=100)
    by_site = sorted(many, key=lambda c: (c.site.encode(), c.pk))
    for field, expected in (("site", by_site), ("pk", many)):
        last, seen = None, []
        while page := list(behind(added, field, last)[:3]):
            seen += page
            last = page[-1]
        assert seen == expected


def test_an_index_serves_it(many: list[Circuit]) -> None:
    """The database says so: a range of the index on the bytes of sites, in its order."""
    schedule = many[0].schedule_id
    found = beginning(Circuit.objects.filter(schedule=schedule), "site", "B")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    told = behind(found, "site", many[3]).explain()
    assert "circuit_site_bytes" in told
    assert "sort" not in told.lower()
