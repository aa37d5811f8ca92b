"""Are circuits found by how they begin, a page at a time, and is one shown with all there is?"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from tests.web.conftest import EXAMPLES, Made

from lineproof.report.record_words import choice_name
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Circuit, Contract
from lineproof.web.pages.circuits import PAGE_ROWS
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role


@pytest.fixture
def client(person: Made, signed_in: Callable[[User], Client]) -> Client:
    """Return a viewer's browser."""
    return signed_in(person(Role.VIEWER))


@pytest.fixture
def address(organisation: Organisation) -> str:
    """Return the address of 121 circuits."""
    contract = take_in(EXAMPLES / "02-circuits-121", organisation, by="operator")
    return f"/contracts/{contract.pk}/circuits/"


def lines(shown: str) -> list[str]:
    """Return the lines that a page lists."""
    return re.findall(r'/circuits/\d+/">([^<]+)</a>', shown)


def test_pages_have_every_circuit_once(client: Client, address: str) -> None:
    """121 = 50 + 50 + 21, in the order of the schedule."""
    seen: list[list[str]] = []
    shown = client.get(address).text
    while True:
        seen.append(lines(shown))
        following = re.search(r'href="(\?[^"]*after=\d+)"', shown)
        if following is None:
            break
        shown = client.get(address + following[1].replace("&amp;", "&")).text
    assert [len(each) for each in seen] == [PAGE_ROWS, PAGE_ROWS, 21]
    every = [line for page in seen for line in page]
    assert every == list(Circuit.objects.order_by("pk").values_list("line", flat=True))


@pytest.mark.parametrize(
    ("query", "field", "begins"),
    [("line=12", "line", "12"), ("site=S01", "site", "S01"), ("service=ethernet-b", "service",
     "ethernet-b"), ("circuit=CE7", "circuit", "CE7")],
)  # fmt: skip
def test_a_filter_finds_what_begins_so(
    query: str, field: str, begins: str, client: Client, address: str
) -> None:
    """As many as the rows that begin so, counted in Python."""
    rows = Circuit.objects.values_list("line", field)
    expected = [line for line, value in rows if value.startswith(begins)][:PAGE_ROWS]
    assert expected
    assert lines(client.get(f"{address}?{query}").text) == expected


@pytest.mark.parametrize(
    "query", ["line='; DROP TABLE web_circuit; --", "after=-1", "after=x", "line=%25"]
)
def test_what_a_person_types_is_only_a_text(query: str, client: Client, address: str) -> None:
    """No SQL, no pattern, no error."""
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 200
    assert Circuit.objects.count() == 121


def test_a_part_is_the_table_alone(client: Client, address: str) -> None:
    """Htmx asks for the rows; without it the whole page comes."""
    part = client.get(f"{address}?line=12", headers={"HX-Request": "true", "HX-Target": "rows"})
    assert "<html" not in part.text
    assert lines(part.text) == lines(client.get(f"{address}?line=12").text) != []


def test_a_circuit_has_its_price_and_charge(contract: Contract, client: Client) -> None:
    """Line 1a in January 2025: 198 × 113.00 = 22,374.00, less a tenth, for 89.99 points."""
    circuit = Circuit.objects.get(schedule__contract=contract, line="1a")
    shown = client.get(f"/contracts/{contract.pk}/circuits/{circuit.pk}/?month=2025-01").text
    for text in ("113.00", "22,374.00", "-2,237.40", "2025-01-31"):
        assert text in shown


@pytest.mark.parametrize("month", ["2024-10", "2025-13", "x"])
def test_a_month_that_isn_t_there_is_told(month: str, contract: Contract, client: Client) -> None:
    """The page is there all the same."""
    circuit = Circuit.objects.get(schedule__contract=contract, line="1a")
    answer = client.get(f"/contracts/{contract.pk}/circuits/{circuit.pk}/?month={month}")
    assert answer.status_code == 200
    assert 'class="problem"' in answer.text


def test_what_happened_to_a_line_is_its_timeline(
    client: Client, organisation: Organisation
) -> None:
    """The moves of the fifth example stand on the page of their line."""
    contract = take_in(EXAMPLES / "05-amendment-and-moves", organisation, by="operator")
    record = contract.records.filter(kind="lifecycle").earliest("row")
    circuit = Circuit.objects.get(schedule__contract=contract, line=record.line)
    address = f"/contracts/{contract.pk}/circuits/{circuit.pk}/"
    shown = client.get(address).text
    assert record.values["event"] in shown
    assert record.values["date"] in shown
    assert "holds no more" not in shown
    shown = client.get(address, headers={"Accept-Language": "zh"}).text
    assert choice_name(record.values["event"], "zh") in shown
    assert "lifecycle" not in shown


def test_what_was_corrected_holds_no_more(client: Client, organisation: Organisation) -> None:
    """Line 6 ceased on the 22nd, corrected to the 21st: both are told, by their day."""
    contract = take_in(EXAMPLES / "05-amendment-and-moves", organisation, by="operator")
    circuit = Circuit.objects.get(schedule__contract=contract, line="6")
    shown = client.get(f"/contracts/{contract.pk}/circuits/{circuit.pk}/").text
    timeline = shown[shown.index('class="timeline"') :]
    assert timeline.index("2025-03-21") < timeline.index("2025-03-22")
    assert timeline.count("holds no more") == 1


def test_pages_ask_the_database_little(
    contract: Contract,
    person: Made,
    signed_in: Callable[[User], Client],
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    """Eight questions each: who asks takes three; what they may do takes none.

    A list: contract, version, schedules, rows, views. A circuit: it, the contract's state, records,
    their evidence, comments. A month: contract, state, seals, proposal, comments.
    """
    client, at = signed_in(person(Role.FINANCE)), f"/contracts/{contract.pk}"
    circuit = Circuit.objects.filter(schedule__contract=contract).earliest("pk")
    pages = ("circuits/?line=1", f"circuits/{circuit.pk}/?month=2025-01", "months/2025-01/")
    for address in (f"{at}/{name}" for name in pages):
        assert client.get(address).status_code == 200
        with django_assert_max_num_queries(8):
            client.get(address)
