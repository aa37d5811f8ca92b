"""How do rows come in from a file? Chosen, its columns named, looked at, kept, undone: as one."""

from __future__ import annotations

import polars as pl
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.record import RECORDS
from lineproof.model.table_text import canonical_text
from lineproof.report.finding_words import finding_line, fix_text, message_text
from lineproof.report.guarded_csv import guarded_csv
from lineproof.report.record_words import column_name, record_kind_name
from lineproof.report.wording import Language
from lineproof.sources.values import Reading
from lineproof.sources.wrong_cells import told
from lineproof.web.doing.import_rows import Rows, guesses_of, source_of, table_of
from lineproof.web.doing.import_schedule import Compared, findings_with
from lineproof.web.doing.importing import (
    Place,
    looked_at,
    name_columns,
    placed,
    put_aside,
    right_to_import,
    sealed_since,
)
from lineproof.web.doing.new_schedule import schedule_files
from lineproof.web.doing.recording import agreed_in
from lineproof.web.doing.uploads import TABLES, UPLOAD_BYTES_MAX, upload_of
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.imports import SCHEDULE, Batch, BatchState
from lineproof.web.kept.vault import get
from lineproof.web.known.case import at, known
from lineproof.web.known.trying import effect_of
from lineproof.web.pages.files import as_file
from lineproof.web.pages.records import cell_text
from lineproof.web.pages.texts import problem_text, told_findings
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right
from lineproof.web.work.imports import keep_or_begin, undo_or_begin

PAGE_ROWS = 50
_SAMPLE_ROWS = 8
_WRITTEN_MAX = 100_000
_LISTED = 100
_TOLD_MAX = 5


