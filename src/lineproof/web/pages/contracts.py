"""What was agreed? The list of contracts, and one: its terms beside what is doubtful in them."""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import tempfile
from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.contract.fields import Term
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.registry import KINDS
from lineproof.model.errors import LineproofError
from lineproof.model.finding import Severity, Status, count_open
from lineproof.report.amounts import amount_text
from lineproof.report.phrases import kind_name
from lineproof.report.wording import Language
from lineproof.web.doing.documents import names_to_add
from lineproof.web.doing.giving_back import write_zip
from lineproof.web.doing.versions import (
    Given,
    approve_version,
    open_version,
    propose_answer,
    reject_version,
)
from lineproof.web.kept.contracts import Contract, KeptFile, State, Version
from lineproof.web.known.case import at, known, today
from lineproof.web.known.documents import document_name, documents, documents_by_name
from lineproof.web.known.later import LaterError
from lineproof.web.known.remembered import Known
from lineproof.web.known.written import term_of, written_terms
from lineproof.web.pages.new_contract import organisations_of
from lineproof.web.pages.texts import problem_text, told_findings
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

_ARCHIVE_MEMORY_BYTES = 8 * 2**20
_SAYS = ("quote", "what", "about", "reason", "outcome", "cause", "name")


@dataclass(frozen=True, slots=True)
class Listed:
    """A contract in the list; problem: why nothing else is known of it."""

    contract: Contract
    buyer: str = ""
    provider: str = ""
    start: str = ""
    months: int | None = None
    total: str = ""
    currency: str = ""
    errors: int = 0
    questions: int = 0
    sealed: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ToldTerm:
    """A term in one language; says: the document's own words, never translated.

    written: its lines in the contract's text. findings: how many are about it.
    document: what its clause stands in, where that is there. is_first: of those with its id, which
    amendments may replace.
    """

    id: str
    kind: str
    clause: str
    says: str
    is_computed: bool
    written: str = ""
    findings: int = 0
    document: KeptFile | None = None
    is_first: bool = True


@page(None)
def contracts(request: Asked) -> HttpResponse:
    """List the reader's contracts."""
    found = Contract.objects.all().for_user(request.user)
    shown = {
        "listed": [_listed(each) for each in found],
        "may_bring_in": organisations_of(request.user).exists(),
    }
    return render(request, "web/contracts.html", shown)


def _listed(contract: Contract) -> Listed:
    """Return a contract's row."""
    try:
        found = known(at(contract))
    except (LineproofError, LaterError) as problem:
        return Listed(contract, problem=problem_text(problem))
    head = found.case.contract.contract
    total, digits = head.stated_total, found.case.contract.digits
    return Listed(
        contract,
        buyer=head.parties.buyer.name,
        provider=head.parties.provider.name,
        start="" if head.start is None else head.start.isoformat(),
        months=head.months,
        total="" if total is None else amount_text(found.case.contract.minor(total), digits=digits),
        currency=head.currency,
        errors=count_open(found.findings, Severity.ERROR),
        questions=count_open(found.findings, Severity.QUESTION),
        sealed=found.case.sealed[-1].month if found.case.sealed else "",
    )


@page(Right.SEE)
def contract(request: Asked, pk: int) -> HttpResponse:
    """Show a contract: its terms, and what is doubtful in them."""
    found = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    can_answer = found.allows(request.user, Right.ANSWER)
    shown = {
        "contract": found,
        "listed": _listed(found),
        "waiting": open_version(found),
        "versions": found.versions.select_related("proposed_by", "decided_by"),
        "can_answer": can_answer,
        "documents": documents(pk),
        "names_to_add": names_to_add(found) if can_answer else [],
        "can_export": found.allows(request.user, Right.EXPORT),
        "today": today(known(at(found)).case, timezone.now()),
        **_terms_and_findings(known(at(found)), found.in_force, language_spoken()),
    }
    return render(request, "web/contract.html", shown)


