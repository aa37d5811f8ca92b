"""How does a statement read in one language? Headings, rows and sentences, as plain texts.

The terminal prints them and the PDF sets them; neither knows what a charge is.
"""

from __future__ import annotations

from dataclasses import dataclass

from lineproof.model.finding import Severity, count_open
from lineproof.model.words_chinese import chinese_words
from lineproof.model.words_english import english_words
from lineproof.report.amounts import amount_text, bounded_text, percent_text
from lineproof.report.charge_rules import rule_text
from lineproof.report.finding_words import message_text
from lineproof.report.phrases import charge_name, item_name, kind_name, sentence, waiting_text
from lineproof.report.sections import Section, columns_of
from lineproof.report.statement import Statement
from lineproof.report.worded_lines import line_sections
from lineproof.report.wording import Language, Word
from lineproof.settle.settlement import Blocked, Bounded, Due


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing that keeps the month from being settled."""

    head: str
    reason: str
    bounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the totals.

    note: what it means. is_strong: the one that matters.
    is_part: a part of the one above.
    """

    label: str
    amount: str
    note: str = ""
    is_strong: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A statement in one language.

    facts: label and value, about the document. parties: role, name, tax number. page: with places
    for `{page}` and `{pages}`. hashes: label and value.
    """

    language: Language
    title: str
    contract: str
    facts: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, str, str], ...]
    payable: Figure
    currency: str
    in_words: tuple[str, str] | None
    doubts_title: str
    doubts: tuple[Doubt, ...]
    summary_title: str
    summary: tuple[Figure, ...]
    sections: tuple[Section, ...]
    notes_title: str
    notes: tuple[str, ...]
    page: str
    hashes: tuple[tuple[str, str], ...]
    proof: str


def worded(statement: Statement, language: Language) -> Worded:
    """Return a statement's texts in a language."""
    return Worded(
        language=language,
        title=Word.TITLE.said(language),
        contract=statement.contract,
        facts=tuple(_facts(statement, language)),
        parties=tuple(_parties(statement, language)),
        payable=_payable(statement, language),
        currency=statement.currency,
        in_words=_in_words(statement, language),
        doubts_title=Word.BLOCKED.said(language),
        doubts=tuple(_doubt(item, statement.digits, language) for item in statement.blocked),
        summary_title=Word.SUMMARY.said(language),
        summary=tuple(_summary(statement, language)),
        sections=_sections(statement, language),
        notes_title=Word.NOTES.said(language),
        notes=tuple(_notes(statement, language)),
        page=Word.PAGE.said(language),
        hashes=(
            (Word.INPUTS_HASH.said(language), statement.inputs_hash),
            (Word.RESULT_HASH.said(language), statement.result_hash),
        ),
        proof=Word.MADE_WITH.said(language),
    )


def _facts(statement: Statement, language: Language) -> list[tuple[str, str]]:
    """Return what the document is about."""
    days = Word.PERIOD_DAYS.said(language, first=statement.first, last=statement.last)
    facts = [
        (Word.CONTRACT, statement.contract),
        (Word.MONTH, statement.month),
        (Word.PERIOD, days),
        (Word.CURRENCY, statement.currency),
        (Word.SIGNED, statement.signed.isoformat() if statement.signed else ""),
        (Word.AS_KNOWN, statement.as_known.isoformat() if statement.as_known else ""),
    ]
    return [(word.said(language), value) for word, value in facts if value]


def _parties(statement: Statement, language: Language) -> list[tuple[str, str, str]]:
    """Return who bills and who pays."""
    return [
        (
            word.said(language),
            party.name,
            Word.TAX_ID.said(language, number=party.tax_id) if party.tax_id else "",
        )
        for word, party in (
            (Word.PROVIDER, statement.provider),
            (Word.BUYER, statement.buyer),
        )
    ]


def _payable(statement: Statement, language: Language) -> Figure:
    """Return the amount payable, with the days it falls due on."""
    days = {d.date for d in statement.due if d.month is not None and d.date is not None}
    due = ", ".join(day.isoformat() for day in sorted(days))
    return Figure(
        label=Word.PAYABLE.said(language),
        amount=_bounded(statement.payable, statement, language),
        note=Word.DUE_ON.said(language, day=due) if due else "",
        is_strong=True,
    )


def _in_words(statement: Statement, language: Language) -> tuple[str, str] | None:
    """Return the amount payable in words, where it is known."""
    minor = statement.payable.value
    if minor is None:
        return None
    spelled = english_words if language == "en" else chinese_words
    text = spelled(minor, currency=statement.currency, digits=statement.digits)
    return Word.IN_WORDS.said(language), text


def _doubt(item: Blocked, digits: int, language: Language) -> Doubt:
    """Return what keeps an amount from being known."""
    clause = Word.CLAUSE_N.said(language, clause=item.clause) if item.clause else ""
    head = Word.SEMICOLON.said(language).join(
        part for part in (f"{item.code} {item.subject}".strip(), clause) if part
    )
    is_bounded = item.low is not None and item.high is not None
    bounds = bounded_text(Bounded(None, item.low, item.high), digits=digits, language=language)
    between = f"{Word.PAYABLE_BETWEEN.said(language)} {bounds}"
    return Doubt(
        head=head,
        reason=_reason(item, language),
        bounds=between if is_bounded else Word.WITHOUT_BOUNDS.said(language),
    )


