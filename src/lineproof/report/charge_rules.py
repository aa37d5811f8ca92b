"""By which rule does a charge come to its amount, in words? "90 % is paid since the score …"."""

from __future__ import annotations

from lineproof.report.amounts import amount_text, percent_text
from lineproof.report.phrases import method_name, metric_name
from lineproof.report.statement import Charge, PartMonths, Statement
from lineproof.report.wording import Language, Word
from lineproof.settle.factors import plain
from lineproof.settle.settlement import Factor


def rule_text(charge: Charge, statement: Statement, language: Language) -> str:
    """Return the rule of a charge; its clause stands in a column of its own."""
    joined = Word.SEMICOLON.said(language)
    match charge.charge:
        case "rent":
            parts = [_parts_text(part, charge.count, language) for part in charge.parts]
            return joined.join((charge.term, Word.RULE_FULL.said(language), *parts))
        case "deduction":
            texts = [factor_text(factor, language) for factor in charge.factors]
            if charge.amount.value is None:
                return joined.join((charge.term, Word.RULE_OPEN.said(language)))
            if charge.is_for_outages:
                return joined.join((charge.term, Word.RULE_OUTAGES.said(language)))
            rule = joined.join((charge.term, *texts))
            return rule if charge.base is None else _on_base(rule, charge, statement, language)
        case "late_interest" if charge.amount.value is None:
            return joined.join((charge.name, Word.RULE_OPEN.said(language)))
        case "late_interest" if charge.rate is not None and charge.base is not None:
            base = amount_text(charge.base, digits=statement.digits)
            rate = percent_text(charge.rate)
            rule = Word.RULE_INTEREST.said(language, rate=rate, base=base)
            return joined.join((charge.name, rule))
        case _:
            rule = Word.RULE_ONCE.said(language, day=charge.day) if charge.count == 1 else ""
            return joined.join(part for part in (charge.name or charge.term, rule) if part)


def _parts_text(part: PartMonths, lines: int, language: Language) -> str:
    """Return how many lines are in parts, and how the month is shared out."""
    method = method_name(part.method, language)
    if part.clause:
        clause = Word.CLAUSE_N.said(language, clause=part.clause)
        method = Word.WITH_CLAUSE.said(language, text=method, clause=clause)
    return Word.RULE_PARTS.said(
        language, count=f"{part.count:,}", lines=f"{lines:,}", method=method
    )


def factor_text(factor: Factor, language: Language) -> str:
    """Return why a share of the rent is paid."""
    metric = metric_name(factor.metric, language)
    percent = percent_text(factor.factor)
    if factor.of_each == "line":
        return Word.RULE_EACH_LINE.said(language, percent=percent, metric=metric, band=factor.band)
    if factor.value is not None:
        return Word.RULE_BAND.said(
            language, percent=percent, metric=metric, value=plain(factor.value), band=factor.band
        )
    return Word.RULE_NO_METRIC.said(language, percent=percent, metric=metric)


def _on_base(rule: str, charge: Charge, statement: Statement, language: Language) -> str:
    """Return a rule with the total it is applied to."""
    assert charge.base is not None
    base = amount_text(charge.base, digits=statement.digits)
    return Word.RULE_TOTAL.said(language, rule=rule, base=base)
