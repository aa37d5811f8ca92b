"""Do the document's figures add up? Total, lines, count and amount in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from lineproof.contract.answers import AS_SIGNED, CONTRACT
from lineproof.contract.lint.priced import amount_of_line, possible_totals
from lineproof.contract.lint.rows import Row, place, row_findings
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import money, nearest, plural, quoted, some
from lineproof.contract.terms.paying import PaymentPlan
from lineproof.model.finding import NOTHING, Finding, Severity, Touches
from lineproof.model.words_chinese import parse_chinese_words
from lineproof.model.words_english import parse_english_words

RENT = Touches(("rent",))
_ENGLISH = re.compile(
    r"\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|"
    r"thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def total_is_sum(view: LintView) -> Iterator[Finding]:
    """E-TOTAL: the stated total is what the prices add up to."""
    stated = view.contract.contract.stated_total
    sums = possible_totals(view)
    if stated is None or not sums:
        return
    total = view.contract.minor(stated)
    closest = min(sums, key=lambda bounds: bounds.distance(total))
    if not closest.distance(total):
        return
    low, high = money(view.contract, closest.low), money(view.contract, closest.high)
    added = low if low == high else f"between {low} and {high}"
    yield Finding(
        "E-TOTAL",
        Severity.ERROR,
        f"the stated total is {money(view.contract, total)}, and the prices add up to {added}",
        view.head_where("stated_total"),
        "Correct the total or the line that is wrong, or record both parties' answer "
        f'"{AS_SIGNED}".',
        amount=closest.distance(total),
        answers=(AS_SIGNED,),
        subject=CONTRACT,
        touches=shared_out(view),
    )


def shared_out(view: LintView) -> Touches:
    """Return what a doubt about the total touches: what falls due, where a plan shares it out."""
    plans = view.all_of(PaymentPlan)
    is_shared = any(item.share is not None for plan in plans for item in plan.items)
    return Touches(("due",)) if is_shared else NOTHING


def line_amounts(view: LintView) -> Iterator[Finding]:
    """E-LINE-AMOUNT: a price line's stated amount is quantity × months × rent."""
    for version, term, number, line in view.price_lines:
        amount = amount_of_line(view, version, line)
        if line.stated_amount is None or amount is None:
            continue
        stated = view.contract.minor(line.stated_amount)
        if stated == amount:
            continue
        months = view.months_of_line(version, line)
        rent = money(view.contract, view.contract.minor(line.monthly_rent))
        yield Finding(
            "E-LINE-AMOUNT",
            Severity.ERROR,
            f"line {line.line} states {money(view.contract, stated)}, and {line.qty:,} × "
            f"{months} months × {rent} is {money(view.contract, amount)}",
            view.where(term, "lines", number),
            f'Correct the line, or record both parties\' answer "{AS_SIGNED}".',
            clause=term.clause,
            amount=abs(stated - amount),
            answers=(AS_SIGNED,),
            subject=line.line,
            touches=Touches(("rent",), (line.line,)),
        )


def stated_count(view: LintView) -> Iterator[Finding]:
    """E-COUNT: the stated number of circuits is what price lists and schedules list."""
    stated = view.contract.contract.stated_count
    if stated is None:
        return
    priced = sum(line.qty for version, _, _, line in view.price_lines if not version.amendment)
    listed = priced + view.signed_circuits.get_column("price_line").null_count()
    if listed == stated:
        return
    yield Finding(
        "E-COUNT",
        Severity.ERROR,
        f"the contract states {plural(stated, 'circuit')}, and its price lines and schedules "
        f"list {listed:,}",
        view.head_where("stated_count"),
        f'Find the missing or surplus line, or record both parties\' answer "{AS_SIGNED}".',
        answers=(AS_SIGNED,),
        subject=CONTRACT,
        touches=RENT,
    )


