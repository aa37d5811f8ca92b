"""Does a form ask for what a kind of record holds, and say all that is wrong at its field?"""

from __future__ import annotations

import re

from django.http import QueryDict
from tests.web.conftest import EXAMPLES

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.record import RECORDS
from lineproof.report.wording import LANGUAGES
from lineproof.sources.folder import parse_content
from lineproof.web.doing.record_forms import fields_of, problems_of, refused, typed_in

HAN = re.compile("[\u4e00-\u9fff]")
AGREED = parse_content((EXAMPLES / "01-access-593" / "contract.toml").read_bytes()).contract


def test_a_field_a_column_but_for_those_the_server_fills() -> None:
    """A lifecycle row: line, event (13 choices), date, value, one-off charge; words in Chinese."""
    fields = fields_of("lifecycle", {"line": "7"}, {"date": ["no"]}, "en")
    told = [(f.name, f.input, f.is_required, len(f.choices)) for f in fields]
    assert told == [
        ("line", "text", True, 0),
        ("event", "text", True, 13),
        ("date", "date", True, 0),
        ("value", "text", False, 0),
        ("one_off", "text", False, 0),
    ]
    assert fields[0].value == "7"
    assert fields[2].problems == ("no",)
    assert [f.label for f in fields_of("lifecycle", {}, {}, "zh")][:3] == ["线路", "事件", "日期"]


def test_every_field_of_every_kind_says_what_it_is_in_both_languages() -> None:
    """Its label, what it holds and its choices: none is left away, and Chinese isn't English."""
    for kind in RECORDS:
        english, chinese = (fields_of(kind, {}, {}, language) for language in LANGUAGES)
        for one, other in zip(english, chinese, strict=True):
            assert one.help, (kind, one.name)
            said = [(one.label, other.label), (one.help, other.help)]
            said += [(a[1], b[1]) for a, b in zip(one.choices, other.choices, strict=True)]
            assert [pair for pair in said if not HAN.search(pair[1])] == [], (kind, one.name)


def test_all_that_is_wrong_is_told_at_once() -> None:
    """No line, an event that there isn't, the 30th of February, an amount with a comma."""
    assert AGREED is not None
    typed = {"event": "stopped", "date": "2025-02-30", "one_off": "1,200"}
    problems = problems_of("lifecycle", typed, AGREED)
    assert set(problems) == {"line", "event", "date", "one_off"}
    assert problems["one_off"] == ['one_off is "1,200": it has thousand separators Write 1200.']
    right = {"line": "1", "event": "ceased", "date": "2025-02-28", "one_off": "1200"}
    assert problems_of("lifecycle", right, AGREED) == {}


def test_only_what_a_person_fills_in_is_taken() -> None:
    """Who recorded it, and when, isn't for a form to say; blank cells are none."""
    form = QueryDict("line= 1 &by=somebody&recorded_at=2020-01-01&id=X&value=&replaces=L0001")
    assert typed_in("lifecycle", form) == {"line": "1", "replaces": "L0001"}


def test_a_refusal_is_told_where_it_belongs() -> None:
    """A value that doesn't suit its event, at the value; anything else above the form."""
    refusal = InputRefusedError(
        (error("E-RECORD-VALUE", "a", fix="b"), error("E-RECORD-UNKNOWN", "c", fix="d"))
    )
    assert refused("lifecycle", refusal) == {"value": ["a. b"], "": ["c. d"]}
