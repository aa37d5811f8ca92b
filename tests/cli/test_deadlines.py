"""Does `deadlines` list what is due, over folders, as JSON and as a calendar?"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from icalendar import Calendar

Run = Callable[..., Any]
EXAMPLES = Path(__file__).parents[2] / "examples"
MEASURED = EXAMPLES / "08-measured-availability"
STORAGE, MESSAGES = EXAMPLES / "04-storage-instalments", EXAMPLES / "03-integration-milestones"


def test_a_payment_is_due_by_its_clause(lineproof: Run) -> None:
    """The invoice came on 2025-04-01: 30 days end on 1 May, a holiday to the 5th: 6 May.

    It was paid on 29 April.
    """
    ended = lineproof("deadlines", STORAGE, "--on", "2025-05-10", "--json")
    (contract,) = ended.json["contracts"]
    first = next(d for d in contract["deadlines"] if d["about"] == "first")
    assert (first["due"], first["done"], first["clause"]) == ("2025-05-06", "2025-04-29", "1.3")
    assert (first["status"], first["evidence"]) == ("met", ["records/payments.csv:2"])


def test_silence_is_taken_for_acceptance_on_the_right_day(lineproof: Run, tmp_path: Path) -> None:
    """Asked on Monday 17 March 2025: 7 workdays end on the 26th; without a reminder nothing yet.

    Reminded on Thursday the 27th, 3 workdays are 28, 31 March and 1 April: deemed from the 2nd.
    """
    folder = shutil.copytree(STORAGE, tmp_path / "storage")
    milestones = folder / "records" / "milestones.csv"
    kept = [row for row in milestones.read_text("utf-8").splitlines() if not row.startswith("M04")]
    kept.append("M05,2025-03-27T10:00:00+08:00,provider,reminded,2025-03-27,")
    milestones.write_text("\n".join(kept) + "\n", "utf-8")
    for on, status in (("2025-04-01", "pending"), ("2025-04-02", "deemed")):
        ended = lineproof("deadlines", folder, "--on", on, "--json")
        (contract,) = ended.json["contracts"]
        silence = next(d for d in contract["deadlines"] if d["kind"] == "deemed")
        assert (silence["due"], silence["status"]) == ("2025-04-01", status)


def test_a_calendar_has_what_is_still_to_come(lineproof: Run, tmp_path: Path) -> None:
    """One entry a deadline, whole days, the same names each time it is written."""
    written = []
    for name in ("one.ics", "two.ics"):
        lineproof("deadlines", STORAGE, "--on", "2025-03-25", "--ics", tmp_path / name)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    events = list(Calendar.from_ical(written[0].decode()).walk("VEVENT"))
    first = next(e for e in events if "pay first" in str(e["summary"]))
    assert first["dtstart"].dt.isoformat() == "2025-05-06"
    assert len({str(e["uid"]) for e in events}) == len(events)


def test_several_contracts_and_one_that_cannot_be_read(lineproof: Run, tmp_path: Path) -> None:
    """The others are shown, in both languages; nothing readable ends with 2."""
    ended = lineproof("deadlines", STORAGE, tmp_path / "none", "--on", "2025-05-10")
    assert ended.code == 1
    assert "storage-instalments" in ended.out
    assert "doesn't exist" in ended.out
    chinese = lineproof("deadlines", STORAGE, "--on", "2025-05-10", "--language", "zh")
    assert "期限" in chinese.out
    assert lineproof("deadlines", tmp_path / "none", "--on", "2025-05-10").code == 2


def test_what_is_over_can_be_left_out(lineproof: Run) -> None:
    """With --open nothing that was met is listed."""
    ended = lineproof("deadlines", MESSAGES, "--on", "2025-03-10", "--open", "--json")
    (contract,) = ended.json["contracts"]
    assert not [d for d in contract["deadlines"] if d["status"] in {"met", "waived"}]


def test_a_day_that_is_none_ends_with_2(lineproof: Run) -> None:
    """30 February."""
    ended = lineproof("deadlines", STORAGE, "--on", "2025-02-30")
    assert (ended.code, "--on" in ended.err) == (2, True)


def test_a_portfolios_calendar_says_each_contract_in_either_language(
    lineproof: Run, tmp_path: Path
) -> None:
    """Two folders, one calendar: each entry names its contract, its clause and what follows."""
    folders = (STORAGE, EXAMPLES / "10-circuits-121-2025")
    for language, paid, clause in (("en", "pay fees-2025", "Clause 6.5(1)"),
                                   ("zh", "支付 fees-2025", "条款 6.5(1)")):  # fmt: skip
        file = tmp_path / f"{language}.ics"
        lineproof(
            "deadlines", *folders, "--on", "2025-02-15", "--ics", file, "--language", language
        )
        events = [*Calendar.from_ical(file.read_text("utf-8")).walk("VEVENT")]
        names = {str(e["summary"]).partition(":")[0] for e in events}
        assert names == {"storage-instalments", "circuits-121-2025"}
        (fees,) = (e for e in events if str(e["summary"]).endswith(paid))
        assert clause in str(fees["description"])


def test_each_status_has_its_clause_and_every_bad_one_its_consequence(lineproof: Run) -> None:
    """Over all examples at the end of June 2025: no duty without a clause, none bad without why."""
    folders = sorted(path.parent for path in EXAMPLES.glob("*/contract.toml"))
    ended = lineproof("deadlines", *folders, "--on", "2025-06-30", "--json")
    duties = [d for contract in ended.json["contracts"] for d in contract["deadlines"]]
    assert all(d["clause"] for d in duties)
    bad = {"breached", "deemed", "lost", "unknown", "waived"}
    assert [d["what"] for d in duties if d["status"] in bad and not d["effect"]] == []
    assert {"pending", "met", "breached", "deemed", "lost", "unknown"} <= {
        d["status"] for d in duties
    }


CHRONIC = """
[[term]]
id = "OFTEN"
kind = "chronic"
clause = "3.5"
window_days = 30
hours = "30"
right = "LEAVE"

[[term]]
id = "LEAVE"
kind = "right"
clause = "3.5"
who = "buyer"
what = "take line 7 away"
trigger = "OFTEN"
"""


def test_measured_outages_count_where_a_clause_asks(lineproof: Run, tmp_path: Path) -> None:
    """Line 7 was down 5 h on 5 June and 26 h from the 27th on: the 31st hour is reached in June.

    Nobody reported anything. Line 5, 24 h down, and line 4, 3 h not known, stay below 30.
    """
    folder = shutil.copytree(MEASURED, tmp_path / "measured")
    contract = folder / "contract.toml"
    contract.write_text(contract.read_text("utf-8") + CHRONIC, "utf-8")
    subprocess.run([sys.executable, folder / "make_samples.py"], cwd=tmp_path, check=True)
    samples = tmp_path / "ping.csv"
    lineproof("ingest", folder, samples, "--vantage", "probe", "--every", 600)
    ended = lineproof("deadlines", folder, "--on", "2025-06-30", "--json")
    (told,) = ended.json["contracts"]
    found = [d for d in told["deadlines"] if d["clause"] == "3.5"]
    assert {(d["about"], d["kind"]) for d in found} == {("7", "chronic"), ("7", "right")}
    assert all(len(d["evidence"]) == 2 and d["evidence"][0].startswith("H-07@") for d in found)
