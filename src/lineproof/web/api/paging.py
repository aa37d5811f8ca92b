"""How is a long list read? A page at a time, each with the place where the next one begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


def page_of(
    found: QuerySet[Row], told: Callable[[Row], Any], *, after: str | None, limit: int
) -> dict[str, object]:
    """Return a page of rows by key, however many were added meanwhile."""
    rows = list(found.order_by("pk").filter(pk__gt=int(after or "0"))[: limit + 1])
    following = str(rows[limit - 1].pk) if len(rows) > limit else None
    return {"items": [told(row) for row in rows[:limit]], "next": following}


def latest_of(
    found: QuerySet[Row], told: Callable[[Row], Any], *, after: str | None, limit: int
) -> dict[str, object]:
    """Return a page of rows by key, the latest first."""
    before = found if after is None else found.filter(pk__lt=int(after))
    rows = list(before.order_by("-pk")[: limit + 1])
    following = str(rows[limit - 1].pk) if len(rows) > limit else None
    return {"items": [told(row) for row in rows[:limit]], "next": following}


def slice_of(
    count: int, told: Callable[[int, int], Sequence[Any]], *, after: str | None, limit: int
) -> dict[str, object]:
    """Return a page of what has a fixed order. told: gives the items from a place on, so many."""
    start = min(int(after or "0"), count)
    end = min(start + limit, count)
    return {
        "items": list(told(start, end - start)),
        "next": str(end) if end < count else None,
    }