def _terms_and_findings(found: Known, version: Version, language: Language) -> dict[str, object]:
    """Return what a page shows of a contract's text: terms, and what is doubtful in each."""
    agreed, digits = found.case.contract, found.case.contract.digits
    text = bytes(version.text).decode("utf-8-sig", errors="replace")
    written = written_terms(agreed, found.case.positions, text)
    findings = sorted(found.findings, key=lambda each: each.status is Status.ANSWERED)
    about = [term_of(each, written, file=found.case.positions.file) for each in findings]
    told = told_findings(findings, language, digits=digits)
    counts, texts = Counter(about), {each.first: each.text for each in written}
    files, lines = documents_by_name(version.contract_id), found.case.positions.lines
    located = list(located_terms(agreed))
    firsts = {term.id: path for path, term in reversed(located)}
    return {
        "terms": [
            dataclasses.replace(
                _told_term(term, language),
                written=texts.get(lines.get(path, 0), ""),
                is_first=firsts[term.id] == path,
                findings=counts[term.id],
                document=files.get(document_name(agreed, path)),
            )
            for path, term in located
        ],
        "findings": [
            dataclasses.replace(each, term=term, is_first=term not in about[:number])
            for number, (each, term) in enumerate(zip(told, about, strict=True))
        ],
    }


def _told_term(term: Term, language: Language) -> ToldTerm:
    """Return a term as it is to be read."""
    kind = str(getattr(term, "kind", ""))
    said = (getattr(term, name, None) for name in _SAYS)
    says = next((str(text) for text in said if text), "")
    return ToldTerm(term.id, kind_name(kind, language), term.clause, says, KINDS[kind].is_computed)


@page(Right.ANSWER, method="POST")
def answer(request: Asked, pk: int) -> HttpResponse:
    """Propose the answer that both parties gave to a question."""
    found = reach(Contract.objects.filter(pk=pk), request.user, Right.ANSWER)
    given = Given(
        code=request.POST.get("code", "")[:100],
        subject=request.POST.get("subject", "")[:200],
        value=request.POST.get("value", "")[:200],
        on=today(known(at(found)).case, timezone.now()),
        reason=request.POST.get("reason", "").strip()[:500],
    )
    try:
        version = propose_answer(found, given, by=request.user)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("contract", pk)
    text = _("Proposed as version %(number)s; another person approves it.")
    messages.success(request, text % {"number": version.number})
    return redirect("version", pk, version.number)


@page(Right.SEE)
def version(request: Asked, pk: int, number: int) -> HttpResponse:
    """Show a version: what it changes of the one before, and what is doubtful in it."""
    found = reach(
        Version.objects.filter(contract=pk, number=number).select_related("contract"),
        request.user,
        Right.SEE,
    )
    before = found.contract.versions.filter(number__lt=number, state=State.APPROVED).last()
    may = found.contract.allows(request.user, Right.APPROVE_VERSION)
    shown = {
        "contract": found.contract,
        "version": found,
        "changes": changes_of(before, found),
        "may_decide": may and found.state == State.PROPOSED,
        "is_own": found.proposed_by == request.user,
        **_terms_and_findings(known(at(found.contract, found)), found, language_spoken()),
    }
    return render(request, "web/version.html", shown)


def changes_of(before: Version | None, after: Version) -> list[tuple[str, str]]:
    """Return the lines that a version adds and takes out, with a sign each."""
    old, new = _lines(before), _lines(after)
    diff = list(difflib.unified_diff(old, new, lineterm="", n=2))
    return [(line[:1], line[1:]) for line in diff[2:]]  # behind the names of the files


def _lines(version: Version | None) -> list[str]:
    """Return the lines of a version's text; none where there is no version."""
    return [] if version is None else bytes(version.text).decode(errors="replace").splitlines()


@page(Right.APPROVE_VERSION, method="POST")
def decide_version(request: Asked, pk: int, number: int, decision: str) -> HttpResponse:
    """Approve or reject a version."""
    asked = Version.objects.filter(contract=pk, number=number).select_related("contract")
    found = reach(asked, request.user, Right.APPROVE_VERSION)
    try:
        if decision == "approve":
            approve_version(found, by=request.user)
            messages.success(request, _("Version %(number)s is in force.") % {"number": number})
        else:
            reject_version(found, by=request.user)
            messages.success(request, _("Version %(number)s is rejected.") % {"number": number})
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("version", pk, number)
    return redirect("contract", pk)


@page(Right.EXPORT)
def export(request: Asked, pk: int) -> HttpResponseBase:
    """Give the contract back as a folder, in an archive."""
    found = reach(Contract.objects.filter(pk=pk), request.user, Right.EXPORT)
    with contextlib.ExitStack() as unless_sent:
        file = unless_sent.enter_context(
            tempfile.SpooledTemporaryFile(max_size=_ARCHIVE_MEMORY_BYTES)
        )
        write_zip(found, file)
        unless_sent.pop_all()  # the response closes it
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"contract-{found.pk}.zip")
