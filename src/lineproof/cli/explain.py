"""Why is it this amount? `lineproof explain`: a line, a circuit or the whole month as a tree."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import (
    FINE,
    FOUND,
    AsJson,
    AsKnown,
    Folder,
    In,
    Language,
    day_of,
    month_of,
    write_json,
)
from lineproof.model.errors import LineproofError

#: A seal lies in settled/M/rN: the contract folder is the third above.
_ABOVE = 2

if TYPE_CHECKING:
    from lineproof.contract.case import Case
    from lineproof.model.explained import Explained
    from lineproof.model.finding import Finding
    from lineproof.settle.explain import Explainer


def explain(
    folder: Folder,
    month: Annotated[
        str | None,
        typer.Option("--month", metavar="YYYY-MM", help="The month; a seal has its own."),
    ] = None,
    line: Annotated[str | None, typer.Option(help="A line of the schedule.")] = None,
    circuit: Annotated[str | None, typer.Option(help="A circuit id: all its lines.")] = None,
    total: Annotated[
        bool, typer.Option("--total", help="The month's total (the default).")
    ] = False,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Explain an amount, from clause and evidence to the cent.

    Exit code 1: the amount isn't known.
    """
    if sum((line is not None, circuit is not None, total)) > 1:
        message = "ask for one thing: --line, --circuit or --total"
        raise LineproofError(message)
    day = day_of(as_known, option="--as-known")
    explainer = _sealed_explainer(folder, month, day, line=line)
    if explainer is None:
        if month is None:
            message = "say which month, such as 2025-03; only a sealed folder has its own"
            raise typer.BadParameter(message, param_hint="--month")
        explainer = _explainer(folder, month_of(month), day, line=line, circuit=circuit)
    nodes = _nodes(explainer, line=line, circuit=circuit)
    _write(nodes, explainer, is_json=is_json, language=language)
    return FOUND if any(node.bounds is not None for node in nodes) else FINE


def _sealed_explainer(
    folder: Path, month: str | None, day: dt.date | None, *, line: str | None
) -> Explainer | None:
    """Return a sealed month as it was settled; None where the folder is no sealed month."""
    if not (folder / "seal.json").exists():
        return None  # a contract folder, explained without what sealing needs
    from lineproof.contract.case import view
    from lineproof.settle.explain import Explainer
    from lineproof.store.proving import batches_told
    from lineproof.store.sealed_lines import month_of_seal, read_line, read_month

    sealed = month_of_seal(folder)
    if sealed is None:
        return None
    if day is not None or (month is not None and month_of(month) != sealed):
        message = f"{folder} is sealed: it has its own month and day; leave out --month, --as-known"
        raise LineproofError(message)
    read = read_month(folder) if line is None else read_line(folder, line)
    above = folder.resolve().parents  # the samples it came from, if they are here
    place = above[min(_ABOVE, len(above) - 1)]
    batches = batches_told(place, read.case, as_known=read.as_known)
    return Explainer(view(read.case, as_known=read.as_known), read.settlement, batches)


def _explainer(
    folder: Path, month: dt.date, day: dt.date | None, *, line: str | None, circuit: str | None
) -> Explainer:
    """Return the settled month, of the lines asked about alone where the folder is prepared."""
    from lineproof.contract.case import view
    from lineproof.settle.explain import Explainer
    from lineproof.settle.settle import Asked, settle
    from lineproof.store.prepared import load_prepared
    from lineproof.store.proving import batches_told

    ready = None
    if day is None and (line is not None or circuit is not None):
        ready = load_prepared(folder, line=line, circuit=circuit)
    # where a total is rounded as a whole, a line's part depends on all the others
    if ready is not None and ready.case.contract.contract.rounding.at == "unit_month":
        case, findings = ready.case, ready.findings
    else:
        case, findings = _checked(folder, day)
    settled = settle(case, Asked(month, as_known=day, findings=findings))
    batches = batches_told(folder, case, as_known=day)
    return Explainer(view(case, as_known=day), settled, batches)


def _checked(folder: Path, day: dt.date | None) -> tuple[Case, tuple[Finding, ...]]:
    """Return a folder's case and findings; a prepared one is explained without this much code."""
    from lineproof.contract.check import check
    from lineproof.store.cases import open_case

    case = open_case(folder, as_known=day)
    return case, check(case, as_known=day)


def _nodes(explainer: Explainer, *, line: str | None, circuit: str | None) -> tuple[Explained, ...]:
    """Return the trees asked for."""
    from lineproof.settle.explain_total import explain_total

    if line is None and circuit is None:
        return (explain_total(explainer),)
    lines = (line,) if line is not None else explainer.lines_of(str(circuit))
    found = tuple(node for each in lines if (node := explainer.line(each)) is not None)
    if not found:
        month = explainer.settlement.month
        what = f"line {line}" if line is not None else f"circuit {circuit}"
        message = f"{what} owes nothing in {month}: it isn't in service, or isn't in the contract"
        raise LineproofError(message)
    return found


def _write(
    nodes: tuple[Explained, ...], explainer: Explainer, *, is_json: bool, language: Language
) -> None:
    """Print the trees; as JSON, several of them are a list."""
    from lineproof.report.as_json import dumped, explained_json
    from lineproof.report.tree import tree_text

    digits = explainer.settlement.digits
    if is_json:
        trees = [explained_json(node, digits=digits) for node in nodes]
        write_json(dumped(trees[0] if len(trees) == 1 else trees))
        return
    texts = (tree_text(node, digits=digits, language=language.value) for node in nodes)
    sys.stdout.write("\n".join(texts))
