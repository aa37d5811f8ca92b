"""Which terms hold on which day, as known on a date? Amendments applied, the original untouched."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from lineproof.contract.contract import Amendment, Contract
from lineproof.contract.fields import Term
from lineproof.model.period import FAR_FUTURE, Days

AnyTermT = TypeVar("AnyTermT", bound=Term)


@dataclass(frozen=True, slots=True)
class Version:
    """A term as it holds on some days; amendment: the id of the one it comes from, or blank."""

    term: Term
    days: Days
    amendment: str = ""

    @property
    def rank(self) -> str:
        """Its place in the contract's `precedence`."""
        return self.term.rank or ("amendment" if self.amendment else "general")


def known_amendments(contract: Contract, *, as_known: dt.date | None) -> tuple[Amendment, ...]:
    """Return the amendments known on a day (all, where it is None), in order of effect."""
    known = (a for a in contract.amendment if as_known is None or a.known_at <= as_known)
    return tuple(sorted(known, key=lambda a: (a.effective_from, a.signed, a.id)))


def versions_in_force(contract: Contract, *, as_known: dt.date | None) -> tuple[Version, ...]:
    """Return every term with the days it holds, in the order of the file.

    A term's versions never overlap: an amendment that replaces or ends it cuts the one before.
    """
    versions = [Version(term, _own_days(term, since=dt.date.min)) for term in contract.term]
    for amendment in known_amendments(contract, as_known=as_known):
        since = amendment.effective_from
        ended = {*amendment.ends, *(term.id for term in amendment.replaces)}
        versions = [_cut(v, since) if v.term.id in ended else v for v in versions]
        fresh = (*amendment.replaces, *amendment.adds)
        versions += [Version(t, _own_days(t, since=since), amendment.id) for t in fresh]
    return tuple(v for v in versions if v.days.count)


def _own_days(term: Term, *, since: dt.date) -> Days:
    """Return the days a term says it holds, by default from `since` on."""
    return Days(term.effective_from or since, term.effective_to or FAR_FUTURE)


def _cut(version: Version, end: dt.date) -> Version:
    """Return a version that ends before a day at the latest."""
    days = Days(version.days.start, min(version.days.end, end))
    return dataclasses.replace(version, days=days)


def of_kind(
    versions: Iterable[Version], kind: type[AnyTermT], *, within: Days | None = None
) -> tuple[tuple[AnyTermT, Days], ...]:
    """Return the terms of one type with the days they hold, cut to `within`."""
    found = []
    for version in versions:
        if isinstance(version.term, kind):
            days = version.days if within is None else version.days.intersection(within)
            if days.count:
                found.append((version.term, days))
    return tuple(found)
