"""Does a provider's mail become claims, once each, that nobody has agreed to yet?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

Run = Callable[..., Any]
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Coast//Notices//EN\r
BEGIN:VEVENT\r
SUMMARY:Works\r
DTSTART;VALUE=DATE-TIME:{start}\r
DTEND;VALUE=DATE-TIME:{end}\r
DTSTAMP;VALUE=DATE-TIME:20240301T080000Z\r
UID:42\r
SEQUENCE:1\r
X-MAINTNOTE-PROVIDER:coast.example\r
X-MAINTNOTE-ACCOUNT:137\r
X-MAINTNOTE-MAINTENANCE-ID:WORKS-42\r
X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=NO-IMPACT:C-1\r
X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=OUTAGE:C-3\r
X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=OUTAGE:{circuit}\r
X-MAINTNOTE-IMPACT:OUTAGE\r
X-MAINTNOTE-STATUS:{status}\r
ORGANIZER;CN="Coast":mailto:works@coast.example\r
END:VEVENT\r
END:VCALENDAR\r
"""


def mail(folder: Path, **changes: str) -> Path:
    """Write a notice: works on C-3 on 10 March from 2 to 4 UTC, received on the 1st at 8:01."""
    facts = {"start": "20240310T020000Z", "end": "20240310T040000Z", "circuit": "C-3",
             "status": "CONFIRMED", "type": "text/calendar"} | changes  # fmt: skip
    head = (
        "Received: from mx.example by mail.example; Fri, 01 Mar 2024 08:01:00 +0000\r\n"
        "Date: Fri, 01 Mar 2024 08:00:00 +0000\r\nFrom: works@coast.example\r\n"
        f"Subject: Works\r\nMIME-Version: 1.0\r\nContent-Type: {facts['type']}\r\n\r\n"
    )
    path = folder.parent / "mail.eml"
    path.write_text(head + CALENDAR.format_map(facts), "utf-8", newline="")
    return path


def rows(folder: Path) -> pl.DataFrame:
    """Return the claims as they stand in the file."""
    return pl.read_csv(folder / "records" / "exclusions.csv", infer_schema=False)


def test_a_notice_becomes_a_claim_without_answer_once(program: Run, small: Path) -> None:
    """C-1 isn't impaired. The mail is kept under its hash; read again it adds nothing."""
    path = mail(small)
    assert program("maintenance", small, path).code == 0
    assert program("maintenance", small, path).out == "nothing new\n"
    (row,) = rows(small).iter_rows(named=True)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert (row["lines"], row["proposed_by"], row["evidence"]) == ("3", "provider", sha256)
    assert "answer" not in row
    assert row["notice_received"].startswith("2024-03-01T08:01")
    assert (small / "evidence" / f"{sha256}.eml").read_bytes() == path.read_bytes()


def test_a_cancelled_notice_withdraws_what_it_proposed(program: Run, small: Path) -> None:
    """Of a notice nobody knew, nothing. The second row replaces the first with nothing."""
    assert program("maintenance", small, mail(small, status="CANCELLED")).out == "nothing new\n"
    program("maintenance", small, mail(small))
    assert "withdrew" in program("maintenance", small, mail(small, status="CANCELLED")).out
    first, second = rows(small).iter_rows(named=True)
    assert (second["replaces"], second["from"]) == (first["id"], None)


def test_a_notice_at_another_time_takes_the_first_ones_place(program: Run, small: Path) -> None:
    """From 2 o'clock to 3 o'clock: one withdrawn, one proposed."""
    program("maintenance", small, mail(small))
    told = program("maintenance", small, mail(small, start="20240310T030000Z"), "--json")
    assert len(told.json["recorded"]) == 2
    assert rows(small).height == 3


def test_a_circuit_that_no_schedule_has_is_a_finding(program: Run, small: Path) -> None:
    """C-3 is proposed all the same."""
    told = program("maintenance", small, mail(small, circuit="X-9"), "--json")
    assert (told.code, told.codes, len(told.json["recorded"])) == (1, ["E-MAINTENANCE-CIRCUIT"], 1)


@pytest.mark.parametrize("type_", ["text/plain", "application/pdf"])
def test_a_mail_without_a_calendar_is_refused_whatever_the_environment_says(
    program: Run, small: Path, type_: str
) -> None:
    """Not even with a key for one is a language model asked: nothing is sent, nothing written."""
    told = program(
        "maintenance", small, mail(small, type=type_), "--json", PARSER_OPENAI_API_KEY="key"
    )
    assert (told.code, told.codes) == (2, ["E-MAINTENANCE-MAIL"])
    assert not (small / "records" / "exclusions.csv").exists()


def test_an_unknown_provider_or_file_ends_it(program: Run, small: Path) -> None:
    """Both are said."""
    told = program("maintenance", small, mail(small), "--provider", "nobody.example")
    assert told.code == 2
    assert 'no provider "nobody.example"' in told.err
    assert program("maintenance", small, small / "missing.eml").code == 2