def named_within_quantity(view: LintView) -> Iterator[Finding]:
    """E-COUNT: no more circuits are named for a price line than its quantity."""
    for day, rows in view.circuits_together():
        named = rows.filter(pl.col("price_line").is_not_null())
        counts = dict(named.group_by("price_line").len().iter_rows())
        for version, term, number, line in view.price_lines:
            count = counts.get(line.line, 0)
            if day not in version.days or count <= line.qty:
                continue
            circuits = named.filter(pl.col("price_line") == line.line).get_column("line").to_list()
            rent = view.contract.minor(line.monthly_rent)
            months = view.months_of_line(version, line)
            yield Finding(
                "E-COUNT",
                Severity.ERROR,
                f"{count:,} circuits are named for price line {line.line}, whose quantity is "
                f"{line.qty:,}: lines {some(circuits)}",
                view.where(term, "lines", number),
                "Correct the quantity, or the price_line of the circuits that belong elsewhere.",
                clause=term.clause,
                amount=None if months is None else (count - line.qty) * rent * months,
                answers=(AS_SIGNED,),
                subject=line.line,
                touches=Touches(("rent",), (line.line, *circuits)),
            )


def price_line_known(view: LintView) -> Iterator[Finding]:
    """E-PRICE-LINE-UNKNOWN: a circuit takes its place out of a price line that there is."""
    known = {line.line for _, _, _, line in view.price_lines}
    rows = view.circuits.filter(
        pl.col("price_line").is_not_null() & ~pl.col("price_line").is_in(known)
    )

    def make(row: Row) -> Finding:
        return Finding(
            "E-PRICE-LINE-UNKNOWN",
            Severity.ERROR,
            f'line {quoted(row["line"])} takes a place of price line "{quoted(row["price_line"])}"'
            ", which no price_lines term has",
            place(row),
            nearest(row["price_line"], known),
            clause=view.clause_of(row["term"]),
            subject=row["line"],
            touches=Touches(("rent",), (row["line"],)),
        )

    yield from row_findings(view, rows, subject="line", make=make)


def total_in_words(view: LintView) -> Iterator[Finding]:
    """E-WORDS: the total in words is the total in figures."""
    head = view.contract.contract
    words = head.stated_total_words
    if words is None:
        return
    where = view.head_where("stated_total_words")
    hundredths = parse_chinese_words(words)
    if hundredths is None:
        hundredths = parse_english_words(words)
    if hundredths is None:
        yield _unread_words(view, words, where)
        return
    if head.stated_total is None:
        return
    total = view.contract.minor(head.stated_total)
    if hundredths * 10**view.contract.digits == total * 100:
        return
    said = hundredths * 10**view.contract.digits // 100
    yield Finding(
        "E-WORDS",
        Severity.ERROR,
        f'the total in words, "{quoted(words)}", is {money(view.contract, said)}, and in figures '
        f"it is {money(view.contract, total)}",
        where,
        f'Correct the one that is wrong, or record both parties\' answer "{AS_SIGNED}".',
        amount=abs(said - total),
        answers=(AS_SIGNED,),
        subject=CONTRACT,
        touches=shared_out(view),
    )


def _unread_words(view: LintView, words: str, where: str) -> Finding:
    """Return what there is to say of words that state no amount."""
    if _CHINESE.search(words) or _ENGLISH.search(words):
        return Finding(
            "E-WORDS",
            Severity.ERROR,
            f'"{quoted(words)}" is not a well-formed amount in words',
            where,
            f'Copy it as signed; if it is signed so, record both parties\' answer "{AS_SIGNED}".',
            answers=(AS_SIGNED,),
            subject=CONTRACT,
            touches=shared_out(view),
        )
    return Finding(
        "W-UNREAD",
        Severity.WARNING,
        f'"{quoted(words)}" was not compared with the total: only Chinese and English amounts in '
        "words are read",
        where,
        "Compare it yourself.",
        subject=CONTRACT,
    )


RULES = (
    total_is_sum,
    line_amounts,
    stated_count,
    named_within_quantity,
    price_line_known,
    total_in_words,
)
