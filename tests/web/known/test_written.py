"""Is a term shown as it is written, and found for what is said of it?"""

from __future__ import annotations

from lineproof.model.finding import Finding, Severity
from lineproof.sources.folder import parse_content
from lineproof.web.known.written import term_of, written_terms

TEXT = """schema = "contract/1"
[contract]
id = "lines"
currency = "EUR"
timezone = "Europe/Berlin"
signed = 2025-01-10
start = 2025-02-01
months = 24
[contract.parties.buyer]
name = "Buyer"
[contract.parties.provider]
name = "Provider"
[contract.rounding]
unit = "0.01"

# the schedule
[[term]]
id = "LINES"
kind = "circuit_schedule"
clause = "1"
file = "circuits.csv"

# how lines are judged
[[term]]
id = "AVAIL"
kind = "availability"
clause = "4.1"
slot_s = 600
down_run = 2
"""


def _about(where: str, subject: str = "") -> str:
    """Return the term that a finding at a place is about."""
    parsed = parse_content(TEXT.encode())
    assert parsed.contract is not None
    written = written_terms(parsed.contract, parsed.positions, TEXT)
    finding = Finding("Q-X", Severity.QUESTION, "why?", where, "say", subject=subject)
    return term_of(finding, written, file="contract.toml")


def test_a_term_is_its_own_lines() -> None:
    """Without what stands above the next one."""
    parsed = parse_content(TEXT.encode())
    assert parsed.contract is not None
    first, second = written_terms(parsed.contract, parsed.positions, TEXT)
    assert first.text.splitlines()[0] == "[[term]]"
    assert first.text.splitlines()[-1] == 'file = "circuits.csv"'
    assert (second.id, second.first, len(second.text.splitlines())) == ("AVAIL", 24, 6)


def test_a_finding_is_about_the_term_it_stands_in_or_names() -> None:
    """Lines 24 to 29 are AVAIL's; what stands elsewhere is about none."""
    assert _about("contract.toml:24") == "AVAIL"
    assert _about("contract.toml:29") == "AVAIL"
    assert _about("contract.toml:23") == ""
    assert _about("circuits.csv:24") == ""
    assert _about("contract.toml") == ""
    assert _about("records/faults.csv:2", subject="LINES") == "LINES"
