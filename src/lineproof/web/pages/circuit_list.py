"""What is done with many circuits at once? Exported, edited, or found again by a saved view."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.model.record import RECORDS
from lineproof.report.guarded_csv import guarded_csv
from lineproof.report.record_words import choice_name, column_name
from lineproof.report.table_xlsx import ROWS_MAX, table_xlsx
from lineproof.web.doing.importing import Place, put_aside
from lineproof.web.doing.record_forms import problems_of, typed_in
from lineproof.web.doing.recording import agreed_in
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.views import SavedView
from lineproof.web.known.circuit_search import FIELDS, TEXT_MAX
from lineproof.web.known.circuit_table import (
    FIGURES,
    TEXTS,
    circuit_table,
    lines_of,
    matching_lines,
)
from lineproof.web.pages.texts import problem_text
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

_KIND = "lifecycle"
_XLSX_ROWS_MAX = 200_000
_COLUMNS = ("line", "event", "date", "value", "one_off")


def asked_in(form: QueryDict) -> dict[str, str]:
    """Return how the fields of circuits begin that somebody asks for."""
    return {name: form.get(name, "").strip()[:TEXT_MAX] for name in FIELDS}


@page(Right.EXPORT)
def export(request: Asked, pk: int, ending: str) -> HttpResponse:
    """Give the circuits that match as a table, which can be imported again."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.EXPORT)
    table = circuit_table(contract, asked_in(request.GET))
    if ending == "xlsx" and table.height > min(_XLSX_ROWS_MAX, ROWS_MAX - 1):
        text = _("These are more circuits than a spreadsheet is good for: take CSV.")
        messages.error(request, text)
        return _back(pk, request.GET)
    content = table_xlsx(table, FIGURES) if ending == "xlsx" else guarded_csv(
        table, TEXTS & set(table.columns)
    )  # fmt: skip
    response = HttpResponse(content, content_type="application/octet-stream")
    name = f"circuits-{contract.pk}.{ending}"
    attached = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = attached or "attachment"
    return response


def _back(pk: int, form: QueryDict) -> HttpResponseRedirect:
    """Return the way back to the circuits that were asked for."""
    query = urlencode({name: text for name, text in asked_in(form).items() if text})
    return HttpResponseRedirect(f"{reverse('circuits', args=(pk,))}?{query}")


@page(Right.RECORD, method="POST")
def edit(request: Asked, pk: int) -> HttpResponse:
    """Prepare one event for many circuits: those ticked, or all that match; it is shown first."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.RECORD)
    values = {n: t for n, t in typed_in(_KIND, request.POST).items() if n in _COLUMNS}
    try:
        if request.POST.get("which") == "all":
            lines = matching_lines(contract, asked_in(request.POST))
        else:
            keys = [int(key) for key in request.POST.getlist("circuit") if key.isdecimal()]
            lines = lines_of(contract, keys)
        wrong = list(_wrong(contract, values, lines))
        for text in wrong:
            messages.error(request, text)
        if wrong:
            return _back(pk, request.POST)
        name = f"{values['event']}-{values['date']}.csv"
        file = Upload(name, Kind.CSV, _file(lines, values))
        batch = put_aside(contract, _KIND, file, Place(is_edit=True), by=request.user)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return _back(pk, request.POST)
    return redirect("import", pk, batch.pk)


def _wrong(contract: Contract, values: dict[str, str], lines: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with an edit, before it is a row for each circuit."""
    if not lines:
        yield _("Tick circuits, or choose all that match.")
    language = language_spoken()
    problems = problems_of(_KIND, {**values, "line": "1"}, agreed_in(contract))
    for name, texts in problems.items():
        for text in texts:
            yield f"{column_name(name, language)}: {text}"


def _file(lines: Sequence[str], values: dict[str, str]) -> bytes:
    """Return an edit as the file of records that it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(_COLUMNS)
    writer.writerows([line, *(values.get(name, "") for name in _COLUMNS[1:])] for line in lines)
    return text.getvalue().encode()


def events() -> list[tuple[str, str]]:
    """Return what can happen to circuits, each with its word."""
    [column] = [c for c in RECORDS[_KIND].columns if c.name == "event"]
    return [(event, choice_name(event, language_spoken())) for event in column.choices]


@page(Right.SEE, method="POST")
@transaction.atomic
def save_view(request: Asked, pk: int) -> HttpResponse:
    """Give a filter a name; the same name again changes what it filters."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    name = request.POST.get("name", "").strip()[:100]
    query = urlencode({n: text for n, text in asked_in(request.POST).items() if text})
    if not name or not query:
        messages.error(request, _("Filter first, then give it a name."))
        return _back(pk, request.POST)
    given = {"query": query, "is_shared": "shared" in request.POST}
    SavedView.objects.update_or_create(
        contract=contract, by=request.user, name=name, defaults=given
    )
    messages.success(request, _("The view is saved."))
    return _back(pk, request.POST)


@page(Right.SEE, method="POST")
def delete_view(request: Asked, pk: int, view: int) -> HttpResponse:
    """Delete one of one's own views."""
    own = SavedView.objects.filter(contract=pk, pk=view, by=request.user)
    reach(own, request.user, Right.SEE).delete()
    return redirect("circuits", pk)