@page(Right.EXPORT)
def imports(request: Asked, pk: int) -> HttpResponse:
    """List a contract's imports, and ask for a file."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.EXPORT)
    may = {right: contract.allows(request.user, right) for right in Right}
    language = language_spoken()
    batches = contract.batches.select_related("made_by", "version")[:_LISTED]
    shown = {
        "contract": contract,
        "kinds": [
            *_schedules(contract, language, may_propose=may[right_to_import(SCHEDULE)]),
            *(
                (kind, record_kind_name(kind, language))
                for kind in RECORDS
                if may[right_to_import(kind)]
            ),
        ],
        "may_update": contract.allows(request.user, Right.ANSWER),
        "chosen": request.GET.get("kind", ""),
        "batches": [(each, record_kind_name(each.kind, language)) for each in batches],
    }
    return render(request, "web/imports.html", shown)


def _schedules(
    contract: Contract, language: Language, *, may_propose: bool
) -> list[tuple[str, str]]:
    """Return the schedules whose place a file may take, by who may propose it."""
    if not may_propose:
        return []
    name = record_kind_name(SCHEDULE, language)
    return [
        (f"{SCHEDULE}/{file}", f"{name} {file}") for file in schedule_files(agreed_in(contract))
    ]


@page(Right.RECORD, method="POST", body_bytes_max=UPLOAD_BYTES_MAX)
def upload(request: Asked, pk: int) -> HttpResponse:
    """Put a file aside, of which nothing is kept yet."""
    kind, _slash, file = request.POST.get("kind", "").partition("/")
    kind = kind if kind in RECORDS or kind == SCHEDULE else "lifecycle"
    contract = reach(Contract.objects.filter(pk=pk), request.user, right_to_import(kind))
    try:
        given = upload_of(request, "file", kinds=TABLES)
        if kind == SCHEDULE and file not in schedule_files(agreed_in(contract)):
            raise Http404
        place = Place(request.POST.get("sheet", "").strip()[:200], file)
        batch = put_aside(contract, kind, given, place, by=request.user)
    except InputRefusedError as refusal:
        for finding in refusal.findings[:_TOLD_MAX]:
            messages.error(request, finding_line(finding, language_spoken()))
        return redirect("imports", pk)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("imports", pk)
    return redirect("import", pk, batch.pk)


def _batch(request: Asked, pk: int, batch: int) -> Batch:
    """Return an import whose kind the reader may import."""
    asked = Batch.objects.filter(contract=pk, pk=batch).select_related("contract", "version")
    kind = asked.values_list("kind", flat=True).first()
    right = Right.EXPORT if kind is None else right_to_import(kind)
    found: Batch = reach(asked, request.user, right)
    return found


@page(Right.EXPORT)
def one(request: Asked, pk: int, batch: int) -> HttpResponse:
    """Show an import: what its columns mean, what its rows would be, or what became of them."""
    asked = Batch.objects.filter(contract=pk, pk=batch)
    found = reach(
        asked.select_related("contract", "kept_by", "undone_by"), request.user, Right.EXPORT
    )
    shown: dict[str, object] = {
        "contract": found.contract,
        "batch": found,
        "name": record_kind_name(found.kind, language_spoken()),
        "may_import": found.contract.allows(request.user, right_to_import(found.kind)),
        "is_open": found.state == BatchState.OPEN,
        "is_kept": found.state == BatchState.KEPT,
    }
    try:
        shown |= _columns(found)
        if found.state == BatchState.OPEN:
            shown |= _looked_at(request, found)
        else:
            shown |= {"sealed_since": sealed_since(found)}
    except InputRefusedError as refusal:
        shown["refused"] = told_findings(refusal.findings, language_spoken(), digits=2)
    except LineproofError as problem:
        shown["problem"] = problem_text(problem)
    return render(request, "web/import.html", shown)


def _columns(batch: Batch) -> dict[str, object]:
    """Return what each column of the file means, and what it might."""
    source, language = source_of(batch, agreed_in(batch.contract)), language_spoken()
    table = table_of(batch.kind)
    return {
        "columns": [
            {"number": number, "header": guess.header, "samples": guess.samples, "name": name}
            for number, (guess, name) in enumerate(
                zip(guesses_of(source), batch.columns, strict=True)
            )
        ],
        "meanings": [
            (each.name, column_name(each.name, language), each.is_required)
            for each in table.columns
        ],
    }


def _looked_at(request: Asked, batch: Batch) -> dict[str, object]:
    """Return what an import's rows would be, every error, and what they would change."""
    rows, language = looked_at(batch), language_spoken()
    number = request.GET.get("page", "")
    first = (int(number) - 1) * PAGE_ROWS if number.isdecimal() and 0 < int(number) < 10**6 else 0
    shown: dict[str, object] = {
        "rows": rows,
        "wrong": _told_wrong(batch, rows.wrong.slice(first, PAGE_ROWS), language),
        "page": first // PAGE_ROWS + 1,
        "is_last": first + PAGE_ROWS >= rows.wrong.height,
        "of_file": told_findings(rows.findings, language, digits=2),
        "absent": [column_name(name, language) for name in rows.absent],
    }
    if isinstance(rows, Compared):
        return shown | _differences(batch, rows, language)
    shown |= _sample(batch, rows, language)
    if rows.is_fit:
        digits = agreed_in(batch.contract).digits
        effect = effect_of(batch.contract, batch.kind, placed(batch, rows, by=request.user))
        shown |= {
            "effect": effect,
            "come": told_findings(effect.new[:PAGE_ROWS], language, digits=digits),
            "go": told_findings(effect.gone[:PAGE_ROWS], language, digits=digits),
        }
    return shown


def _differences(batch: Batch, found: Compared, language: Language) -> dict[str, object]:
    """Return what a schedule changes of the one whose place it takes."""
    shown: dict[str, object] = {
        "is_schedule": True,
        "is_as_it_came": found.is_as_it_came,
        "added": found.added[:PAGE_ROWS],
        "gone": found.gone[:PAGE_ROWS],
        "changed": [
            (line, column_name(column, language), before, after)
            for line, column, before, after in found.changed.head(PAGE_ROWS).iter_rows()
        ],
    }
    if found.is_fit:
        digits = agreed_in(batch.contract).digits
        come, go = findings_with(at(batch.contract), batch.file, found.frame)
        shown |= {
            "is_tried": True,
            "come": told_findings(come[:PAGE_ROWS], language, digits=digits),
            "go": told_findings(go[:PAGE_ROWS], language, digits=digits),
        }
    return shown


def _reading(batch: Batch) -> Reading:
    """Return how a contract's tables are read."""
    agreed = agreed_in(batch.contract)
    return Reading(agreed.digits, agreed.contract.timezone)


