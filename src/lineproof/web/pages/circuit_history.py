"""What was a line charged, by which prices? Twelve months of it; and the files that prove it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from lineproof.report.amounts import amount_text
from lineproof.web.kept.contracts import Circuit, Contract, KeptFile
from lineproof.web.kept.vault import get
from lineproof.web.known.case import At, at, known
from lineproof.web.known.line_history import months_behind, prices_in
from lineproof.web.pages.circuits import charges_in, month_shown
from lineproof.web.pages.files import as_file
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right


@page(Right.SEE)
def history(request: Asked, pk: int, circuit: int) -> HttpResponse:
    """Show a circuit's charges of the last twelve months, and the prices in force in them."""
    asked = Circuit.objects.filter(schedule__contract=pk, pk=circuit)
    found = reach(asked.select_related("schedule__contract__organisation"), request.user, Right.SEE)
    contract = found.schedule.contract
    state = at(contract)
    month = request.GET.get("month") or month_shown(state)
    shown = {
        "contract": contract,
        "circuit": found,
        "currency": known(state).case.contract.contract.currency,
        **_charges(contract, state, month, found.line),
    }
    part = "HX-Request" in request.headers
    return render(request, "web/history.html" if part else "web/circuit_history.html", shown)


def _charges(contract: Contract, state: At, month: str, line: str) -> dict[str, object]:
    """Return a line's charges by month, the latest first, and its prices in order."""
    digits = known(state).case.contract.digits
    circuits = sum(schedule.row_count for schedule in contract.in_force.schedules.all())
    try:
        months = months_behind(state, month, circuits=circuits)
    except ValueError as problem:
        raise Http404(str(problem)) from problem
    return {
        "months": [
            (each.month, charges_in(each, line)) for each in months if charges_in(each, line)
        ],
        "prices": [
            (
                price.first.isoformat(),
                price.last.isoformat(),
                amount_text(price.rent, digits=digits),
            )
            for price in prices_in(months, line)
        ],
    }


@page(Right.EXPORT)
def evidence(request: Asked, pk: int, file: int) -> HttpResponse:
    """Give a file of the contract's folder back, such as one that proves a record."""
    found = reach(KeptFile.objects.filter(contract=pk, pk=file), request.user, Right.EXPORT)
    name = found.path.rpartition("/")[2]
    return as_file(get(settings.CONFIGURATION.vault, found.sha256), name)