def _reason(item: Blocked, language: Language) -> str:
    """Return why an amount isn't known; where nobody foresaw the words, what their code means."""
    said = sentence(item.reason, language)
    return message_text(item.code, said, language) if said == item.reason else said


def _summary(statement: Statement, language: Language) -> list[Figure]:
    """Return the totals, from what was earned to what is payable."""

    def figure(word: Word, amount: Bounded, note: str = "") -> Figure:
        text = _bounded(amount, statement, language)
        is_part = word in {Word.NET, Word.TAX}
        return Figure(label=word.said(language), amount=text, note=note, is_part=is_part)

    found = [figure(Word.GROSS, statement.gross)]
    if statement.net == Bounded(None, None, None) and statement.gross.value is not None:
        found[0] = figure(Word.GROSS, statement.gross, Word.NO_TAX_RATE.said(language))
    else:
        found.append(figure(Word.NET, statement.net))
        found.append(figure(Word.TAX, statement.tax))
    note = Word.CARRIED_NOTE.said(language) if statement.carried.value else ""
    found.append(figure(Word.CARRIED, statement.carried, note))
    payable = _bounded(statement.payable, statement, language)
    falls_due = Word.PAYABLE_NOTE.said(language) if statement.due else ""
    label = Word.PAYABLE.said(language)
    return [*found, Figure(label=label, amount=payable, note=falls_due, is_strong=True)]


def _sections(statement: Statement, language: Language) -> tuple[Section, ...]:
    """Return the tables of a statement, in order."""
    sections = [_charges(statement, language)]
    if statement.taxes:
        sections.append(_taxes(statement, language))
    if statement.due:
        sections.append(_payments(statement, language))
    sections += line_sections(statement, language)
    if statement.not_computed:
        sections.append(_not_computed(statement, language))
    return tuple(sections)


def _charges(statement: Statement, language: Language) -> Section:
    """Return the charges with their rules and clauses."""
    rows = tuple(
        (
            charge_name(charge.charge, language),
            rule_text(charge, statement, language),
            charge.clause,
            f"{charge.count:,}",
            _bounded(charge.amount, statement, language),
        )
        for charge in statement.charges
    )
    return Section(
        title=Word.CHARGES.said(language),
        columns=columns_of(
            language, (Word.CHARGE, "left"), (Word.RULE, "wide"), (Word.CLAUSE, "narrow"),
            (Word.COUNT, "right"), (Word.AMOUNT, "right"),
        ),
        rows=rows,
    )  # fmt: skip


def _taxes(statement: Statement, language: Language) -> Section:
    """Return the tax of each rate."""
    digits = statement.digits
    rows = tuple(
        (
            percent_text(part.rate)
            if part.nature != "out_of_scope"
            else Word.OUT_OF_SCOPE.said(language),
            part.clause,
            amount_text(part.net, digits=digits),
            amount_text(part.tax, digits=digits),
            amount_text(part.gross, digits=digits),
        )
        for part in statement.taxes
    )
    return Section(
        title=Word.TAXES.said(language),
        columns=columns_of(
            language, (Word.RATE, "wide"), (Word.CLAUSE, "narrow"), (Word.NET_OF, "right"),
            (Word.TAXES, "right"), (Word.WITH_TAX, "right"),
        ),
        rows=rows,
    )  # fmt: skip


def _payments(statement: Statement, language: Language) -> Section:
    """Return what falls due, and what it waits for."""
    rows = tuple(
        (
            item_name(due.item, language),
            when_text(due, language),
            due.clause,
            _bounded(due.amount, statement, language),
        )
        for due in statement.due
    )
    return Section(
        title=Word.DUE.said(language),
        columns=columns_of(
            language, (Word.ITEM, "left"), (Word.DUE_DATE, "wide"), (Word.CLAUSE, "narrow"),
            (Word.AMOUNT, "right"),
        ),
        rows=rows,
    )  # fmt: skip


def when_text(due: Due, language: Language) -> str:
    """Return when something falls due, or what it waits for, and whether this month counts it."""
    when = due.date.isoformat() if due.date else ""
    if due.waiting_for:
        waits = Word.WAITS_FOR.said(language, what=waiting_text(due.waiting_for, language))
        when = Word.SEMICOLON.said(language).join(part for part in (when, waits) if part)
    if due.month is None:
        return Word.SEMICOLON.said(language).join((when, Word.NOT_NOW.said(language)))
    return when


def _not_computed(statement: Statement, language: Language) -> Section:
    """Return the terms that bind the parties and aren't computed yet."""
    rows = tuple(
        (term.id, kind_name(term.kind, language), term.text, term.clause)
        for term in statement.not_computed
    )
    return Section(
        title=Word.NOT_COMPUTED.said(language),
        note=Word.NOT_COMPUTED_NOTE.said(language),
        columns=columns_of(
            language, (Word.TERM, "left"), (Word.KIND, "left"), (Word.SAYS, "wide"),
            (Word.CLAUSE, "narrow"),
        ),
        rows=rows,
    )  # fmt: skip


def _notes(statement: Statement, language: Language) -> list[str]:
    """Return the notes, and how many findings are open."""
    notes = [sentence(note, language) for note in statement.notes]
    counts = {f"{s.value}s": count_open(statement.findings, s) for s in Severity}
    if any(counts.values()):
        notes.append(Word.OPEN_FINDINGS_N.said(language, **counts))
    return notes


def _bounded(amount: Bounded, statement: Statement, language: Language) -> str:
    """Return an amount of a statement, or its bounds."""
    return bounded_text(amount, digits=statement.digits, language=language)
