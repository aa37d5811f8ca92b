"""Does everything that is named exist? Clauses, terms, lines, rights, metrics, ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from lineproof.contract.answers import AS_SIGNED
from lineproof.contract.fields import Term
from lineproof.contract.lint.scopes import CHARGES, LINE, touched
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import nearest, quoted
from lineproof.contract.terms.paying import Claim, PaymentPlan
from lineproof.contract.terms.rights import rights_of
from lineproof.contract.terms.scoring import Availability, Bands, Scorecard
from lineproof.contract.terms.standing import Right
from lineproof.model.finding import Finding, Severity
from lineproof.model.record import LIFECYCLE_EVENTS, MILESTONES

_SEVERAL = re.compile(r"\s*[,;，；、]\s*")
#: Metrics that are no scorecard's id.
METRICS = ("score", "availability")


def clauses_exist(view: LintView) -> Iterator[Finding]:
    """E-CLAUSE: a cited clause is one the document has; amendments cite documents of their own."""
    known = set(view.contract.contract.clauses)
    if not known:
        return
    signed = [v.term for v in view.versions if not v.amendment]
    for term in signed:
        for clause, path, subject in _cited(term):
            missing = [] if clause in known else [
                part for part in _SEVERAL.split(clause) if part not in known
            ]  # fmt: skip
            if missing:
                yield Finding(
                    "E-CLAUSE",
                    Severity.ERROR,
                    f'{subject} cites clause "{quoted(missing[0])}", which the contract doesn\'t '
                    "have",
                    view.where(term, *path),
                    f"{nearest(missing[0], known)} Or add it to clauses.",
                    clause=clause,
                    answers=(AS_SIGNED,),
                    subject=subject,
                    touches=touched(term),
                )


def _cited(term: Term) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Yield each clause a term and its items cite, with its path and what cites it."""
    yield term.clause, ("clause",), term.id
    if isinstance(term, PaymentPlan | Scorecard):
        for number, item in enumerate(term.items):
            if item.clause is not None:
                yield item.clause, ("items", number), f"{term.id}/{item.item}"


def overrides_exist(view: LintView) -> Iterator[Finding]:
    """E-OVERRIDE-UNKNOWN: a term overrides terms that there are."""
    known = {term.id for term in view.terms}
    for term in view.terms:
        for old in term.overrides:
            if old not in known:
                yield _unknown(view, term, old, code="E-OVERRIDE-UNKNOWN", key="overrides")


def _unknown(view: LintView, term: Term, name: str, *, code: str, key: str) -> Finding:
    """Return the finding of a name that no term has."""
    known = {other.id for other in view.terms} - {term.id}
    return Finding(
        code,
        Severity.ERROR,
        f'{term.id} names "{quoted(name)}" in {key}, and nothing has that name',
        view.where(term, key),
        nearest(name, known),
        clause=term.clause,
        subject=term.id,
        touches=touched(term),
    )


def overrides_end(view: LintView) -> Iterator[Finding]:
    """E-OVERRIDE-CYCLE: no term comes to override itself."""
    edges: dict[str, set[str]] = {}
    for term in view.terms:
        edges.setdefault(term.id, set()).update(term.overrides)
    told: set[str] = set()
    for term in view.terms:
        chain = _cycle(term.id, edges)
        if not chain or told & set(chain):
            continue
        told |= set(chain)
        yield Finding(
            "E-OVERRIDE-CYCLE",
            Severity.ERROR,
            f"{' overrides '.join((*chain, chain[0]))}: none of them can rule",
            view.where(term, "overrides"),
            "Take one of the overrides out.",
            clause=term.clause,
            subject=term.id,
            touches=touched(term),
        )


