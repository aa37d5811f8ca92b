"""Do code and documentation use the glossary's words, and no others for the same thing?"""

import re
from pathlib import Path

import pytest

from lineproof.contract.terms.registry import KINDS
from lineproof.model.codes import CODES
from lineproof.model.finding import Severity, Status
from lineproof.report.phrases import charge_name, kind_name, severity_name, status_name

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
CHARGES = ("rent", "deduction", "one_off", "late_interest")
#: Words that mean something else too, and are used for that.
ELSEWHERE = {
    "agreement", "approved", "cancelled", "fee", "invoice run", "issue", "penalty", "rule", "type",
}  # fmt: skip


def rows() -> list[list[str]]:
    """Return the cells of the glossary's rows."""
    lines = GLOSSARY.read_text("utf-8").splitlines()
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line[:2] == "| "]
    return [row for row in cells if row[0] not in {"word", "---"}]


def words() -> set[tuple[str, str]]:
    """Return every word, in English and in Chinese."""
    return {(row[0], row[1]) for row in rows()}


def unused() -> set[str]:
    """Return the words that are not used for what the glossary names."""
    listed = {word.strip() for row in rows() if len(row) == 4 for word in row[3].split(",")}
    return listed - {""} - ELSEWHERE


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_word(kind: str) -> None:
    """The statement calls a kind as the glossary does, in both languages."""
    assert (kind_name(kind, "en"), kind_name(kind, "zh")) in words()


@pytest.mark.parametrize("charge", CHARGES)
def test_a_charge_has_its_word(charge: str) -> None:
    """The statement calls a charge as the glossary does, in both languages."""
    assert (charge_name(charge, "en").lower(), charge_name(charge, "zh")) in words()


def test_severities_and_statuses_have_their_words() -> None:
    """Findings are weighed in the glossary's words."""
    said = {(severity_name(s, "en"), severity_name(s, "zh")) for s in Severity}
    said |= {(status_name(s, "en"), status_name(s, "zh")) for s in Status}
    assert said <= words()


def test_nothing_is_called_by_another_word() -> None:
    """The findings' registry and the pages say buyer, not client; as known, not as of."""
    texts = {code: f"{known.meaning} {known.fix}" for code, known in CODES.items()}
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    pages = [p for p in pages if p != GLOSSARY and "decisions" not in p.parts]
    code = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
    texts |= {page.name: code.sub("", page.read_text("utf-8")) for page in pages}
    other = re.compile(rf"\b({'|'.join(map(re.escape, sorted(unused())))})s?\b", re.IGNORECASE)
    found = {name: other.findall(text) for name, text in texts.items()}
    assert {name: words for name, words in found.items() if words} == {}