def _told_wrong(
    batch: Batch, wrong: pl.DataFrame, language: Language
) -> list[tuple[int, str, str, str, str]]:
    """Return wrong cells to be read: row, column, text, what is wrong, how to mend it."""
    table, reading = table_of(batch.kind), _reading(batch)
    return [
        (
            each["row"],
            column_name(each["column"], language),
            each["text"] or "",
            *_worded(each["code"], *told(each, table=table, reading=reading), language),
        )
        for each in wrong.iter_rows(named=True)
    ]


def _worded(code: str, message: str, fix: str, language: Language) -> tuple[str, str]:
    """Return what is wrong and how to mend it, each on one line."""
    texts = message_text(code, message, language), fix_text(code, fix, language)
    return texts[0].replace("\n", " "), texts[1].replace("\n", " ")


def _sample(batch: Batch, rows: Rows, language: Language) -> dict[str, object]:
    """Return the first rows as they will be kept."""
    table = table_of(batch.kind)
    texts = canonical_text(
        rows.new.head(_SAMPLE_ROWS), table=table, currency_digits=_reading(batch).currency_digits
    )
    hidden = {"evidence"}
    named = {column.name: column for column in table.columns}
    names = [
        name
        for name in texts.columns
        if name not in hidden and texts.get_column(name).null_count() < texts.height
    ]
    return {
        "sample_heads": [column_name(name, language) for name in names],
        "sample": [
            [cell_text(row[name], named[name]) for name in names]
            for row in texts.iter_rows(named=True)
        ],
    }


@page(Right.RECORD, method="POST")
def name(request: Asked, pk: int, batch: int) -> HttpResponse:
    """Say what the columns of a file mean."""
    found = _batch(request, pk, batch)
    names = [request.POST.get(f"column-{n}", "") for n in range(len(found.columns))]
    try:
        name_columns(found, names, corrects="corrects" in request.POST)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("import", pk, batch)


@page(Right.RECORD, method="POST")
def keep(request: Asked, pk: int, batch: int) -> HttpResponse:
    """Keep an import's rows; asked twice, they are kept once."""
    found = _batch(request, pk, batch)
    try:
        job = keep_or_begin(found, by=request.user)
        if job is not None:
            return redirect("job", job.pk)
        if found.version is not None:
            said = _("Proposed as version %(number)s; another person approves it.")
            messages.success(request, said % {"number": found.version.number})
            return redirect("version", pk, found.version.number)
        text = ngettext("%(n)d row is imported.", "%(n)d rows are imported.", found.count)
        messages.success(request, text % {"n": found.count})
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("import", pk, batch)


@page(Right.RECORD, method="POST")
def undo(request: Asked, pk: int, batch: int) -> HttpResponse:
    """Withdraw an import's rows."""
    found, though_sealed = _batch(request, pk, batch), "though_sealed" in request.POST
    try:
        job = undo_or_begin(found, by=request.user, though_sealed=though_sealed)
        if job is not None:
            return redirect("job", job.pk)
        text = ngettext("%(n)d row is withdrawn.", "%(n)d rows are withdrawn.", found.count)
        messages.success(request, text % {"n": found.count})
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("import", pk, batch)


@page(Right.EXPORT)
def wrong(request: Asked, pk: int, batch: int) -> HttpResponse:
    """Give every error as a table, to mend the file by."""
    asked = Batch.objects.filter(contract=pk, pk=batch).select_related("contract")
    found = reach(asked, request.user, Right.EXPORT)
    known(at(found.contract))
    cells = looked_at(found).wrong.head(_WRITTEN_MAX)
    kinds = cells.select("column", "code", "text").unique()
    said = [
        told(each, table=table_of(found.kind), reading=_reading(found))
        for each in kinds.iter_rows(named=True)
    ]
    worded = kinds.with_columns(
        pl.Series("what", [what for what, _fix in said], pl.String()),
        pl.Series("fix", [fix for _what, fix in said], pl.String()),
    )
    written = cells.join(
        worded, on=["column", "code", "text"], how="left", nulls_equal=True, maintain_order="left"
    )
    content = guarded_csv(written, {"text", "what", "fix"})
    return as_file(content, f"wrong-{found.pk}.csv")


@page(Right.EXPORT)
def file(request: Asked, pk: int, batch: int) -> HttpResponse:
    """Give an import's file back as it came."""
    asked = Batch.objects.filter(contract=pk, pk=batch)
    found = reach(asked, request.user, Right.EXPORT)
    return as_file(get(settings.CONFIGURATION.vault, found.sha256), found.name)