def _cycle(start: str, edges: dict[str, set[str]]) -> tuple[str, ...]:
    """Return a way from a term along overrides back to itself, or none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for after in sorted(edges.get(way[-1], ())):
            if after == start:
                return way
            if after not in seen:
                seen.add(after)
                ways.append((*way, after))
    return ()


def scopes_exist(view: LintView) -> Iterator[Finding]:
    """E-APPLIES-UNKNOWN: applies_to names charges, terms, lines or events that there are."""
    terms = {term.id for term in view.terms}
    known = {*CHARGES, *terms, *LIFECYCLE_EVENTS, *MILESTONES}
    lines = _known_lines(view)
    for term in view.terms:
        for name in term.applies_to:
            is_line = name.startswith(LINE) and name.removeprefix(LINE) in lines
            if name in known or is_line:
                continue
            fix = f'Write "{LINE}{name}".' if name in lines else nearest(
                name, {*known, *(LINE + line for line in lines)} - {term.id}
            )  # fmt: skip
            yield Finding(
                "E-APPLIES-UNKNOWN",
                Severity.ERROR,
                f'{term.id} applies to "{quoted(name)}", and nothing has that name',
                view.where(term, "applies_to"),
                fix,
                clause=term.clause,
                subject=term.id,
                touches=touched(term),
            )


def _known_lines(view: LintView) -> set[str]:
    """Return those lines that some term may mean; a large schedule isn't listed in full."""
    named = {n.removeprefix(LINE) for term in view.terms for n in term.applies_to}
    rows = view.circuits.filter(pl.col("line").is_in(named)) if named else view.circuits.head(0)
    return {*rows.get_column("line").to_list(), *(line.line for _, _, _, line in view.price_lines)}


def claims_exist(view: LintView) -> Iterator[Finding]:
    """E-CLAIM-UNKNOWN: what is claimed is what some term gives."""
    known = {term.id for term in view.terms}
    for claim in view.all_of(Claim):
        if claim.what not in known:
            yield _unknown(view, claim, claim.what, code="E-CLAIM-UNKNOWN", key="what")


def metrics_exist(view: LintView) -> Iterator[Finding]:
    """E-METRIC-UNKNOWN: bands read the score, a scorecard's, or some availability."""
    measures = (*view.all_of(Scorecard), *view.all_of(Availability))
    known = {*METRICS, *(term.id for term in measures)}
    for bands in view.all_of(Bands):
        if bands.metric not in known:
            yield Finding(
                "E-METRIC-UNKNOWN",
                Severity.ERROR,
                f'{bands.id} reads the metric "{quoted(bands.metric)}", which nothing measures',
                view.where(bands, "metric"),
                nearest(bands.metric, known),
                clause=bands.clause,
                subject=bands.id,
                touches=touched(bands),
            )


def rights_named(view: LintView) -> Iterator[tuple[Term, str, str]]:
    """Yield each right that a term points to: term, key, id."""
    yield from ((term, key, name) for term in view.terms for key, name in rights_of(term))


def rights_exist(view: LintView) -> Iterator[Finding]:
    """E-RIGHT-UNKNOWN: a right that a term gives is modelled as one."""
    known = {right.id for right in view.all_of(Right)}
    for term, key, name in rights_named(view):
        if name not in known:
            yield Finding(
                "E-RIGHT-UNKNOWN",
                Severity.ERROR,
                f'{term.id} gives the right "{quoted(name)}", and no right has that id',
                view.where(term, key),
                nearest(name, known) if known else "Add a term of kind right with that id.",
                clause=term.clause,
                subject=term.id,
            )


def ranks_exist(view: LintView) -> Iterator[Finding]:
    """E-RANK-UNKNOWN: a term's rank is one of the contract's precedence."""
    known = set(view.contract.contract.precedence)
    for term in view.terms:
        if term.rank is not None and term.rank not in known:
            yield Finding(
                "E-RANK-UNKNOWN",
                Severity.ERROR,
                f'{term.id} has rank "{quoted(term.rank)}", which precedence doesn\'t list',
                view.where(term, "rank"),
                nearest(term.rank, known),
                clause=term.clause,
                subject=term.id,
                touches=touched(term),
            )


RULES = (
    clauses_exist,
    overrides_exist,
    overrides_end,
    scopes_exist,
    claims_exist,
    metrics_exist,
    rights_exist,
    ranks_exist,
)
